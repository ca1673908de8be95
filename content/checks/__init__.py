"""Checks of a library, and how their problems are told."""
