"""Usage: searches and opens, as they happened."""
