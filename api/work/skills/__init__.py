"""Skills where library and records meet: what jobs ask, how people stand in it, and what closes a gap."""
