"""Words of other systems in the library's own: by name, label, other names, synonyms, and as stages are mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.meaning import meant_value
from content.taxonomy import read_taxonomy

TEXT = """
crm_stages:
  Qualification: interest
  Closed Won: advocacy
  Nowhere: nothing
stages:
  interest: Interest
  closing: Conversion
  advocacy: Advocacy
industries:
  third-party-logistics:
    label: Third-party logistics
    also: [3PL]
synonyms:
  - closing, signature phase
"""


@pytest.mark.parametrize(
    ("dimension", "text", "value"),
    [
        ("stages", "Interest", "interest"),
        ("stages", "CONVERSION", "closing"),
        ("stages", "2 - Qualification", "interest"),
        ("stages", "Closed won (Sales Pipeline)", "advocacy"),
        ("stages", "Signature Phase", "closing"),
        ("stages", "Demo", None),
        ("stages", None, None),
        ("industries", "3pl", "third-party-logistics"),
        ("industries", "Third-Party Logistics", "third-party-logistics"),
        ("industries", "Qualification", None),
        ("products", "Dockside", None),
    ],
)
def test_a_text_means_a_value(tmp_path: Path, dimension: str, text: str | None, value: str | None) -> None:
    """Whatever its case, with a number before it or brackets after it; what nothing says means nothing."""
    (tmp_path / "taxonomy.yml").write_text(TEXT, encoding="utf-8")
    taxonomy, (problem,) = read_taxonomy(tmp_path)
    assert problem.message == "`nothing` is not among `stages`; use one of advocacy, closing, interest"
    assert meant_value(taxonomy, dimension, text) == value
