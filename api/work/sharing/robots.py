"""Robots: programs that open links and say so, such as crawlers and the scanners of mail gateways."""

from __future__ import annotations

from functools import lru_cache

from crawleruseragents import is_crawler


@lru_cache(5_000)
def is_robot(agent: str) -> bool:
    """Tell whether a program that calls itself so (User-Agent) is a robot; one that says nothing is."""
    return not agent.strip() or is_crawler(agent)
