"""The registry of rules: every module below `rules` that has a `RULE`, the heaviest first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from lms.advice import rules
from lms.advice.asking import AdviceRule


@cache
def advice_rules() -> Mapping[str, AdviceRule]:
    """Return all rules by name."""
    modules = [import_module(found.name) for found in iter_modules(rules.__path__, f"{rules.__name__}.")]
    found = sorted((module.RULE for module in modules), key=lambda rule: (-rule.weight, rule.title))
    return MappingProxyType({rule.name: rule for rule in found})
