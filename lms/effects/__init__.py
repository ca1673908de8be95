"""Signs of enablement in figures: comparisons with what chance alone does beside them, in plain sentences."""
