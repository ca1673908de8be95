"""Work that joins library and records, without the web: everything it needs is an argument."""
