"""Calls a day: of one person, on a working day."""

from __future__ import annotations

from lms.kpis.per_day import per_day

ENTRY = per_day("calls_per_day", "calls")
