"""A CalDAV server on loopback (Radicale), and a program that keeps on it what invitations tell it (RFC 5546)."""

from __future__ import annotations

import sys
from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from xml.etree import ElementTree as ET

from icalendar import Calendar

from support.ports import free_port
from support.waiting import wait_for

HOME = "/ada/calendar/"
_SIGNED = {"Authorization": f"Basic {b64encode(b'ada:x').decode()}"}
# What is in a span of time, each occurrence as an event of its own, as the server works it out.
_ASKED = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data><C:expand start="{start}" end="{end}"/></C:calendar-data></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start}" end="{end}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class CalendarProgram:
    """A program that reads somebody's mail and keeps their calendar on a server."""

    def __init__(self, folder: Path) -> None:
        """Start the server, with an empty calendar."""
        self._port = free_port()
        where = ["--server-hosts", f"127.0.0.1:{self._port}", "--storage-filesystem-folder", str(folder)]
        command = [sys.executable, "-m", "radicale", "--config", "", "--auth-type", "none", *where]
        self._server = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
        wait_for(lambda: self._ask("MKCALENDAR", HOME)[0] in {201, 409}, process=self._server)

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait()

    def read(self, mail: EmailMessage) -> None:
        """Do what an invitation asks for; what is older than what the calendar has is left alone."""
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        told = Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[arg-type]  # bytes, when it is decoded
        assert part["Content-Type"].params["method"] == told["method"]
        event = told.walk("VEVENT")[0]
        path = f"{HOME}{event['uid']}.ics"
        known = self._get(path)
        if known is not None and event["sequence"] < max(one["sequence"] for one in known.walk("VEVENT")):
            return
        if told["method"] == "CANCEL" and "recurrence-id" not in event:
            assert self._ask("DELETE", path)[0] in {200, 404}
        elif "recurrence-id" not in event or known is None:
            self._put(path, told)
        else:
            self._put(path, _changed(known, event, is_dropped=told["method"] == "CANCEL"))

    def shows(self, start: datetime, end: datetime) -> list[tuple[datetime, str]]:
        """Return what the server says is in the calendar in a span of time."""
        asked = _ASKED.format(start=f"{start:%Y%m%dT%H%M%SZ}", end=f"{end:%Y%m%dT%H%M%SZ}")
        status, body = self._ask("REPORT", HOME, asked, {"Depth": "1", "Content-Type": "application/xml"})
        assert status == 207, body
        texts = [one.text or "" for one in ET.fromstring(body).iter("{urn:ietf:params:xml:ns:caldav}calendar-data")]
        events: list[Any] = [event for text in texts for event in Calendar.from_ical(text).walk("VEVENT")]
        return sorted((event["dtstart"].dt.astimezone(UTC), str(event["summary"])) for event in events)

    def count(self) -> int:
        """Return how many events the calendar has, each with all of its occurrences as one."""
        status, body = self._ask("PROPFIND", HOME, headers={"Depth": "1"})
        assert status == 207
        return body.count(".ics</")

    def _get(self, path: str) -> Any:
        status, body = self._ask("GET", path)
        return Calendar.from_ical(body) if status == 200 else None

    def _put(self, path: str, calendar: Any) -> None:
        """Keep a calendar on the server, which takes none that still says what is to be done with it."""
        calendar.pop("method", None)
        status, body = self._ask("PUT", path, calendar.to_ical().decode(), {"Content-Type": "text/calendar"})
        assert status in {201, 204}, body

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(method, path, body and body.encode(), {**_SIGNED, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def _changed(known: Any, event: Any, *, is_dropped: bool) -> Any:
    """Return a calendar in which one occurrence is what an event says, or isn't there."""
    which = event["recurrence-id"].dt
    kept = [one for one in known.subcomponents if "recurrence-id" not in one or one["recurrence-id"].dt != which]
    known.subcomponents = kept if is_dropped else [*kept, event]
    if is_dropped:
        master = next(one for one in kept if one.name == "VEVENT" and "rrule" in one)
        master.add("exdate", [which])
    return known
