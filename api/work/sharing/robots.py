"""Robots: programs that open links and say so, such as crawlers and the scanners of mail gateways."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(5_000)
def is_robot(agent: str) -> bool:
    """Tell whether a program that calls itself so (User-Agent) is a robot; one that says nothing is."""
    from crawleruseragents import is_crawler  # which reads half a megabyte of names

    return not agent.strip() or is_crawler(agent)
