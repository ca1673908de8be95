"""Coaching, where library and records meet: agendas with what is known filled in."""
