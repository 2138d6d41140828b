"""Who and where: agencies under all their names, and provinces."""
