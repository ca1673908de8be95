"""Names of stages into outcomes, as CRMs of several languages write them."""

from __future__ import annotations

import pytest

from lms.crm.outcomes import outcome_of


@pytest.mark.parametrize(
    ("outcome", "stages"),
    [
        (
            "won",
            """Closed Won; closedwon; Closed won (Sales Pipeline); 6 - Closed Won; 100% - Won; Won: contract signed;
            Abgeschlossen und gewonnen; Fermée gagnée; Cierre ganado; Zamknięte - wygrane; Negócio fechado; Fechado - ganho;
            Сделка успешна""",
        ),
        (
            "lost",
            """Closed Lost; Closed lost (Renewals); 7) Closed Lost; Lost - Price; Closed Lost to Competition; Loss;
            Abgeschlossen und verloren; Fermée perdue; Cierre perdido; Zamknięte - przegrane; Negócio perdido;
            Сделка провалена""",
        ),
        (
            "open",
            """Negotiation/Review; Won/Lost review; Not won; Lost contact; Proposal (won before); 4 - Proposal (60%);
            Open - won back customer; Closing; Closed; (won); 5""",
        ),
    ],
)
def test_a_name_says_how_a_deal_ended(outcome: str, stages: str) -> None:
    """Numbers, brackets and reasons around it change nothing, and words that only hold it say nothing."""
    found = {stage.strip(): outcome_of(stage.strip()) for stage in stages.split(";")}
    assert found == dict.fromkeys(found, outcome)
