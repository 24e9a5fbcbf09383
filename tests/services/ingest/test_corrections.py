"""Doubtful cells become what the agency states; whatever corrections say, a sound cell never changes."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.corrections import corrected
from services.ingest.handlers import Handlers
from services.ingest.read_report import ReadReport
from services.ingest.workers import Workers
from shared.events.event import Event
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.annual_report import AnnualReport
from shared.report.figures import Figures
from shared.report.reading import CellReading, Confidence, Reading
from shared.report.stated import is_possible
from shared.report.submission import Correction
from shared.storage.originals import Originals
from tests.services.ingest.filings import FIGURES, FORM, PAGE, received

ADDRESSES = tuple(FIGURES)
AT = "requests.granted.natural_person"
OTHER = "requests.granted.business"
FEES = "proactive.fees"
VALUES = st.none() | st.integers(-5, 10**16) | st.decimals(-2, 10**6, places=8) | st.just(Decimal("NaN"))
STATED = st.lists(
    st.builds(Correction, st.sampled_from([*ADDRESSES[::7], AT, FEES, "requests.nowhere", "", "1e9"]), VALUES),
    max_size=20,
)
DOUBTS = st.dictionaries(st.sampled_from(ADDRESSES), st.sampled_from(Confidence))


def read(doubts: Mapping[str, Confidence], raw: str = "三O") -> ReadReport:
    cells = {at: CellReading(f"table[1].{at}", raw, doubts.get(at, Confidence.READ)) for at in FIGURES}
    unread = {at: None for at, doubt in doubts.items() if doubt is Confidence.UNREADABLE}
    report = AnnualReport(agency=None, year=2021, edition="2021", tables=Figures({**FIGURES, **unread}))
    return ReadReport(report, Reading("html", cells))


@given(DOUBTS, STATED)
@settings(max_examples=200)
def test_a_sound_cell_never_changes_whatever_corrections_say(
    doubts: dict[str, Confidence], stated: list[Correction]
) -> None:
    before = read(doubts)
    after = corrected(before, stated)
    assert after.reading.cells.keys() == before.reading.cells.keys()
    assert after.report.tables.keys() == before.report.tables.keys()
    for at, cell in before.reading.cells.items():
        now = after.reading.cells[at]
        assert (now.at, now.raw) == (cell.at, cell.raw)
        if cell.confidence.is_sound or now.confidence is not Confidence.CONFIRMED:
            assert now == cell
            assert after.report.tables[at] == before.report.tables[at]
        else:
            last = [one for one in stated if one.at == at][-1]
            assert after.report.tables[at] == last.value
            assert is_possible(FORM.cell(at).kind, last.value)
    told = [note.at for note in after.reading.notes]
    assert sorted(told) == sorted({one.at for one in stated})
    rest = msgspec.structs.replace(after.report, tables=before.report.tables)
    assert rest == before.report


def test_a_doubtful_cell_is_what_the_agency_states_and_both_are_named() -> None:
    doubts = {AT: Confidence.INFERRED, OTHER: Confidence.UNREADABLE, FEES: Confidence.UNREADABLE}
    after = corrected(read(doubts), [Correction(AT, 30), Correction(OTHER, None), Correction(FEES, Decimal("2.50"))])
    assert [after.report.tables[at] for at in (AT, OTHER, FEES)] == [30, None, Decimal("2.5")]
    assert {after.reading.confidence(at) for at in (AT, OTHER, FEES)} == {Confidence.CONFIRMED}
    assert after.reading.cells[AT].raw == "三O"
    taken, blank, amount = after.reading.notes
    assert (taken.code, taken.at) == ("cell.confirmed", AT)
    assert "三O" in taken.text.zh
    assert "30" in taken.text.zh
    assert "空白" in blank.text.zh
    assert "2.50" in amount.text.en


def test_nothing_printed_is_said_so() -> None:
    after = corrected(read({AT: Confidence.UNREADABLE}, raw=""), [Correction(AT, 3)])
    assert [note.code for note in after.reading.notes] == ["cell.confirmed_unprinted"]


@pytest.mark.parametrize(
    ("at", "value"), [(AT, 7), ("requests.nowhere", 7), (OTHER, -1), (OTHER, Decimal("1.5")), (FEES, Decimal(-1))]
)
def test_a_correction_refused_is_told(at: str, value: int | Decimal) -> None:
    before = read({OTHER: Confidence.INFERRED, FEES: Confidence.UNREADABLE})
    after = corrected(before, [Correction(at, value)])
    assert [(note.code, note.at) for note in after.reading.notes] == [("correction.refused", at)]
    assert after.report == before.report
    assert after.reading.cells == before.reading.cells


def test_without_corrections_nothing_changes() -> None:
    before = read({AT: Confidence.INFERRED})
    assert corrected(before, ()) == before


async def test_the_room_takes_the_corrections_of_a_submission(tmp_path: Path) -> None:
    page = PAGE.replace(f">{FIGURES[AT]}<".encode(), ">七少<".encode(), 1)
    cause = received(page, objects=tmp_path)
    (doubtful,) = await _read(cause, tmp_path)
    assert isinstance(doubtful, ReportNormalizedV1)
    (at,) = doubtful.reading.having(Confidence.UNREADABLE)
    stated = msgspec.structs.replace(
        cause,
        submission=msgspec.structs.replace(
            cause.submission, corrections=(Correction(at, 12), Correction(ADDRESSES[-1], 99))
        ),
    )
    (again,) = await _read(stated, tmp_path)
    assert isinstance(again, ReportNormalizedV1)
    assert dict(again.report.tables) == dict(doubtful.report.tables) | {at: 12}
    assert again.reading.confidence(at) is Confidence.CONFIRMED
    assert {note.code for note in again.reading.notes} >= {"cell.confirmed", "correction.refused"}
    assert again.submission.corrections == stated.submission.corrections
    assert ReportNormalizedV1.decode(again.encode()) == again


async def _read(cause: SubmissionReceivedV1, folder: Path) -> list[Event]:
    workers = Workers(1, 30)
    await workers.start()
    try:
        return list(await Handlers(Originals(str(folder)), workers).read_submissions([cause]))
    finally:
        await workers.stop()
