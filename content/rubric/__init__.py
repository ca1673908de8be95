"""Rubrics: what is scored, counted, and kept as it was."""
