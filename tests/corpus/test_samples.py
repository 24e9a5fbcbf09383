"""Published reports read in full: every cell equals what people transcribed, or says that it was not surely read."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.report.edition import edition
from shared.report.reading import Confidence

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the sample reports are not at {SAMPLES}")

REQUEST_ROWS = {
    "new": "received",
    "carried_in": "brought_forward",
    "granted": "granted",
    "partial": "partly_granted",
    "total": "closed",
    "carried_out": "carried_forward",
}
NUMBERED = {
    "denied": "state_secret prohibited_by_law security_stability third_party_rights internal_affairs "
    "process_information enforcement_files administrative_query",
    "unable": "not_held needs_creation unclear",
    "rejected": "petition repeat publication excessive confirmation",
    "other": "no_correction fee_unpaid misc",
}
CANONICAL = {"denied": "denied", "unable": "unavailable", "rejected": "declined", "other": "other"}
PROACTIVE = {
    "regulations": "government_rules",
    "normative": "normative_documents",
    "licensing": "licensing",
    "other_services": "other_services",
    "punishment": "penalties",
    "coercion": "compulsory_measures",
    "fees": "fees",
    "procurement": "procurement",
}
ROUTES = {
    "review": "reconsideration",
    "litigation_direct": "direct_suit",
    "litigation_post_review": "suit_after_reconsideration",
}


def sample(number: str) -> ReadReport:
    path = next(SAMPLES.glob(f"{number}_*"))
    return read(path.read_bytes(), path.name, "")


def truth(number: str, edition_id: str) -> dict[str, Any]:
    """The transcription by canonical cell address; cells nobody could transcribe (fused digits) are left out."""
    data = json.loads((SAMPLES / "truth" / f"{number}.json").read_text("utf-8"))
    rows = {f"proactive.{PROACTIVE[key]}": row for key, row in data["table2"].items() if key in PROACTIVE}
    rows |= {f"requests.{canonical_row(key)}": row for key, row in data["table3"].items()}
    rows |= {f"reviews.{ROUTES[key]}": row for key, row in data["table4"].items()}
    rows["requests.other_combined"] = data.get("other_merged")
    cells: dict[str, Any] = {}
    for table in edition(edition_id).tables:
        for block in table.blocks:
            for row in block.rows:
                printed = rows.get(f"{table.key}.{row.key}")
                values = [printed] if isinstance(printed, int | float) else printed
                if isinstance(values, list):
                    for column, value in zip(block.columns, values, strict=True):
                        cells[f"{table.key}.{row.key}" + (f".{column.key}" if column.key else "")] = value
    return cells


def canonical_row(key: str) -> str:
    if key in REQUEST_ROWS:
        return REQUEST_ROWS[key]
    family, number = key.split("_")
    return f"{CANONICAL[family]}_{NUMBERED[family].split()[int(number) - 1]}"


def wrong(result: ReadReport, expected: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Cells that are read, and read differently from the transcription."""
    return {
        address: (value, expected[address])
        for address, value in result.report.tables.items()
        if result.reading.confidence(address) is Confidence.READ
        and address in expected
        and value != (Decimal(str(expected[address])) if isinstance(expected[address], float) else expected[address])
    }


def test_a_sound_report_in_text_is_read_whole() -> None:
    result = sample("000")
    expected = truth("000", "2021")
    assert dict(result.report.tables) == expected
    assert len(expected) == 200
    assert set(result.reading.having(Confidence.READ)) == set(expected)
    assert result.reading.notes == ()
    assert (result.report.agency, result.report.year, result.report.edition) == ("天津港保税区", 2022, "2021")
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_page_of_the_2019_edition_with_blanks_and_units() -> None:
    result = sample("006")
    expected = truth("006", "2019")
    assert result.report.edition == "2019"
    assert not wrong(result, expected)
    assert list(result.reading.having(Confidence.INFERRED)) == ["proactive.procurement.amount"]
    assert result.report.tables["proactive.procurement.amount"] == Decimal("25.1")
    assert not list(result.reading.having(Confidence.UNREADABLE))
    assert result.report.tables["requests.granted.total"] is None
    assert str(result.report.published_on) == "2020-01-31"


def test_a_page_with_placeholder_cells_in_its_heads() -> None:
    result = sample("010")
    assert dict(result.report.tables) == truth("010", "2021")
    assert set(result.reading.having(Confidence.READ)) == set(result.report.tables)


@pytest.mark.parametrize(
    ("number", "form"), [("014", "2021"), ("016", "2021"), ("018", "2021"), ("025", "2019"), ("033", "2019")]
)
def test_fused_digits_are_never_silently_wrong(number: str, form: str) -> None:
    result = sample(number)
    assert result.report.edition == form
    assert not wrong(result, truth(number, form))
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


@pytest.mark.parametrize(("number", "name"), [("001", "pdf"), ("005", "docx")])
def test_formats_not_read_yet_are_named(number: str, name: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sample(number)
    (reason,) = refused.value.reasons
    assert reason.code == "file.format_unsupported"
    assert name in reason.message.zh
    assert name in reason.message.en
