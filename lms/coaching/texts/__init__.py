"""Texts of a session: its agenda, the notes of both, and what each of the two keeps to themselves."""
