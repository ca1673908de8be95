"""Sending: sequences that run, what was sent and what came of it, and who may not be written to."""
