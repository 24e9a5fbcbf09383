"""Whatever happens to a page or a dump, a cell is right or it is marked."""

from random import Random  # noqa: TID251 - seeded by hypothesis, so that damage repeats

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.reading import UnreadableFileError, read
from shared.report.reading import Confidence
from tests.services.ingest import mutations, render, text_mutations
from tests.services.ingest.forms import Filled, filled

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Swapped values in a stream are what the dump says; no reader can know better.
SWAPS_IN_A_STREAM = {text_mutations.swap_lines}
CANCELLING = (mutations.lose_cell, mutations.lose_row)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - damage, not secrets


def silently_wrong(data: str, case: Filled) -> dict[str, tuple[object, object]]:
    try:
        result = read(data.encode(), "", "")
    except UnreadableFileError:
        return {}
    return {
        address: (result.report.tables[address], case.figures.get(address, "no such cell"))
        for address in result.reading.having(Confidence.READ)
        if result.report.tables[address] != case.figures.get(address, "no such cell")
    }


@MANY
@given(filled(), st.sampled_from(mutations.MUTATIONS), st.integers(0, 2**32))
def test_one_damage_to_a_page(case: Filled, damage: mutations.Mutation, seed: int) -> None:
    page = damage(render.html(case.form, case.figures, case.merged), seeded(seed))
    assert silently_wrong(page, case) == {}


@MANY
@given(
    filled(),
    st.lists(st.sampled_from([one for one in mutations.MUTATIONS if one not in CANCELLING]), min_size=2, max_size=3),
    st.integers(0, 2**32),
)
def test_several_damages_to_a_page(case: Filled, damages: list[mutations.Mutation], seed: int) -> None:
    chance = seeded(seed)
    page = render.html(case.form, case.figures, case.merged)
    for damage in damages:
        page = damage(page, chance)
    assert silently_wrong(page, case) == {}


@MANY
@given(filled(), st.sampled_from(text_mutations.MUTATIONS), st.integers(0, 2**32), st.sampled_from(["|", "\t"]))
def test_one_damage_to_text(case: Filled, damage: text_mutations.Mutation, seed: int, bar: str) -> None:
    text = damage(render.text(case.form, case.figures, case.merged), seeded(seed))
    assert silently_wrong(text.replace(" | ", f" {bar} ").replace("|", bar), case) == {}


@MANY
@given(filled(), st.sampled_from(text_mutations.MUTATIONS), st.integers(0, 2**32), st.booleans())
def test_one_damage_to_a_stream(case: Filled, damage: text_mutations.Mutation, seed: int, lines: bool) -> None:  # noqa: FBT001
    dump = render.one_per_line if lines else render.text
    if lines and damage in SWAPS_IN_A_STREAM:
        return
    text = damage(dump(case.form, case.figures, case.merged), seeded(seed))
    assert silently_wrong(text.replace(" | ", " "), case) == {}
