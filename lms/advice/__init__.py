"""Advice: whom to coach next, by rules that anybody may read."""
