"""Records in files: whole lists written as CSV and XLSX, and read back to add and change many at once."""
