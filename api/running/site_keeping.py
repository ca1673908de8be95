"""Keeping the site in step with the library: what changed at once, the whole behind it where all pages change."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from api.running.announcing import say
from api.running.site_build import SiteBuildError, build_whole
from api.running.site_current import (
    Site,
    finish_moving,
    is_built,
    put_in_place,
    put_into,
    remove,
    stamp_of,
    sweep,
    switch,
    takes_parts,
)
from api.running.site_parts import PartBuilder
from api.work.seldom import Seldom
from config import Config
from content.library import Library
from content.problem import counted


class SiteKeeper:
    """Brings the site that is served up to date; all of it is done by one thread, but for whole builds."""

    def __init__(
        self, config: Config, *, progress: Callable[[], Callable[[int, int], None]], is_done: Callable[[], object]
    ) -> None:
        """Start nothing yet; `progress` begins to show that of a whole build, `is_done` is called at its end."""
        self._config = config
        self._progress = progress
        self._is_done = is_done
        self._parts = PartBuilder(config)
        self._whole: Future[Site] | None = None
        self._is_tidy = False
        self._seldom = Seldom(logging.getLogger("repertoire.site"), OSError, SiteBuildError)

    def prepare(self) -> None:
        """Do what needs no library, once: what was interrupted is finished, and the first save finds all at hand."""
        if not self._is_tidy:
            finish_moving(self._config)
            sweep(self._config)
            self._is_tidy = True
            if takes_parts(self._config) is not None:
                self._parts.start()

    def keep(self, library: Library) -> bool:
        """Do what can be done now; tell whether that is all, and no whole build is still going on.

        Raises SiteBuildError and OSError, and can be asked again then.
        """
        self.prepare()
        whole, self._whole = (self._whole, None) if self._whole and self._whole.done() else (None, self._whole)
        if whole is not None:
            self._switch(whole.result(), library)
        is_ready = is_built(self._config, stamp_of(library.stamp)) or self._replace_parts(library)
        if is_ready:
            self._parts.start()
        elif self._whole is None:
            self._whole = self._begin(library)
        return self._whole is None

    def close(self) -> None:
        """End the process that builds parts."""
        self._parts.close()

    def _replace_parts(self, library: Library) -> bool:
        """Replace what has changed in the site that is served; tell whether it is as it should be then."""
        try:
            finish_moving(self._config)
            site = takes_parts(self._config)
            if site is None:
                return False
            started = time.monotonic()
            part = self._parts.build_part(site.folder, day=library.day)
            put_in_place(self._config, part)
        except (SiteBuildError, OSError) as error:
            self._seldom.warn("part", f"  site      is built as a whole: {error}", error=error)
            return False
        say(f"site      changed pages built ({time.monotonic() - started:.1f} s)")
        return part.is_whole

    def _switch(self, site: Site, library: Library) -> None:
        """Make a site the one that is served, with what has changed while it was built.

        Without that it isn't served at all: it may show a page that the one before has taken away already.
        """
        if stamp_of(site.built["library"]) != stamp_of(library.stamp):
            try:
                site = put_into(site, self._parts.build_part(site.folder, day=library.day))
            except (SiteBuildError, OSError) as error:
                self._seldom.warn("part", f"  site      is built again: {error}", error=error)
                remove(site)
                return
        switch(self._config, site)

    def _begin(self, library: Library) -> Future[Site]:
        """Begin to build the whole in a thread."""
        future: Future[Site] = Future()

        def run() -> None:
            started = time.monotonic()
            try:
                site = build_whole(self._config, progress=self._progress(), day=library.day)
            except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
                future.set_exception(error)
            else:
                say(
                    f"site      built, {counted(len(site.built['pages']), 'page')} ({time.monotonic() - started:.1f} s)"
                )
                future.set_result(site)
            self._is_done()

        threading.Thread(target=run, name="build-site", daemon=True).start()
        return future
