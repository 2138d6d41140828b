"""The documents as received: read strictly, cleaned of their damage line by line, and accounted for. No Django here."""
