"""Forecasts of plain numbers, with intervals as wide as past errors were."""
