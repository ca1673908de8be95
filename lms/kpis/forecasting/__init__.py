"""Forecasts: sums by day carried on, what open deals will bring, and what was promised."""
