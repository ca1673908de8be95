"""Demand over HTTP: searches in vain, pages stale or unused, gaps."""
