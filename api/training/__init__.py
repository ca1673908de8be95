"""Training over HTTP: courses, attempts, assignments, matrix, rates, uploads."""
