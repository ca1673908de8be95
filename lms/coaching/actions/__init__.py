"""Action items: what was agreed in sessions, carried from one to the next until it is done or dropped."""
