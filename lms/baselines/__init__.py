"""How long finding took before: what people say of it, and what they were timed at."""
