"""An archive judged as one matrix says of every sum what the rules say, report by report."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.validate.archive import balance, ledger
from services.validate.catalogue import catalogue
from services.validate.engine import judge
from services.validate.filing import Filing
from shared.report.verdict import Verdict
from tests.corpus import shelf

SUMS = {
    "A301": "requests_roll_forward",
    "A302": "applicants_cross_foot",
    "A303": "dispositions_foot",
    "A401": "review_results_foot",
}
RULES = [rule for rule in catalogue() if rule.id in SUMS]


def told(verdicts: tuple[Verdict, ...]) -> set[tuple[str, str, bool]]:
    """What the rules decided: identity, place, and whether it is at fault or undecided."""
    return {
        *((SUMS[one.rule], breach.at, True) for one in verdicts for breach in one.breaches),
        *((SUMS[one.rule], at, False) for one in verdicts for at in one.undecided),
    }


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_the_matrix_and_the_rules_agree(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(shelf.names()))
    sound = shelf.report(name)
    cells = sorted(at for at in sound.tables if not at.startswith("proactive."))
    filings = []
    for _ in range(5):
        values = st.one_of(st.none(), st.integers(0, 2**45))
        changes = data.draw(st.dictionaries(st.sampled_from(cells), values, max_size=6))
        unsure = data.draw(st.lists(st.sampled_from(cells), max_size=3))
        report = msgspec.structs.replace(sound, tables=sound.tables.replace(dict(changes)))
        if all(value is None or value < 2**40 for value in changes.values()):
            filings.append(Filing(report, shelf.reading(report, unreadable=unsure)))
    if not filings:
        return
    judged = balance(ledger(filings))
    for row, filing in enumerate(filings):
        found = {
            (equation.identity, equation.at, bool(judged.fails[row, column]))
            for column, equation in enumerate(judged.equations)
            if not judged.holds[row, column]
        }
        assert found == told(judge(filing, RULES))


def test_a_figure_beyond_exact_reckoning_is_left_undecided() -> None:
    sound = shelf.report("haitang-2022")
    report = msgspec.structs.replace(sound, tables=sound.tables.replace({"requests.received.total": 2**60}))
    judged = balance(ledger([Filing(report, shelf.reading(report))]))
    assert np.count_nonzero(judged.fails) == 0
    assert {judged.equations[column].at for column in np.flatnonzero(~judged.decided[0])} == {
        "requests.received.total",
        "requests.carried_forward.total",
    }


def test_a_ledger_holds_one_form() -> None:
    reports = [shelf.report("haitang-2022"), shelf.report("ziran-2020")]
    with pytest.raises(ValueError, match="one form, not 2"):
        ledger([Filing(report, shelf.reading(report)) for report in reports])
    with pytest.raises(ValueError, match="one form, not 0"):
        ledger([])
