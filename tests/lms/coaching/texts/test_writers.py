"""Two people at three devices write one text in any order: whatever was answered is in it, a version or a copy."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from lms.coaching.texts.saving import TextClash, TextSaved, save_text, settle_copy
from lms.coaching.texts.states import TextKind, TypedText
from support.factories import Cast, Player
from support.noting import Notes, after, coach

# More of them take long, and are worth it where the rules have changed.
EXAMPLES = int(os.environ.get("EXAMPLES", "8"))
PAGES = st.integers(0, 2)
WHERE = st.floats(0, 0.99)
ANSWERED = st.sampled_from([True, True, False])
PAUSES = st.sampled_from([2, 2, 70, 700])


@dataclass
class Page:
    """An open page: what stands in it, on which version, and the words that were typed or taken away there."""

    player: Player
    device: str | None
    text: str = ""
    base: int = 0
    step: int = 0
    is_changed: bool = False
    clash: TextClash | None = None
    own: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    sent: list[TypedText] = field(default_factory=list)

    def send(self) -> TypedText:
        """Return what is sent now."""
        self.step += 1
        self.sent.append(TypedText(self.text, self.base, self.device, self.step))
        return self.sent[-1]


class Writers(RuleBasedStateMachine):
    """Words are unique: one that was answered and isn't anywhere was lost, unless it went where it was typed."""

    notes: Notes
    cast: Cast

    @initialize(kind=st.sampled_from(["shared", "private"]))
    def begin(self, kind: TextKind) -> None:
        """Begin with an empty text and three pages."""
        self.kind = kind
        self.notes = replace(self.notes, session_id=coach(self.notes.session, self.cast), kind=kind)
        other = self.cast.ada if kind == "private" else self.cast.max
        self.pages = [Page(other, "desk"), Page(self.cast.ada, "phone"), Page(self.cast.ada, None)]
        self.answered: set[str] = set()
        self.seconds = 0.0
        self.words = (f"w{number}." for number in itertools.count())

    @rule(at=PAGES, where=WHERE, lines=st.booleans(), is_answered=ANSWERED, pause=PAUSES)
    def write(self, at: int, where: float, lines: bool, is_answered: bool, pause: float) -> None:
        """Put a new word between others, and save; the answer may get lost."""
        self.type_a_word(at, where, lines)
        self.save(at, is_answered, pause)

    @rule(at=PAGES, where=WHERE, lines=st.booleans())
    def type_a_word(self, at: int, where: float, lines: bool) -> None:
        """Put a new word between others, and save nothing yet."""
        page, word = self.pages[at], next(self.words)
        words = page.text.split(" ")
        words.insert(round(where * len(words)), f"{word}\n" if lines else word)
        page.text, page.is_changed = " ".join(words), True
        page.own.add(word)

    @rule(at=PAGES, which=WHERE, much=st.booleans(), is_answered=ANSWERED, pause=PAUSES)
    def take_away(self, at: int, which: float, much: bool, is_answered: bool, pause: float) -> None:
        """Take away one word, whoever wrote it, or all, and save; the answer may get lost."""
        self.read(at)
        page = self.pages[at]
        words = page.text.split(" ")
        gone = words if much else [words[int(which * len(words))]]
        page.dropped |= {word.strip() for word in gone}
        page.text = " ".join(word for word in words if word not in gone)
        page.is_changed = True
        self.save(at, is_answered, pause)

    def save(self, at: int, is_answered: bool, pause: float) -> None:
        """Save what stands in a page, or merge it where that clashed before."""
        page = self.pages[at]
        self.seconds += pause
        if page.clash:
            self._merge(page)
            return
        outcome = self._send(page, page.send())
        if not is_answered:
            return
        if isinstance(outcome, TextSaved):
            page.base, page.is_changed = outcome.state.version, False
        else:
            page.clash = outcome

    @rule(at=PAGES, back=st.integers(1, 4))
    def come_late(self, at: int, back: int) -> None:
        """Let something arrive again that was sent before."""
        page = self.pages[at]
        if len(page.sent) >= back:
            self._send(page, page.sent[-back])

    @rule(at=PAGES)
    def read(self, at: int) -> None:
        """Take up what the other one wrote, where nothing is unsaved."""
        page = self.pages[at]
        if not page.is_changed and not page.clash:
            found = self.notes.read(page.player)
            page.text, page.base = found.text, found.version

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every word that was answered is somewhere, but for those that went on the page where they were typed."""
        kept = " ".join([self.notes.read(self.cast.ada).text, *self.notes.versions(self.cast.ada)])
        kept += " ".join(self.notes.copies(self.cast.ada, is_open=False))
        allowed = set().union(*(page.own & page.dropped for page in self.pages))
        assert {word for word in self.answered if word not in kept} <= allowed

    def _send(self, page: Page, typed: TypedText) -> TextSaved | TextClash:
        outcome = save_text(self.notes.session, typed=typed, at=after(self.seconds / 60), **self._of(page))  # type: ignore[arg-type]
        self.answered |= {word.strip() for word in typed.text.split(" ") if word.strip()}
        return outcome

    def _merge(self, page: Page) -> None:
        """Put what the other one wrote before one's own, and settle."""
        assert page.clash
        page.text = f"{page.clash.state.text} {page.text}"
        page.base = page.clash.state.version
        who, at = self._of(page), after(self.seconds / 60)
        copy_id = page.clash.copy.id
        outcome = settle_copy(self.notes.session, copy_id=copy_id, typed=page.send(), at=at, **who)  # type: ignore[arg-type]
        page.clash = outcome if isinstance(outcome, TextClash) else None
        page.base = outcome.state.version
        page.is_changed = bool(page.clash)

    def _of(self, page: Page) -> dict[str, object]:
        who = {"actor": page.player.actor, "session_id": self.notes.session_id}
        return {**who, "kind": self.kind, "cipher": self.notes.cipher}


def test_whatever_was_answered_is_somewhere(session: Session, cast: Cast) -> None:
    """In the text, in a version or in a copy, however two people at three devices type, save, read and merge."""
    known = {"notes": Notes(session, cast.ada.id), "cast": cast}
    quick = {"phases": [Phase.generate], "suppress_health_check": list(HealthCheck)}  # shrinking takes minutes
    once = settings(max_examples=EXAMPLES, stateful_step_count=25, **quick)  # type: ignore[arg-type]
    run_state_machine_as_test(type("These", (Writers,), known), settings=once)
