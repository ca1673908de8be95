"""Selling: what is known of deals and helps to win them, their contacts, plays, and content that fits."""
