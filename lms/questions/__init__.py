"""Questions: what reps ask and are answered, what they say of pages, and of courses they took."""
