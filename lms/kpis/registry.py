"""The registry: every module below `entries` that has an `ENTRY`, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import MappingProxyType

from lms.kpis import entries
from lms.kpis.definition import Definition

GROUPS = ("enablement", "selling", "customers", "planning")
# Words that stand in addresses of the API where a KPI's name does; a test compares them with these.
BESIDE = frozenset(
    {"definitions", "digest", "digest.pdf", "forecast", "initiatives"}
    | {"survey", "targets", "targets.csv", "tasks", "teams"}
)


@cache
def names() -> frozenset[str]:
    """Return the names of all KPIs by their files, which is quicker than to read these: a test compares."""
    found = walk_packages(entries.__path__, f"{entries.__name__}.")
    return frozenset(one.name.rpartition(".")[2] for one in found if not one.ispkg)


@cache
def taken_names() -> frozenset[str]:
    """Return the names that a company's own KPI can't have: those of the others, and words of addresses beside them."""
    return names() | BESIDE


@cache
def registry() -> Mapping[str, Definition]:
    """Return the definitions of all KPIs, in the order of groups and titles."""
    modules = (import_module(found.name) for found in walk_packages(entries.__path__, f"{entries.__name__}."))
    found = [module.ENTRY for module in modules if hasattr(module, "ENTRY")]
    found.sort(key=lambda entry: (GROUPS.index(entry.group), entry.title))
    return MappingProxyType({entry.name: entry for entry in found})
