"""Conversion of renewals: of deals of this type, how many were won."""

from __future__ import annotations

from lms.kpis.deal_types import conversion

ENTRY = conversion("renewal_conversion", "Conversion of renewals", kind="renewal", what="renewal")
