"""Goals: what was promised, what is to be reached, and who does what for it."""
