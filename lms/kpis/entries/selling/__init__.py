"""KPIs of selling, from what the CRM says."""
