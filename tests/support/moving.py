"""A part of the site put in place by a process that is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.running.site_current import SitePart, put_in_place
from config import Config


def put_in_place_until(config: Config, part: SitePart, steps: int) -> None:
    """Put a part in place, and kill this process before it replaces or removes one file more than `steps`."""
    left = [steps]

    def counted(step: Callable[..., Any]) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*arguments, **named)

        return call

    for name in ("replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    put_in_place(config, part)
