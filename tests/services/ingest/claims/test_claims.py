"""What is read in prose about figures: two tables of sentences, real reports, and prose made to break it."""

from collections import Counter
from typing import Any

import pytest

from tests.services.ingest.claims.claim_notation import Case, cases

SENTENCES = cases("sentences.toml")
UNSEEN = cases("unseen_sentences.toml")


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case.text[:40])
def test_a_sentence_makes_just_these_claims(case: Case) -> None:
    assert case.found() == case.expected()


@pytest.mark.parametrize("table", [SENTENCES, UNSEEN], ids=["sentences", "unseen"])
def test_precision_and_recall(table: list[Case]) -> None:
    right, wrong, missing = Counter[tuple[Any, ...]](), 0, 0
    for case in table:
        expected, found = case.expected(), case.found()
        right += expected & found
        wrong += (found - expected).total()
        missing += (expected - found).total()
    assert right.total() / (right.total() + wrong) >= 0.98
    assert right.total() / (right.total() + missing) >= 0.97


def test_the_tables_are_large_enough() -> None:
    assert len(SENTENCES) >= 150
    assert len(UNSEEN) >= 60
    assert sum(not case.claims for case in SENTENCES) >= 30
