"""The register: read from any program's CSV, refused with every row and reason, and the same after a round trip."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.register import HEADINGS, RegisterError, changes, deadline_text, parse_register
from shared.report.agency import Agency, AgencyClass, LocalDeadline
from tests.services.gateway.house import REGISTER, WATER

HEAD = "code,name,class,region,parent,deadline\n"


def problems(table: str | bytes, **known: str | None) -> list[tuple[int, str, str]]:
    with pytest.raises(RegisterError) as refused:
        parse_register(table.encode() if isinstance(table, str) else table, known)
    for problem in refused.value.problems:
        assert problem.message.zh
        assert problem.message.en
        assert "{" not in problem.message.zh + problem.message.en
    return [(problem.row, problem.column, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_register_is_read_in_the_encodings_spreadsheets_save(encoding: str) -> None:
    government, water, street = parse_register(REGISTER.encode(encoding))
    assert government == Agency("DH-01", "东海省临江市人民政府", AgencyClass.MUNICIPAL_GOVERNMENT, "东海省")
    assert water == WATER
    assert street.local_deadline == LocalDeadline(2, 15)


def test_english_headings_class_keys_any_order_and_blank_rows_are_fine() -> None:
    table = "Region,CLASS,code,name\r\n临江市,department,DH-0101,临江市水务局\r\n,,,\r\n\r\n"
    assert parse_register(table.encode(), {}) == (Agency("DH-0101", "临江市水务局", AgencyClass.DEPARTMENT, "临江市"),)


@pytest.mark.parametrize("written", ["01-31", "1-31", "1/31", "1月31日", " 01-31 "])
def test_deadlines_are_read_as_spreadsheets_rewrite_them(written: str) -> None:
    (agency,) = parse_register(f"{HEAD}A,甲,department,东海省,,{written}\n".encode())
    assert agency.local_deadline == LocalDeadline(1, 31)


def test_every_mistake_is_named_with_the_row_a_spreadsheet_shows() -> None:
    table = (
        HEAD + "A,甲,department,东海省,,\n"  # row 2 is right
        "A,甲又来,department,东海省,,\n"  # row 3 repeats a code
        ",乙,department,东海省,,\n"  # row 4 has no code
        "C,丙,衙门,东海省,,02-29\n"  # row 5: unknown class, a day not of every year
        "\n"
        "D,丁,department,东海省,Z,\n"  # row 7: unknown parent
        "E 1,戊,department,,A,13-01\n"  # row 8: code with a space, no region, no such month
        "F,己,department,东海省,A,,surplus\n"  # row 9 is too wide
        "A,甲三,衙门,东海省,,\n"  # row 10 repeats a code and has an unknown class
    )
    assert problems(table) == [
        (3, "code", "code.duplicate"),
        (4, "code", "cell.empty"),
        (5, "class", "class.unknown"),
        (5, "deadline", "deadline.invalid"),
        (7, "parent", "parent.unknown"),
        (8, "region", "cell.empty"),
        (8, "code", "code.invalid"),
        (8, "deadline", "deadline.invalid"),
        (9, "", "row.too_wide"),
        (10, "class", "class.unknown"),
        (10, "code", "code.duplicate"),
    ]


def test_parents_may_stand_in_the_register_already_or_later_in_the_file() -> None:
    table = HEAD + "B,乙,department,东海省,A,\nC,丙,department,东海省,X,\nA,甲,municipal_government,东海省,,\n"
    assert [agency.code for agency in parse_register(table.encode(), {"X": None})] == ["B", "C", "A"]


def test_nobody_is_their_own_ancestor() -> None:
    rows = [("C", "A"), ("A", "B"), ("B", "A"), ("D", "D"), ("E", "")]
    table = HEAD + "".join(f"{code},甲,department,东海省,{parent},\n" for code, parent in rows)
    assert problems(table) == [(row, "parent", "parent.circular") for row in (3, 4, 5)]
    assert problems(HEAD + "A,甲,department,东海省,B,\n", B="A") == [(2, "parent", "parent.circular")]


@pytest.mark.parametrize("between", [";", "；", " ", "、", " ; ", ";;"])
def test_predecessors_are_listed_in_one_cell(between: str) -> None:
    table = f"code,name,class,region,前身\nA,甲,department,东海省,\nB,乙,department,东海省,A{between}X\n"
    assert parse_register(table.encode(), {"X": None})[1].predecessors == ("A", "X")


def test_predecessors_are_others_and_in_the_register() -> None:
    table = (
        "code,name,class,region,predecessors\n"
        "A,甲,department,东海省,A\n"
        "B,乙,department,东海省,A;Z\n"
        "C,丙,department,东海省,A;a/b\n"
    )
    assert problems(table) == [
        (2, "predecessors", "predecessor.itself"),
        (3, "predecessors", "predecessor.unknown"),
        (4, "predecessors", "code.invalid"),
    ]


def test_a_long_chain_of_parents_is_walked_once() -> None:
    rows = "".join(f"A{row},甲,department,东海省,A{row + 1},\n" for row in range(20_000))
    assert len(parse_register(f"{HEAD}{rows}A20000,甲,department,东海省,,\n".encode())) == 20_001


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", [(1, key, "column.missing") for key in ("code", "name", "class", "region")]),
        ("代码,名称,类别\nA,甲,department\n", [(1, "region", "column.missing")]),
        ("代码,code,名称,类别,地区\n", [(1, "code", "column.duplicate")]),
        (HEAD, [(1, "", "register.empty")]),
        (HEAD + 'A,"甲,department,东海省,,\n', [(2, "", "register.csv")]),
        (b"\xff\xfe\x00\xd8\xff", [(1, "", "register.encoding")]),
    ],
)
def test_a_file_that_is_no_register_is_refused(table: str | bytes, expected: list[tuple[int, str, str]]) -> None:
    assert problems(table) == expected


@given(st.binary(max_size=400))
def test_noise_never_does_worse_than_being_refused(noise: bytes) -> None:
    with suppress(RegisterError):
        parse_register(HEAD.encode() + noise)


def written(agencies: Sequence[Agency], *, chinese: bool, labels: bool) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([HEADINGS[key][0] if chinese else key for key in HEADINGS])
    for agency in agencies:
        kind = agency.agency_class.label.zh if labels else agency.agency_class
        deadline = deadline_text(agency.local_deadline)
        before = ";".join(agency.predecessors)
        table.writerow([agency.code, agency.name, kind, agency.region, agency.parent or "", deadline or "", before])
    return text.getvalue()


WORDS = st.text(st.characters(codec="gb18030", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda word: word == word.strip() and not word.startswith("\ufeff")
)
DEADLINES = (
    st.dates().filter(lambda day: (day.month, day.day) != (2, 29)).map(lambda day: LocalDeadline(day.month, day.day))
)
CODES = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z._-]{0,9}", fullmatch=True)


@st.composite
def registers(draw: st.DrawFn) -> list[Agency]:
    codes = draw(st.lists(CODES, min_size=1, max_size=8, unique=True))
    return [
        Agency(
            code=code,
            name=draw(WORDS),
            agency_class=draw(st.sampled_from(AgencyClass)),
            region=draw(WORDS),
            parent=draw(st.none() | st.sampled_from(codes[:place])) if place else None,
            local_deadline=draw(st.none() | DEADLINES),
            predecessors=tuple(draw(st.lists(st.sampled_from(codes[:place]), unique=True))) if place else (),
        )
        for place, code in enumerate(codes)
    ]


@given(
    registers(), st.sampled_from(["zh", "en"]), st.sampled_from(["zh", "key"]), st.sampled_from(["utf-8", "utf-8-sig"])
)
def test_a_register_survives_being_written_and_read(
    agencies: list[Agency], headings: str, classes: str, encoding: str
) -> None:
    table = written(agencies, chinese=headings == "zh", labels=classes == "zh")
    assert parse_register(table.encode(encoding)) == tuple(agencies)


@settings(max_examples=40)
@given(registers(), registers())
def test_an_import_is_sorted_by_what_it_changes(before: list[Agency], after: list[Agency]) -> None:
    standing = {agency.code: agency for agency in before}
    made = changes(standing, after)
    assert sorted(agency.code for part in (made.created, made.updated, made.unchanged) for agency in part) == sorted(
        agency.code for agency in after
    )
    standing |= {agency.code: agency for agency in (*made.created, *made.updated)}
    assert changes(standing, after).unchanged == tuple(after)
