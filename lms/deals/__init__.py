"""Deals, as far as sellers note them: criteria that are met, and references who were asked."""
