"""The library over HTTP: search, pages, coverage, reviews and their use."""
