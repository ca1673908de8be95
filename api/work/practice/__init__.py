"""Practice: recordings on the disk and in a store, transcripts, and what becomes of both."""
