"""Published reports read in full: every cell equals what people transcribed, or says that it was not surely read."""

from decimal import Decimal

import pytest

from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.report.reading import Confidence
from tests.corpus.results import SAMPLES, kind_of
from tests.corpus.transcription import Truth, transcription

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the sample reports are not at {SAMPLES}")


def sample(number: str) -> ReadReport:
    path = next(SAMPLES.glob(f"{number}_*"))
    return read(path.read_bytes(), path.name, "")


def truth(number: str) -> Truth:
    return transcription(SAMPLES / "truth" / f"{number}.json")


def wrong(result: ReadReport, expected: Truth) -> list[str]:
    return [address for address in expected if kind_of(result, expected, address) == "silently wrong"]


def test_a_sound_report_in_text_is_read_whole() -> None:
    result = sample("000")
    expected = truth("000")
    assert dict(result.report.tables) == expected
    assert len(expected) == 200
    assert set(result.reading.having(Confidence.READ)) == set(expected)
    assert result.reading.notes == ()
    assert (result.report.agency, result.report.year, result.report.edition) == ("天津港保税区", 2022, "2021")
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_page_of_the_2019_edition_with_blanks_and_units() -> None:
    result = sample("006")
    expected = truth("006")
    assert result.report.edition == "2019"
    assert not wrong(result, expected)
    assert list(result.reading.having(Confidence.INFERRED)) == ["proactive.procurement.amount"]
    assert result.report.tables["proactive.procurement.amount"] == Decimal("25.1")
    assert not list(result.reading.having(Confidence.UNREADABLE))
    assert result.report.tables["requests.granted.total"] is None
    assert str(result.report.published_on) == "2020-01-31"


def test_a_page_with_placeholder_cells_in_its_heads() -> None:
    result = sample("010")
    assert dict(result.report.tables) == truth("010")
    assert set(result.reading.having(Confidence.READ)) == set(result.report.tables)


@pytest.mark.parametrize(
    ("number", "form"), [("014", "2021"), ("016", "2021"), ("018", "2021"), ("025", "2019"), ("033", "2019")]
)
def test_fused_digits_are_never_silently_wrong(number: str, form: str) -> None:
    result = sample(number)
    assert result.report.edition == form
    assert not wrong(result, truth(number))
    assert set(result.report.tables) == set(result.reading.cells)


def test_one_value_per_line() -> None:
    result = sample("041")
    tables = result.report.tables
    assert tables["proactive.normative_documents.issued"] == 2
    assert tables["proactive.licensing"] == 213
    assert tables["requests.received.legal_services"] == 1
    assert tables["requests.received.total"] == 0
    assert result.reading.confidence("requests.carried_forward.total") is Confidence.UNREADABLE
    assert result.reading.confidence("reviews.direct_suit.total") is Confidence.UNREADABLE


def test_a_blank_form_is_an_empty_form() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sample("005")
    assert [reason.code for reason in refused.value.reasons] == ["form.empty"]


def test_a_document_with_ruled_tables() -> None:
    result = sample("001")
    assert not wrong(result, truth("001"))
    assert (result.report.year, result.report.edition) == (2023, "2021")
