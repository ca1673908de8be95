"""Pages that fail while they are built: each is published plain or left out, and named; the others go on."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template

from content.problem import one_line

log = logging.getLogger("mkdocs.hooks.troubles")
LEFT_OUT = ""  # MkDocs writes no page that is empty


class Troubles:
    """What went wrong with the pages of one build; where a page of the product itself fails, so does the build."""

    def __init__(self) -> None:
        """Guard nothing yet."""
        self._guarded: Mapping[str, str] = {}
        self._reasons: dict[str, str] = {}

    def begin(self, guarded: Mapping[str, str]) -> None:
        """Begin with nothing wrong; `guarded` maps MkDocs' name of each page of the library to its path there."""
        self._guarded, self._reasons = guarded, {}

    def note(self, path: str, reason: str) -> None:
        """Name a page or file and say why, in a line on stdout; the first reason of each counts.

        It is a warning too, so that a strict build fails.
        """
        if path not in self._reasons:
            self._reasons[path] = one_line(reason)
            line = f"{one_line(path)}: {one_line(reason)}"
            print(_sayable(f"trouble {line}"), flush=True)  # noqa: T201 - the line is the interface
            log.warning("%s", line)

    @property
    def reasons(self) -> Mapping[str, str]:
        """Return why each page in trouble is, by path."""
        return self._reasons

    def guard_hook(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return an event's method that changes nothing where it fails for a page of the library."""

        @wraps(method)
        def guarded(item: Any, *, page: Any, **rest: Any) -> Any:
            try:
                return method(item, page=page, **rest)
            except Exception as error:  # noqa: BLE001 - whatever a page does, the others go on
                self._note_failure(page, error)
                return item

        return guarded

    def guard_templates(self, env: Environment) -> None:
        """Make templates that fail for a page of the library show it without its facts, or else nothing."""
        troubles = self

        class Guarded(Template):
            def render(self, *args: Any, **context: Any) -> str:
                try:
                    return super().render(*args, **context)
                except Exception as error:  # noqa: BLE001 - whatever a page does, the others go on
                    page: Any = dict(*args, **context).get("page")
                    troubles._note_failure(page, error)
                    page.meta = {"title": page.meta.get("title") or escape(page.file.src_uri)}
                try:
                    return super().render(*args, **context)
                except Exception:  # noqa: BLE001 - the reason is known by now
                    return LEFT_OUT

        env.template_class = Guarded

    def written_or_left_out(self, output: str, page: Any) -> str:
        """Return a page's HTML if its file can be written; a path may be longer than the system allows."""
        if output and page.file.src_uri in self._guarded:
            try:
                target = Path(page.file.abs_dest_path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.touch()
            except OSError as error:
                self._note_failure(page, error)
                return LEFT_OUT
        return output

    def _note_failure(self, page: Any, error: Exception) -> None:
        """Note why a page of the library failed; raises what another page raised."""
        path = self._guarded.get(page.file.src_uri) if page else None
        if path is None:
            raise error
        self.note(path, reason_of(error))


def reason_of(error: Exception) -> str:
    """Say why in a few words, and without the paths of this machine that a failed file operation names."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return f"{type(error).__name__}: {error}"[:500]


def _sayable(text: str) -> str:
    """Return text that any terminal takes."""
    return text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8")
