"""Conversion to new customers: of deals of this type, how many were won."""

from __future__ import annotations

from lms.kpis.deal_types import conversion

ENTRY = conversion("new_business_conversion", "Conversion to new customers", kind="new", what="new customer")
