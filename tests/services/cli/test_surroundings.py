"""How files read together bear on one another."""

import msgspec

from services.cli.checking import filings
from services.ingest.read_report import ReadReport
from services.validate.engine import judge
from shared.report.agency import Agency, AgencyClass
from shared.report.verdict import Outcome, Verdict
from tests.services.validate.hearings import BROUGHT, CARRIED, OVERVIEW, normalized

FIRST, SECOND, MERGED = "临江市甲局", "临江市乙局", "临江市甲乙局"


def read(name: str | None, year: int, figures: dict[str, int] | None = None, overview: str = OVERVIEW) -> ReadReport:
    event = normalized(year, figures=figures, overview=overview)
    return ReadReport(msgspec.structs.replace(event.report, agency=name, title=None), event.reading)


def agency(code: str, name: str, *before: str) -> Agency:
    return Agency(code, name, AgencyClass.DEPARTMENT, "临江市", predecessors=before)


def verdicts(files: dict[str, ReadReport], register: tuple[Agency, ...] = ()) -> dict[str, dict[str, Verdict]]:
    return {file: {one.rule: one for one in judge(filing)} for file, filing in filings(files, register)}


def test_what_predecessors_left_is_added_up() -> None:
    register = (agency("A", FIRST), agency("B", SECOND), agency("AB", MERGED, "A", "B"))
    files = {
        "new": read(MERGED, 2023, {BROUGHT: 4}),
        "a": read(FIRST, 2022, {CARRIED: 3}),
        "b": read(SECOND, 2022, {CARRIED: 2}),
    }
    (breach,) = verdicts(files, register)["new"]["C301"].breaches
    assert "（前身：临江市甲局 3 + 临江市乙局 2）" in breach.message.zh
    files["goes on"] = read(FIRST, 2023)
    assert verdicts(files, register)["new"]["C301"].outcome is Outcome.INCONCLUSIVE


def test_the_later_of_two_look_alikes_is_told_whom_it_is_like() -> None:
    found = verdicts({"a": read(FIRST, 2023), "b": read(SECOND, 2023), "c": read(SECOND, 2022)})
    assert found["a"]["C309"].outcome is Outcome.HOLDS
    assert "与临江市甲局的报告" in found["b"]["C309"].breaches[0].message.zh
    assert found["c"]["C309"].outcome is Outcome.HOLDS


def test_one_report_in_two_files_is_no_copy() -> None:
    found = verdicts({"a": read("临江市甲局", 2023), "b": read("东海省临江市甲局", 2023), "c": read(None, 2023)})
    assert [found[file]["C309"].outcome for file in "ab"] == [Outcome.HOLDS] * 2
    assert found["c"]["C309"].outcome is Outcome.NOT_APPLICABLE


def test_a_file_alone_is_compared_with_nothing() -> None:
    assert verdicts({"a": read(FIRST, 2023)})["a"]["C309"].outcome is Outcome.NOT_APPLICABLE
