"""The registry's entries: each module has an `ENTRY`, and is found by itself."""
