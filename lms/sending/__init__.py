"""Sending: sequences that run for a contact, what was sent and what came of it, and who may not be written to."""
