"""What happened in each Quality Month, and how we know."""
