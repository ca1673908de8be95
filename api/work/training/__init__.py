"""Training in step with the library: courses, upkeep, lists."""
