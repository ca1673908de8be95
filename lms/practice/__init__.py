"""Practice: what a rep records or links to be scored, also for a certification."""
