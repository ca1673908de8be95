"""Demand: what people look for and find, counted per day, kept so that any period is summed at once."""
