"""What keeps a copy of the archive equal to it: the list of changes, and how the archive stands."""
