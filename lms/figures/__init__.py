"""Figures that reports count, as columns of numbers in files: derived from the database, and thrown away at will."""
