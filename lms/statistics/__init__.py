"""Intervals and shares, of plain numbers: training, demand and KPIs stand on it."""
