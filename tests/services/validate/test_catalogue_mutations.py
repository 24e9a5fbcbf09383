"""Whatever figure of a sound report is printed otherwise: a rule notices, or there is a named reason why none can."""

import pytest

from tests.services.validate.mutations import MUTATIONS, Finding, Reason, Sight, findings

CELLS = 200
# What prose tells or last year's report implies, though no sum of table 2 does.
TOLD_OR_FOLLOWING = 10


@pytest.fixture(scope="module", params=Sight, ids=lambda sight: sight.name.lower())
def found(request: pytest.FixtureRequest) -> tuple[Sight, tuple[Finding, ...]]:
    sight: Sight = request.param
    return sight, tuple(findings(sight))


def test_every_cell_is_mutated_in_every_way(found: tuple[Sight, tuple[Finding, ...]]) -> None:
    _, table = found
    assert len({(one.cell, one.mutation) for one in table}) == len(table) == CELLS * len(MUTATIONS)


def test_what_is_not_caught_has_a_reason(found: tuple[Sight, tuple[Finding, ...]]) -> None:
    _, table = found
    assert [one for one in table if not one.rules and one.reason is None] == []


def test_sums_catch_every_change_in_tables_three_and_four(found: tuple[Sight, tuple[Finding, ...]]) -> None:
    _, table = found
    summed = [one for one in table if not one.cell.startswith("proactive.")]
    missed = [one for one in summed if not {"A301", "A302", "A303", "A401"} & set(one.rules)]
    assert {one.reason for one in missed} == {Reason.UNCHANGED}


def test_a_figure_below_zero_is_caught_anywhere(found: tuple[Sight, tuple[Finding, ...]]) -> None:
    _, table = found
    assert all(one.rules for one in table if one.mutation == "−1" and one.cell.startswith(("requests", "reviews")))


def test_prose_and_last_year_catch_what_no_sum_does(found: tuple[Sight, tuple[Finding, ...]]) -> None:
    sight, table = found
    unseen = {one.cell for one in table if one.reason is Reason.NO_SUM}
    assert len(unseen) == (0 if sight is Sight.WITH_MORE else TOLD_OR_FOLLOWING)
