"""Skills: what is known of them by evidence, what a job asks, and who would help with them."""
