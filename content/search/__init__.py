"""The search index. Callers never see Whoosh: they build, find, and read the catalogue."""
