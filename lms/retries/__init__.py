"""Answers already given to writes, so that a client may safely ask twice."""
