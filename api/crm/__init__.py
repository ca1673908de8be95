"""CRM data over HTTP."""
