"""The house's own JSON: accepted whole, or refused with the path of what is wrong."""

import json
from typing import Any

import pytest

from services.ingest.reading import UnreadableFileError, read
from shared.report.annual_report import AnnualReport
from shared.report.codec import builtins
from shared.report.edition import edition
from shared.report.figures import Figures
from shared.report.reading import Confidence

FORM = edition("2021")
FIGURES = {cell.address: place % 7 for place, cell in enumerate(FORM.cells())}


def tree(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - a JSON tree
    report = AnnualReport(agency="青石县财政局", year=2023, edition="2021", tables=Figures(FIGURES))
    plain: dict[str, Any] = builtins(report)
    return plain | changes


def refusal(data: object) -> tuple[str, str]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(UnreadableFileError) as refused:
        read(raw, "report.json", "application/vnd.gouji.report+json")
    (reason,) = refused.value.reasons
    assert reason.message.zh
    assert reason.message.en
    return reason.code, reason.at


def test_the_report_alone_and_inside_what_check_prints() -> None:
    alone = read(json.dumps(tree()).encode(), "", "")
    checked = read(json.dumps({"schema": 1, "file": "a", "report": tree(), "verdicts": []}).encode(), "", "")
    assert alone.report == checked.report
    assert dict(alone.report.tables) == FIGURES
    assert alone.reading.format == "json"
    assert alone.reading.cells["proactive.licensing"].at == "$.tables.proactive.licensing"
    assert checked.reading.cells["proactive.licensing"].at == "$.report.tables.proactive.licensing"


def test_doubts_of_an_earlier_reading_are_kept() -> None:
    doubts = {"unreadable": ["proactive.licensing"], "inferred": [{"at": "proactive.penalties"}]}
    again = read(json.dumps({"report": tree(), "reading": doubts}).encode(), "", "")
    assert again.reading.confidence("proactive.licensing") is Confidence.UNREADABLE
    assert again.report.tables["proactive.licensing"] is None
    assert again.reading.confidence("proactive.penalties") is Confidence.INFERRED
    assert {note.code for note in again.reading.notes} == {"cell.was_unreadable", "cell.was_inferred"}


def test_a_cell_that_is_null_is_blank_and_one_that_is_absent_is_unreadable() -> None:
    plain = tree()
    plain["tables"]["requests"]["closed"]["total"] = None
    del plain["tables"]["requests"]["closed"]["business"]
    reading = read(json.dumps(plain).encode(), "", "").reading
    assert reading.confidence("requests.closed.total") is Confidence.READ
    assert reading.confidence("requests.closed.business") is Confidence.UNREADABLE


@pytest.mark.parametrize("value", [-1, 2.5, 10**16])
def test_numbers_a_count_cannot_be_are_unreadable(value: float) -> None:
    plain = tree()
    plain["tables"]["requests"]["closed"]["total"] = value
    result = read(json.dumps(plain).encode(), "", "")
    assert result.reading.confidence("requests.closed.total") is Confidence.UNREADABLE
    assert result.report.tables["requests.closed.total"] is None


def test_a_merged_row_need_not_be_declared() -> None:
    plain = tree()
    rows = plain["tables"]["requests"]
    rows["other_combined"] = rows.pop("other_misc")
    del rows["other_fee_unpaid"], rows["other_no_correction"]
    assert read(json.dumps(plain).encode(), "", "").report.merged_rows == ("other_combined",)


def test_refusals() -> None:
    assert refusal(b'{"tables": ') == ("json.syntax", "line[1]")
    assert refusal(b'{"tables": {"proactive": {"licensing": 1, "licensing": 2}}}') == ("json.syntax", "$")
    assert refusal(b'{"tables": NaN}') == ("json.syntax", "$")
    assert refusal([1, 2]) == ("json.type", "$")
    assert refusal({"report": 3}) == ("json.type", "$")
    assert refusal(tree(year="2023")) == ("json.type", "$.year")
    assert refusal({"report": tree(year="2023")}) == ("json.type", "$.report.year")
    assert refusal(tree(tables={"requests": {"closed": {"total": "12"}}}))[0] == "json.type"
    assert refusal(tree(edition="1999")) == ("json.unknown_edition", "$.edition")
    assert refusal(tree(tables={"requests": {"clsed": {"total": 1}}}))[0] == "json.unknown_cell"
    assert refusal(tree(tables=Figures(dict.fromkeys(FIGURES)).nested()))[0] == "form.empty"
    assert refusal(b"[" * 100_000)[0] == "json.syntax"
    nested: Any = 1
    for _ in range(400):
        nested = {"a": nested}
    assert refusal(tree(tables=nested))[0] == "json.unknown_cell"
