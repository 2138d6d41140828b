"""Who may do what at the editor's desk, and who gets there at all: groups, sign-in, lock-out, second factor."""
