"""Currencies in whole numbers: how many digits the minor unit of each has, in which amounts are kept."""

from __future__ import annotations

# By ISO 4217; all others have two. What languages show is another table: they leave cents out that amounts have.
_CODES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DIGITS = {code: digits for digits, codes in _CODES.items() for code in codes.split()}


def digits_of(currency: str) -> int:
    """Return how many digits the minor unit of a currency has."""
    return _DIGITS.get(currency, 2)
