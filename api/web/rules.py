"""Rules of addresses that cost little to make: how an address is built is worked out when the first one is."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule


class LazyRule(Rule):
    """A rule of the app: of hundreds a process builds the addresses of a few, and each has code compiled for it."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            if not made:
                made.append(super(LazyRule, self)._compile_builder(append_unknown))
            return made[0](rule, **values)

        return build
