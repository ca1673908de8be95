"""Screens of the admin's pages, in all their states."""

from __future__ import annotations

from support.stage import ALERT, DIALOG, EMPTY, LOADING, ROWS, Screen
from support.states import NOBODY, answer_never, answer_with_an_error, open_a_record, press, unfold

ADMINISTERING = (
    Screen("people", "admin", "/app/people/", ROWS, into=unfold),
    Screen("people-empty", "admin", "/app/people/?q=zxqvbnm", EMPTY),
    Screen("people-loading", "admin", "/app/people/", LOADING, answer_never),
    Screen("people-error", "admin", "/app/people/", ALERT, answer_with_an_error),
    Screen("people-unknown", "admin", f"/app/people/?id={NOBODY}", ALERT),
    Screen("people-forbidden", "manager", "/app/people/", ALERT),
    Screen("record", "admin", "/app/people/?q=piotr", "#app form", into=open_a_record),
    Screen("teams", "admin", "/app/teams/", ROWS, into=unfold),
    Screen("teams-error", "admin", "/app/teams/", ALERT, answer_with_an_error),
    Screen("audit", "admin", "/app/audit/", ROWS, into=unfold),
    Screen("audit-empty", "admin", "/app/audit/?to=2001-01-01", EMPTY),
    Screen("audit-error", "admin", "/app/audit/", ALERT, answer_with_an_error),
    Screen("access", "admin", "/app/access/", ROWS),
    Screen("access-ending", "admin", "/app/access/", DIALOG, into=press("Sign out everywhere")),
    Screen("access-error", "admin", "/app/access/", ALERT, answer_with_an_error),
    Screen("settings", "admin", "/app/settings/", ROWS),
    Screen("settings-error", "admin", "/app/settings/", ALERT, answer_with_an_error),
)
