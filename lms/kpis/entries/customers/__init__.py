"""KPIs of customers: what they think, what they bring and what they cost."""
