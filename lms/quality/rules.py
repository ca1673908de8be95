"""The rules of the quality report, each an entry: what it is called, how such deals count, and what to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lms.crm.deals import Fault
from lms.kpis.faulty import FEWEST_PEERS, TIMES_MEDIAN
from lms.quality.accounts import unknown_accounts
from lms.quality.amounts import out_of_scale, without_rate
from lms.quality.duplicates import DAYS_BETWEEN, duplicates
from lms.quality.looking import Breaks, Looked, found_where
from lms.quality.words import TIMES_RARER, TIMES_SELDOMER, misspelt, unknown_owners, unknown_products, unknown_stages


@dataclass(frozen=True)
class QualityRule:
    """A rule: its name, its title, how deals that break it count in figures, what to change in the CRM."""

    name: str
    title: str
    counts_as: str
    to_change: str
    find: Callable[[Looked], Breaks]
    has_value: bool = True
    """Whether such deals have a value, so that their share of it says anything."""


def _fault(fault: Fault) -> Callable[[Looked], Breaks]:
    return lambda looked: found_where(looked.with_fault(fault))


RULES = {
    rule.name: rule
    for rule in (
        QualityRule(
            "closed_before_created",
            "Closed before it was created",
            "Counts on its close day as won or lost. It has no cycle length, and was never in the pipeline.",
            "Correct the close date, or the date on which the deal was created.",
            _fault(Fault.CLOSED_BEFORE_CREATED),
        ),
        QualityRule(
            "no_close_date",
            "Won or lost without a close date",
            "Ends on the day from which the CRM is known to call it closed. Where that isn't known, it counts in no"
            " period. It is never in the pipeline.",
            "Fill in the day on which it was won or lost.",
            _fault(Fault.NO_CLOSE_DAY),
        ),
        QualityRule(
            "close_date_ahead",
            "Won or lost with a close date ahead",
            "Ends on the day from which the CRM is known to call it closed. Where that isn't known, it counts in no"
            " period before its close date. It is never in the pipeline.",
            "Correct the close date, or open the deal again if it isn't decided.",
            _fault(Fault.CLOSES_LATER),
        ),
        QualityRule(
            "stage_against_flags",
            "Stage and flags contradict each other",
            "A stage called won or lost decides, also against the flags. Without such a stage the flags decide.",
            "Set the stage to what happened, and let the CRM derive the flags from it.",
            _fault(Fault.OPEN_FLAG),
        ),
        QualityRule(
            "no_stage",
            "Open without a stage",
            "Counts in the pipeline, and in no stage.",
            "Set its stage.",
            _fault(Fault.NO_STAGE),
        ),
        QualityRule(
            "stage_unknown",
            "Stage that maps to nothing",
            "Counts as open, in a stage of its own, so that conversion and time in stage of the right one are too low.",
            f"Set the stage that is meant. Listed are stages that were used {TIMES_SELDOMER} times less than the most"
            f" frequent one, or {TIMES_RARER} times less than one whose name is near.",
            unknown_stages,
        ),
        QualityRule(
            "won_without_value",
            "Won without a value",
            "Counts as won, and adds nothing to the value won. Average and median deal leave it out where it has no"
            " amount at all; an amount of 0 counts there too.",
            "Fill in the amount; 0 and less aren't values.",
            _fault(Fault.NO_VALUE),
            has_value=False,
        ),
        QualityRule(
            "no_rate",
            "Amount in a currency without a rate",
            "Counted and not priced: it is in numbers of deals, and in no value.",
            "Import rates of that currency, or correct the deal's currency.",
            without_rate,
            has_value=False,
        ),
        QualityRule(
            "amount_far_above",
            "Amount a thousand times its peers",
            "Counts in full: sums and averages rest on it, medians don't.",
            f"Check the amount, which may be in thousands or in cents. Listed are deals worth {TIMES_MEDIAN} times or"
            " more the median of their peers: deals of the same product and segment that are open or won, or all such"
            f" deals where those are fewer than {FEWEST_PEERS}.",
            out_of_scale,
        ),
        QualityRule(
            "duplicate",
            "Probably entered twice",
            "Every one of them counts.",
            "Merge or delete the one that is too many. Listed are deals with account, name and amount of one that was"
            f" created up to {DAYS_BETWEEN} days before.",
            duplicates,
        ),
        QualityRule(
            "no_owner",
            "No owner",
            "Counts for the company, and for no person or team.",
            "Give it an owner.",
            _fault(Fault.NO_OWNER),
        ),
        QualityRule(
            "owner_unknown",
            "Owner who isn't in the directory",
            "Counts for the company, under the name that the CRM has, and for no team.",
            "Add the person to the directory, or say who of it the owner is.",
            unknown_owners,
        ),
        QualityRule(
            "no_account",
            "No account",
            "Counts for no account: not in new customers, nor in any industry.",
            "Link the deal to its account.",
            _fault(Fault.NO_ACCOUNT),
        ),
        QualityRule(
            "account_unknown",
            "Account that no record explains",
            "Counts as an account of its own, without industry.",
            "Import accounts anew, or link the deal to one that is there.",
            unknown_accounts,
        ),
        QualityRule(
            "product_unknown",
            "Product that no record explains",
            "Counts as a product of its own, under the name that the deal has.",
            "Write the product as the list of products does, or add it there.",
            unknown_products,
        ),
        QualityRule(
            "word_misspelt",
            "Industry, segment, region, type or source that looks misspelt",
            "Counts under its own spelling, apart from the right one.",
            f"Correct it in the deal or its account. Listed are words near one that is {TIMES_RARER} times as frequent,"
            " near a common industry or a country, or apart from a more frequent one by case and signs alone.",
            misspelt,
        ),
    )
}
