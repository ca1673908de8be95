"""Sharing: what a link leads to as the library is now, and how a buyer gets it."""
