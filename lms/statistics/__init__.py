"""Intervals, shares and tests of plain numbers: training, demand and KPIs stand on it."""
