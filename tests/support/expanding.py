"""Calendars as programs of others read them: vobject, ical.js in Node, and the times that each finds in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest
import vobject

from config import PROJECT

ICAL_JS = PROJECT / ".ci" / "node_modules" / "ical.js" / "dist" / "ical.js"
# Each event's own time zone is the one in the calendar, not what Node knows of it.
SCRIPT = """
import ICAL from %s;
import { readFileSync } from "node:fs";
const asked = JSON.parse(readFileSync(0, "utf8"));
const answer = asked.map(({ text, until }) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const all = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  const end = ICAL.Time.fromJSDate(new Date(until), true);
  const found = [];
  for (const event of all.filter((one) => !one.isRecurrenceException())) {
    for (const other of all) if (other.uid === event.uid && other.isRecurrenceException()) event.relateException(other);
    const steps = event.iterator();
    for (let next = steps.next(); next && next.compare(end) <= 0; next = steps.next()) {
      const at = event.getOccurrenceDetails(next);
      found.push([at.startDate.toJSDate().toISOString(), at.endDate.toJSDate().toISOString(), at.item.summary]);
      if (!event.isRecurring()) break;
    }
  }
  return found.sort();
});
console.log(JSON.stringify(answer));
"""
Times = list[tuple[datetime, datetime, str]]


def times_by_ical_js(texts: list[bytes], *, until: datetime) -> list[Times]:
    """Return when each event of some calendars begins and ends, as ical.js says."""
    if not ICAL_JS.is_file() or shutil.which("node") is None:
        _without("ical.js and node (install them with `.ci/javascript`)")
    asked = [{"text": text.decode(), "until": until.isoformat()} for text in texts]
    command = ["node", "--input-type=module", "-e", SCRIPT % json.dumps(ICAL_JS.as_uri())]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return [
        [(datetime.fromisoformat(start), datetime.fromisoformat(end), summary) for start, end, summary in found]
        for found in json.loads(done.stdout)
    ]


def times_by_vobject(text: bytes, *, until: datetime) -> Times:
    """Return the same as vobject says, which takes the time zones from the calendar too."""
    events: list[Any] = vobject.readOne(text.decode()).contents.get("vevent", [])
    changed = {event.recurrence_id.value.astimezone(UTC): event for event in events if hasattr(event, "recurrence_id")}
    found = []
    for event in events:
        if hasattr(event, "recurrence_id"):
            continue
        starts = event.getrruleset(addRDate=True) or [event.dtstart.value]
        length = event.dtend.value - event.dtstart.value
        for start in starts:
            if start.astimezone(UTC) > until:
                break
            if start.astimezone(UTC) in changed:
                other = changed[start.astimezone(UTC)]
                found.append((other.dtstart.value, other.dtend.value, other.summary.value))
            else:
                found.append((start, start + length, event.summary.value))
    return sorted((start.astimezone(UTC), end.astimezone(UTC), summary) for start, end, summary in found)


def _without(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI lacks {what}", pytrace=False)
    pytest.skip(f"there is no {what}")
