"""The archive as one package of files: what the public sees, whole, at one revision."""
