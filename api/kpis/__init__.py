"""KPIs over HTTP."""
