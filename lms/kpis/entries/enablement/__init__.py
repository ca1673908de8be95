"""KPIs of enablement: whether people find, learn and stay."""
