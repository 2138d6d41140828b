"""Reports from readers: what somebody outside says is wrong with a record."""
