"""Coaching sessions between a coach and a rep, which nobody else sees."""
