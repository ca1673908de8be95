"""Journals: files of lines for what is answered before it is in the database, and how it gets there."""
