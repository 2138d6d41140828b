"""Draft a dossier from a document that nobody has transcribed yet. No Django here."""
