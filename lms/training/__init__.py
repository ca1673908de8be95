"""Training: who must learn what, what they did, and who completed it."""
