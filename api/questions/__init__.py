"""Questions of reps, and what they say of pages and courses."""
