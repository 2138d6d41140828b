"""Commands that both apps share."""
