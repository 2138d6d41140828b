"""Writing over the API: what staff can type on a form at the desk, sent as JSON, under the same rules."""
