"""Places whom a list names: into the team that it names, or beside the manager whom it names. Pure.

A manager of somebody is a manager of their team or of one above it, so that teams say all of it: a list that names a
manager moves who isn't managed by them yet, and whoever it also puts into a team has to be managed by them there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.work.people.said import SaidPerson, or_nearest
from lms.errors import Refusal
from lms.people.addresses import plain_address


@dataclass(frozen=True)
class KnownPerson:
    """What is known of somebody of the directory."""

    name: str
    team: str | None
    is_manager: bool


class TeamNames:
    """The teams by name, with those that a list may make."""

    def __init__(self, above: Mapping[str, str | None], wanted: Iterable[str], *, makes_teams: bool) -> None:
        """Take the teams, each with the one above it, and the names that rows have."""
        self._above = dict(above)
        self._spelt: dict[str, list[str]] = defaultdict(list)
        for name in above:
            self._spelt[name.casefold()].append(name)
        self._unknown: dict[str, str] = {}
        if makes_teams:
            self._make(wanted)

    def find(self, name: str) -> str:
        """Return a team as it is called, whatever the case in which it is written; raises Refusal."""
        if name in self._above:
            return name
        found = self._spelt.get(name.casefold(), [])
        if len(found) == 1:
            return found[0]
        if name not in self._unknown:
            near = or_nearest(name, self._above)
            several = f"several teams are called `{name[:80]}`; write it as one of them: {', '.join(found)}"
            self._unknown[name] = several if found else f"there is no team `{name[:80]}`{near}; make it first"
        raise Refusal(self._unknown[name], field="team")

    def is_below(self, team: str, above: str) -> bool:
        """Tell whether a team is another, or stands below it."""
        found: str | None = team
        while found is not None and found != above:
            found = self._above[found]
        return found is not None

    def _make(self, wanted: Iterable[str]) -> None:
        """Let there be what isn't, as it is written most often, whatever the order of the rows."""
        times = Counter(name for name in wanted if name.casefold() not in self._spelt)
        for name in sorted(times, key=lambda one: (-times[one], one)):
            if name.casefold() not in self._spelt:
                self._spelt[name.casefold()].append(name)
                self._above[name] = None


class ListPlaces:
    """In which team everybody will be, by a list and by what is known."""

    def __init__(
        self, said: Sequence[SaidPerson], wrong: Collection[str], teams: TeamNames, known: Mapping[str, KnownPerson]
    ) -> None:
        """Take what the rows say, the addresses of rows that have errors, and what is known by address."""
        self._said = {one.email: one for one in said}
        self._wrong, self._teams, self._known = wrong, teams, known
        self._found: dict[str, str | Refusal | None] = {}
        self._named: dict[str, set[str]] = defaultdict(set)
        names = [(one.name, email) for email, one in known.items()]
        for name, email in (*names, *((one.name, one.email) for one in said)):
            if name:
                self._named[name.casefold()].add(email)

    def place_all(self) -> tuple[list[tuple[SaidPerson, str | None]], list[tuple[SaidPerson, Refusal]]]:
        """Return the rows with the team that each puts somebody into, and why others can't be placed.

        The team is None where a row names neither a team nor a manager. A row goes with that of its manager: where that
        one has an error, what it says of the manager isn't so.
        """
        teams: dict[str, str | None] = {}
        refused: dict[str, Refusal] = {}
        managed: dict[str, list[str]] = defaultdict(list)
        for email, one in self._said.items():
            try:
                teams[email] = self._team_of(one)
            except Refusal as refusal:
                refused[email] = refusal
                continue
            if one.manager is not None:
                managed[self._manager(one)].append(email)
        waiting = [*self._wrong, *refused]
        while waiting:
            manager = waiting.pop()
            for email in managed.pop(manager, ()):
                del teams[email]
                refused[email] = _of_manager(manager)
                waiting.append(email)
        said = self._said
        return [(said[email], team) for email, team in teams.items()], [(said[one], refused[one]) for one in refused]

    def _team_of(self, one: SaidPerson) -> str | None:
        """Return the team; raises Refusal for one that isn't there, and for a manager who can't be theirs."""
        if one.team is None and one.manager is None:
            return None
        team = self._settled(one.email)
        if isinstance(team, Refusal):
            raise team
        if one.manager is not None and team is not None:
            self._check(self._manager(one), team)
        return team

    def _check(self, manager: str, team: str) -> None:
        theirs = self._settled(manager)
        if not isinstance(theirs, str) or not self._teams.is_below(team, theirs):
            managed = f"{theirs} and what is below it" if isinstance(theirs, str) else "no team"
            raise Refusal(f"{manager} manages {managed}, and not {team}; correct `team` or `manager`", field="manager")
        said, known = self._said.get(manager), self._known.get(manager)
        is_manager = "manager" in said.roles if said and said.roles else bool(known and known.is_manager)
        if not is_manager:
            raise Refusal(f"{manager} is no manager; give them the role first, or in their row", field="manager")

    def _settled(self, email: str) -> str | Refusal | None:
        """Return the team in which somebody will be, or why they can't be; managers come before whom they manage."""
        line: dict[str, None] = {}
        waiting: str | None = email
        while waiting is not None and waiting not in self._found:
            if waiting in line:
                self._note_ring(list(line)[list(line).index(waiting) :])
                break
            line[waiting] = None
            waiting = self._waits_for(waiting)
        for one in reversed(line):
            if one not in self._found:
                self._found[one] = self._place(one)
        return self._found[email]

    def _note_ring(self, ring: Sequence[str]) -> None:
        shown = " → ".join([*ring[:5], *(["…"] if len(ring) > 5 else []), ring[0]])
        for one in ring:
            detail = f"they manage each other in a ring ({shown}); give one of them a `team`"
            self._found[one] = Refusal(detail, field="manager")

    def _waits_for(self, email: str) -> str | None:
        """Return the manager whose team says where somebody will be."""
        one = self._said.get(email)
        if one is None or one.team is not None or one.manager is None:
            return None
        try:
            return self._manager(one)
        except Refusal:
            return None

    def _place(self, email: str) -> str | Refusal | None:
        one, known = self._said.get(email), self._known.get(email)
        own = known.team if known else None
        if one is None or (one.team is None and one.manager is None):
            return own
        try:
            if one.team is not None:
                return self._teams.find(one.team)
            manager = self._manager(one)
        except Refusal as refusal:
            return refusal
        theirs = self._found[manager]
        if isinstance(theirs, Refusal):
            return _of_manager(manager)
        if theirs is None:
            return Refusal(f"{manager} has no team; give them one, or give this row a `team`", field="manager")
        return own if own is not None and self._teams.is_below(own, theirs) else theirs

    def _manager(self, one: SaidPerson) -> str:
        """Return the address of who is named as a manager; raises Refusal."""
        named = one.manager or ""
        address = plain_address(named)
        is_known = address in self._said or address in self._known
        found = {address} if is_known else self._named.get(named.casefold(), set())
        if len(found) > 1:
            raise Refusal(f"several people are called {named[:80]}; write an e-mail address", field="manager")
        if not found:
            if address in self._wrong:
                raise _of_manager(address)
            raise Refusal(f"nobody is called {named[:80]}, here or in the list; add or correct them", field="manager")
        manager = next(iter(found))
        if manager == one.email:
            raise Refusal("nobody is their own manager; leave the cell empty", field="manager")
        return manager


def _of_manager(manager: str) -> Refusal:
    return Refusal(f"the row of their manager {manager} has an error itself", field="manager")
