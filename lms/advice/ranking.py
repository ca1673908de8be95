"""Whom to coach next: the reasons that rules give, in the order of what they weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lms.advice.asking import AdviceAsk, AdviceReason, AdvisedRep
from lms.advice.decisions import Decided, ReasonKey, read_decisions
from lms.advice.registry import advice_rules

ORDER = (
    "People stand in the order of what their reasons weigh: each rule that names somebody counts once with its weight,"
    " however many reasons it gives. Of equals the one with more reasons comes first, then by name. A reason that was"
    " dismissed, or snoozed until a day to come, counts nothing."
)


@dataclass(frozen=True)
class SetAside:
    """A reason that doesn't count now, and whose decision that is."""

    reason: AdviceReason
    decided: Decided


@dataclass(frozen=True)
class Advised:
    """Somebody with the reasons to coach them, the heaviest rule first, what these weigh, and what was set aside."""

    rep: AdvisedRep
    reasons: Sequence[AdviceReason]
    set_aside: Sequence[SetAside]

    @property
    def weight(self) -> int:
        """What the rules that name the person weigh, each once."""
        return sum(advice_rules()[rule].weight for rule in {reason.rule for reason in self.reasons})


def find_reasons(ask: AdviceAsk) -> list[AdviceReason]:
    """Return what each rule says of the reps, as the actor may see it; rules whose number is 0 aren't asked."""
    rules = [rule for rule in advice_rules().values() if rule.number(ask.settings) > 0]
    return [reason for rule in rules for reason in rule.read(ask)] if ask.reps else []


def advise(ask: AdviceAsk) -> list[Advised]:
    """Return the reps for whom there is a reason, or was one that somebody set aside, whom to coach next first."""
    decided = read_decisions(ask.session, person_ids=ask.ids, day=ask.now.day)
    return ranked(ask.reps, find_reasons(ask), decided)


def ranked(
    reps: Iterable[AdvisedRep], reasons: Iterable[AdviceReason], decided: Mapping[ReasonKey, Decided]
) -> list[Advised]:
    """Put reasons in their order; the same reason found twice, as by two managers, is one."""
    by_rep: dict[UUID, dict[ReasonKey, AdviceReason]] = {}
    for reason in reasons:
        by_rep.setdefault(reason.person_id, {}).setdefault((reason.person_id, reason.rule, reason.subject), reason)
    found = [_advised(rep, by_rep[rep.id], decided) for rep in reps if rep.id in by_rep]
    return sorted(found, key=lambda one: (-one.weight, -len(one.reasons), one.rep.name, one.rep.id))


def _advised(rep: AdvisedRep, own: Mapping[ReasonKey, AdviceReason], decided: Mapping[ReasonKey, Decided]) -> Advised:
    places = list(advice_rules())
    ordered = sorted(own.items(), key=lambda pair: places.index(pair[1].rule))
    counted = [reason for key, reason in ordered if key not in decided]
    return Advised(rep, counted, [SetAside(reason, decided[key]) for key, reason in ordered if key in decided])
