"""Deals: what is known of each, its contacts, play and content, and references who may be asked."""
