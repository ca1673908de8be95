"""Baselines: how long finding took before, as people say it and as they were timed."""
