"""The agency register as people keep it: one CSV file, headed in Chinese or English, saved by whatever program."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from shared.report.agency import Agency, AgencyClass, LocalDeadline
from shared.report.text import Text

HEADINGS = {
    "code": ("代码", "机关代码", "单位代码", "统一社会信用代码"),
    "name": ("名称", "机关名称", "单位名称"),
    "class": ("类别", "机关类别", "单位类别"),
    "region": ("地区", "行政区划", "所属地区"),
    "parent": ("上级", "上级代码", "上级机关"),
    "deadline": ("截止日期", "截止日", "报送截止日期"),
    "predecessors": ("前身", "前身代码", "前身机关"),
}
"""For every column its key, which is also its English heading, and the Chinese headings it goes by."""

REQUIRED = ("code", "name", "class", "region")
_LEAP = 2024
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_BETWEEN = re.compile(r"[;；,，、\s]+")
_DEADLINE = re.compile(r"(\d{1,2})(?:-|/|月)(\d{1,2})日?")
_CLASSES = {**{item.value: item for item in AgencyClass}, **{item.label.zh: item for item in AgencyClass}}
_COLUMNS = {heading: key for key, headings in HEADINGS.items() for heading in (key, *headings)}


class RowProblem(msgspec.Struct, frozen=True):
    """What is wrong in one row, numbered as a spreadsheet shows it: the heading is row 1."""

    row: int
    column: str
    code: str
    message: Text


class RegisterError(Exception):
    """The register cannot be used as it is; `problems` names every row and reason."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.row))
        super().__init__("; ".join(f"row {problem.row}: {problem.message.en}" for problem in self.problems))


class Changes(msgspec.Struct, frozen=True):
    """What an import does to the register."""

    created: tuple[Agency, ...]
    updated: tuple[Agency, ...]
    unchanged: tuple[Agency, ...]


def parse_register(data: bytes, known: Mapping[str, str | None] | None = None) -> tuple[Agency, ...]:
    """Read a register file: columns code, name, class, region and, when there are any, parent, deadline, predecessors.

    A deadline is written MM-DD; predecessors are codes of the agencies continued, with semicolons or spaces between.
    `known` maps the codes that stand in the register already to their parents, so that a file may add to it.

    Raises:
        RegisterError: anything at all is wrong; then nothing of the file is to be used.
    """
    heading, *rows = _rows(data)
    columns = _columns(heading)
    numbered = [(number, row) for number, row in enumerate(rows, start=2) if any(row)]
    problems: list[RowProblem] = []
    found: list[tuple[int, Agency]] = []
    for number, row in numbered:
        fields = {key: row[place] if place < len(row) else "" for key, place in columns.items()}
        wrong = [*_surplus(number, row, len(heading)), *_faults(number, fields)]
        problems += wrong
        if not wrong:
            found.append((number, _agency(fields)))
    if not numbered:
        problems.append(RowProblem(1, "", "register.empty", Text("文件中没有任何机关。", "The file lists no agency.")))
    codes = [(number, _cell(row, columns["code"])) for number, row in numbered]
    listed = {code for _, code in codes}
    problems += [
        *_duplicates(codes),
        *_orphans(found, listed, known or {}),
        *_strangers(found, {*listed, *(known or {})}),
    ]
    if problems:
        raise RegisterError(problems)
    return tuple(agency for _, agency in found)


def is_code(value: str) -> bool:
    """Whether the value can be an agency's code at all."""
    return _CODE.fullmatch(value) is not None


def changes(standing: Mapping[str, Agency], agencies: Sequence[Agency]) -> Changes:
    """Sort the agencies of an import by what they change."""
    return Changes(
        created=tuple(agency for agency in agencies if agency.code not in standing),
        updated=tuple(agency for agency in agencies if standing.get(agency.code, agency) != agency),
        unchanged=tuple(agency for agency in agencies if standing.get(agency.code) == agency),
    )


def deadline_text(deadline: LocalDeadline | None) -> str | None:
    """A local deadline as the register writes it, `MM-DD`."""
    return None if deadline is None else f"{deadline.month:02d}-{deadline.day:02d}"


def _rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            wording = Text("文件编码既不是 UTF-8 也不是 GB18030。", "The file is neither UTF-8 nor GB18030 text.")
            raise RegisterError([RowProblem(1, "", "register.encoding", wording)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend([cell.strip() for cell in row] for row in reader)
    except csv.Error:
        wording = Text("该行的引号或分隔符不完整。", "The quotes or separators of this row do not close.")
        raise RegisterError([RowProblem(len(rows) + 1, "", "register.csv", wording)]) from None
    return rows or [[]]


def _columns(heading: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    problems: list[RowProblem] = []
    for place, title in enumerate(heading):
        key = _COLUMNS.get(title.lower())
        if key in columns:
            wording = Text("“{column}”列出现了两次。", "Column “{column}” appears twice.").format(column=title)
            problems.append(RowProblem(1, title, "column.duplicate", wording))
        elif key is not None:
            columns[key] = place
    for key in REQUIRED:
        if key not in columns:
            wording = Text("缺少“{zh}”列（{key}）。", "Column “{key}” ({zh}) is missing.")
            problems.append(RowProblem(1, key, "column.missing", wording.format(key=key, zh=HEADINGS[key][0])))
    if problems:
        raise RegisterError(problems)
    return columns


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _surplus(number: int, row: Sequence[str], width: int) -> Iterator[RowProblem]:
    if any(row[width:]):
        wording = Text("该行的列数多于表头。", "This row has more columns than the heading.")
        yield RowProblem(number, "", "row.too_wide", wording)


def _faults(number: int, fields: Mapping[str, str]) -> Iterator[RowProblem]:
    for key in REQUIRED:
        if not fields[key]:
            wording = Text("“{zh}”为空。", "“{key}” is empty.").format(zh=HEADINGS[key][0], key=key)
            yield RowProblem(number, key, "cell.empty", wording)
    codes = [(key, fields.get(key, "")) for key in ("code", "parent")]
    codes += [("predecessors", code) for code in _listed(fields.get("predecessors", ""))]
    for key, value in codes:
        if value and not is_code(value):
            wording = Text(
                "代码“{value}”只能由字母、数字、点、横线和下划线组成，最长 64 位。",
                "Code “{value}” may hold letters, digits, dots, dashes and underscores only, 64 at most.",
            )
            yield RowProblem(number, key, "code.invalid", wording.format(value=value))
    if fields["class"] and fields["class"] not in _CLASSES:
        wording = Text("没有“{value}”这一类别；可用：{zh}。", "There is no class “{value}”; known: {en}.").format(
            value=fields["class"],
            zh="、".join(item.label.zh for item in AgencyClass),
            en=", ".join(AgencyClass),
        )
        yield RowProblem(number, "class", "class.unknown", wording)
    deadline = fields.get("deadline", "")
    if deadline and _deadline(deadline) is None:
        wording = Text(
            "截止日期“{value}”不是每年都有的一天（格式：月-日，如 01-31）。",
            "Deadline “{value}” is not a day of every year (write month-day, such as 01-31).",
        )
        yield RowProblem(number, "deadline", "deadline.invalid", wording.format(value=deadline))


def _agency(fields: Mapping[str, str]) -> Agency:
    deadline = fields.get("deadline", "")
    return Agency(
        code=fields["code"],
        name=fields["name"],
        agency_class=_CLASSES[fields["class"]],
        region=fields["region"],
        parent=fields.get("parent") or None,
        local_deadline=_deadline(deadline) if deadline else None,
        predecessors=_listed(fields.get("predecessors", "")),
    )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in _BETWEEN.split(value) if code))


def _deadline(value: str) -> LocalDeadline | None:
    match = _DEADLINE.fullmatch(value)
    if match is None:
        return None
    month, day = int(match[1]), int(match[2])
    try:
        date(_LEAP + 1, month, day)
    except ValueError:
        return None
    return LocalDeadline(month, day)


def _duplicates(codes: Sequence[tuple[int, str]]) -> Iterator[RowProblem]:
    first: dict[str, int] = {}
    for number, code in codes:
        if code and first.setdefault(code, number) != number:
            wording = Text("代码“{code}”与第 {row} 行重复。", "Code “{code}” repeats that of row {row}.")
            yield RowProblem(number, "code", "code.duplicate", wording.format(code=code, row=first[code]))


def _orphans(
    found: Sequence[tuple[int, Agency]], codes: set[str], known: Mapping[str, str | None]
) -> Iterator[RowProblem]:
    circling = _circling({**known, **{agency.code: agency.parent for _, agency in found}})
    for number, agency in found:
        parent = agency.parent
        if parent is None:
            continue
        if parent not in codes and parent not in known:
            wording = Text("上级“{parent}”不在名录中。", "Parent “{parent}” is not in the register.")
            yield RowProblem(number, "parent", "parent.unknown", wording.format(parent=parent))
        elif agency.code in circling:
            wording = Text("沿上级关系会回到该机关自身。", "Following the parents leads back to this agency.")
            yield RowProblem(number, "parent", "parent.circular", wording)


def _strangers(found: Sequence[tuple[int, Agency]], codes: set[str]) -> Iterator[RowProblem]:
    for number, agency in found:
        for code in agency.predecessors:
            if code == agency.code:
                wording = Text("前身“{value}”就是该机关自身。", "Predecessor “{value}” is the agency itself.")
                yield RowProblem(number, "predecessors", "predecessor.itself", wording.format(value=code))
            elif code not in codes:
                wording = Text("前身“{value}”不在名录中。", "Predecessor “{value}” is not in the register.")
                yield RowProblem(number, "predecessors", "predecessor.unknown", wording.format(value=code))


def _circling(parents: Mapping[str, str | None]) -> set[str]:
    """Codes that are their own ancestor; every code is walked over once, however long a chain a file makes up."""
    circling: set[str] = set()
    walked: set[str] = set()
    for code in parents:
        path: dict[str, None] = {}
        above: str | None = code
        while above is not None and above not in walked and above not in path:
            path[above] = None
            above = parents.get(above)
        if above in path:
            steps = list(path)
            circling.update(steps[steps.index(above) :])
        walked.update(path)
    return circling
