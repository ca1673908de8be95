"""The engine: Whoosh's segments, commits, term dictionaries and columns, with postings as arrays. Only here is Whoosh.

Another engine can stand in by offering what `store` offers: write pages, open a store, read a term's postings.
"""
