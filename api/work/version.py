"""The version of the product, as its package says it."""

from __future__ import annotations

from importlib.metadata import version

VERSION = version("repertoire")
