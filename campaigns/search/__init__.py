"""Search across kinds."""
