"""Conversion of upsell and cross-sell: of deals of this type, how many were won."""

from __future__ import annotations

from lms.kpis.deal_types import conversion

ENTRY = conversion(
    "upsell_conversion", "Conversion of upsell and cross-sell", kind="upsell", what="upsell and cross-sell"
)
