"""Calendars: events of sessions, series, action items, training and reviews, as iCalendar (RFC 5545)."""
