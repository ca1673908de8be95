"""Sharing: links that reps make for buyers, what they lead to, and what is noted of their being opened."""
