"""KPIs of planning."""
