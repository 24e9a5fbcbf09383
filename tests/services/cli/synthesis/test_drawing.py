"""What is drawn is read back: every format and layout exactly, and under any mischief a cell is right or marked."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.cli.synthesis.chance import Stream, chance
from services.cli.synthesis.drawing import Drawn, drawn, layouts_of
from services.cli.synthesis.layouts import Layout
from services.cli.synthesis.mischief import MISCHIEF, Format, Mischief, chosen, some
from services.cli.synthesis.reports import Plan, SyntheticReport, synthesise
from services.ingest.read_report import ReadReport
from services.ingest.readers import readers
from services.ingest.reading import UnreadableFileError, read
from shared.report.agency import AgencyClass
from shared.report.reading import Confidence

SEEDS = st.integers(0, 2**31)
PLAN = Plan(years=7, classes=(*AgencyClass, AgencyClass.COUNTY_GOVERNMENT, AgencyClass.MUNICIPAL_GOVERNMENT))
"""Both editions, and more busy agencies than there are: a table of zeros hides mistakes."""
EVERY_FILE = [
    pytest.param(form, layout, id=f"{form.value}-{layout.value}")
    for form in Format
    for layout in layouts_of(form)
    if form is Format.JSON or form.value in readers()
]
FORMATS = st.sampled_from([form for form in Format if form is not Format.JSON and form.value in readers()])
SLOW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def report_of(seed: int, index: int = 0) -> SyntheticReport:
    return synthesise(seed, index, PLAN)


def wrong(found: ReadReport, file: Drawn, *confidences: Confidence) -> list[str]:
    """Cells of such confidence that are not what may be read."""
    return [
        f"{address}: read {found.report.tables.get(address)}, may be {may}, printed {file.printed.get(address)!r}"
        for address, may in file.figures.items()
        if found.reading.confidence(address) in confidences and found.report.tables.get(address) != may
    ]


@pytest.mark.parametrize(("form", "layout"), EVERY_FILE)
@given(seed=SEEDS, index=st.integers(0, 6))
@SLOW
def test_what_is_drawn_is_read_back(form: Format, layout: Layout, seed: int, index: int) -> None:
    made = report_of(seed, index)
    file = drawn(made, chance(seed, Stream.DRAWING, index), form, layout)
    found = read(file.data, "", "")
    assert wrong(found, file, *Confidence) == []
    assert found.report.merged_rows == made.report.merged_rows
    assert found.report.edition == made.report.edition
    if layout is not Layout.LINES:  # such a dump keeps no blanks, so that not every row of it is sure
        assert {cell.confidence for cell in found.reading.cells.values()} == {Confidence.READ}


@given(seed=SEEDS, index=st.integers(0, 6), form=FORMATS)
@SLOW
def test_everything_beside_the_figures_is_read_back_too(seed: int, index: int, form: Format) -> None:
    made = report_of(seed, index).report
    file = drawn(report_of(seed, index), chance(seed, Stream.DRAWING, index), form, Layout.STATUTORY)
    found = read(file.data, "", "").report
    for fact in ("agency", "year", "title", "published_on", "period"):
        assert getattr(found, fact) == getattr(made, fact)
    assert [(part.number, part.title, part.text) for part in found.sections] == [
        (part.number, part.title, part.text) for part in made.sections
    ]


def mistreated(seed: int, form: Format, layout: Layout, mischief: tuple[Mischief, ...]) -> list[str]:
    """What is silently wrong in a report after some mischief."""
    made = report_of(seed, seed % PLAN.years)
    file = drawn(made, chance(seed, Stream.DRAWING, 0), form, layout, mischief)
    try:
        found = read(file.data, "", "")
    except UnreadableFileError as error:
        # Nothing but blanks is rightly called an empty form.
        assert {reason.code for reason in error.reasons} <= {"form.empty", "document.no_statutory_tables"}  # noqa: PT017
        return []
    return wrong(found, file, Confidence.READ)


ONE_BY_ONE = [
    pytest.param(one, form, id=f"{one.name}-{form.value}")
    for one in MISCHIEF.values()
    for form in Format
    if one.fits(form, Layout.STATUTORY) and form.value in readers()
]


@pytest.mark.parametrize(("one", "form"), ONE_BY_ONE)
@given(seed=SEEDS)
@settings(SLOW, max_examples=2)
def test_under_one_mischief_a_cell_is_right_or_marked(one: Mischief, form: Format, seed: int) -> None:
    assert mistreated(seed, form, Layout.STATUTORY, (one,)) == []


@given(seed=SEEDS, form=FORMATS, data=st.data())
@settings(SLOW, max_examples=50)
def test_under_any_mischief_a_cell_is_right_or_marked(seed: int, form: Format, data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(layouts_of(form)))
    draw = chance(seed, Stream.DRAWING, 1)
    assert mistreated(seed, form, layout, some(draw, MISCHIEF, form, layout)) == []


def test_mischief_that_cannot_happen_to_a_file_does_not() -> None:
    assert chosen(["word_paste"], Format.TEXT, Layout.STATUTORY) == ()
    assert chosen(["fused_digits"], Format.TEXT, Layout.TABS) == ()
    assert [one.name for one in chosen(["units", "zeros_blank"], Format.HTML, Layout.STATUTORY)] == [
        "zeros_blank",
        "units",
    ]


@pytest.mark.parametrize(("form", "layout"), EVERY_FILE)
def test_the_same_report_is_the_same_file(form: Format, layout: Layout) -> None:
    made = report_of(3)
    draw = [chance(3, Stream.DRAWING, 0) for _ in range(2)]
    mischief = some(chance(3, Stream.DRAWING, 1), MISCHIEF, form, layout)
    assert drawn(made, draw[0], form, layout, mischief) == drawn(made, draw[1], form, layout, mischief)


def test_blank_and_dashed_zeros_may_not_be_read_as_zero() -> None:
    made = next(made for seed in range(50) if (made := report_of(seed)).report.tables["requests.received.total"])
    mischief = chosen(["zeros_blank"], Format.HTML, Layout.STATUTORY)
    blank = drawn(made, chance(1, Stream.DRAWING, 0), Format.HTML, Layout.STATUTORY, mischief)
    emptied = [address for address, text in blank.printed.items() if not text]
    assert emptied
    assert all(made.report.tables[address] == 0 and blank.figures[address] is None for address in emptied)
