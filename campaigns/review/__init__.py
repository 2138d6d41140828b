"""The drafter's reading of a document as a form: candidates beside the text, of which the accepted become drafts."""
