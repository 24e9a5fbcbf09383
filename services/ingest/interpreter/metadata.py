"""Facts about the report as a whole: title, agency, year, day of publication, statistical period."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from services.ingest.document import Document, Paragraph
from services.ingest.interpreter import days
from services.ingest.interpreter.particulars import Particular, first, particulars
from services.ingest.labels import narrow, squeeze
from services.ingest.notes import note
from shared.report.annual_report import Period
from shared.report.reading import Note

_NEAR_TOP = 30
_MAX_TITLE = 80
_SHORTEST_NAME = 3
_MAX_LINE = 400
_DIGITS = str.maketrans("〇○零一二三四五六七八九十", "0001234567890")
_YEAR = r"((?:19|20)[0-9]{2}|[二][〇○零][〇○零一二三四五六七八九][〇○零一二三四五六七八九十])"
_ABOUT = r"(?:信息公开|政务公开)"
_REPORT = re.compile(
    rf"{_YEAR}年度?.{{0,40}}?{_ABOUT}.{{0,14}}?(?:报告|年报)|{_ABOUT}[^。]{{0,12}}?{_YEAR}年度?[^。]{{0,10}}?(?:报告|年报)"
    rf"|{_ABOUT}[^。]{{0,8}}?(?:报告|年报)\({_YEAR}年度?\)"
)
_REPORT_ALONE = re.compile(rf"^(?:政府)?{_ABOUT}(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)$")
_AGENCY_FIRST = re.compile(rf"^(.+?)(?:关于)?(?:发布|公布|编制)?{_YEAR}年")
_AGENCY_AFTER = re.compile(
    rf"{_YEAR}年度?(?!政府信息|信息公开|政务公开)(.+?)(?:政府信息公开|信息公开|政务公开|政府信息)"
)
_AGENCY_ALONE = re.compile(rf"^(.+?)(?:政府)?{_ABOUT}")
_YEAR_ALONE = re.compile(rf"^{_YEAR}年?度?$")
_TAIL = re.compile(rf"(?:政府)?{_ABOUT}.*$")
_LABEL = re.compile(r"^(?:标\s*题|题\s*目|名\s*称|信息名称)\s*[::]")
_ORGAN = re.compile(
    r"(?:政府|局|委|委员会|办公室|办公厅|办事处|厅|部|院|中心|管委会|街道|镇|乡|区|市|县|省|署|行|所|站|队|园)$"
)
_BEGINS = re.compile(r"^[一1]\s*[、.]\s*(?:总体|概述|基本情况|工作)")
_SENTENCE = re.compile(r"[。;]")


class Metadata(msgspec.Struct, frozen=True):
    """What was found; anything not printed is None."""

    title: str | None
    agency: str | None
    year: int | None
    published_on: date | None
    period: Period | None
    index_number: str | None = None
    publisher: str | None = None
    notes: tuple[Note, ...] = ()


def metadata(document: Document) -> Metadata:
    """Read the facts from the top of the document, its envelope, and the sentence about the statistical period."""
    texts = _texts(document)
    beside = particulars(document)
    period = days.period(texts)
    title, before = _title(texts, [document.hints.get("title"), first(beside, "title")], period)
    year = _year_in(title) if title else None
    notes: list[Note] = []
    if year is not None and period is not None and period.end.year != year:
        notes.append(note("year.conflict", "year", value=period.end.year))
    if year is None and period is not None:
        year = period.end.year
    published, signed = _published(texts, beside, document.hints)
    if published is None and signed is not None:
        notes.append(note("published.from_signature", "published_on", value=signed))
    publisher = document.hints.get("publisher") or _publisher(beside)
    return Metadata(
        title,
        _agency(title, before) or publisher,
        year,
        published or signed,
        period,
        document.hints.get("index_number") or first(beside, "index_number"),
        publisher,
        tuple(notes),
    )


def _texts(document: Document) -> list[str]:
    """Writing outside tables, and of table lines those with one cell."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(narrow(block.text))
        else:
            rows = ([cell.text for cell in row if cell.text] for row in block.rows)
            texts.extend(narrow(row[0]) for row in rows if len(row) == 1)
    return texts


def _title(texts: Sequence[str], named: Sequence[str | None], period: Period | None) -> tuple[str | None, str]:
    """The title, and the line above it, where some agencies print their name.

    A page may name the reports of other years in its navigation: the title is what the page says its title is, or the
    line right above the report that names the year of its figures.
    """
    lines = list(_title_lines(texts))
    if not lines:
        return _title_in_running_text(texts, named)
    chosen = [line for line in lines if any(squeeze(line[0]) in squeeze(name) for name in named if name)] or lines
    if period is not None:
        chosen = [line for line in chosen if _year_in(line[0]) == period.end.year] or chosen
    years = {_year_in(line[0]) for line in chosen}
    title, above = chosen[0] if len(years) == 1 else chosen[-1]
    return title, above


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a report and names its year."""
    line = _LABEL.sub("", narrow(text[: _MAX_TITLE * 2])).strip()
    return len(line) <= _MAX_TITLE and not _SENTENCE.search(line) and bool(_REPORT.search(squeeze(line)))


def opens_first_part(text: str) -> bool:
    """Whether a line begins with the heading of the first part."""
    return bool(_BEGINS.match(narrow(text[:_MAX_TITLE]).strip()))


def _title_lines(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Lines above the first part that read like the title of a report, each with the line above it."""
    found: list[tuple[str, str]] = []
    above = ""
    for place, text in enumerate(texts):
        line = _LABEL.sub("", text[:_MAX_LINE]).strip()
        if (_BEGINS.match(line) and (found or place > _NEAR_TOP)) or place > _NEAR_TOP * 5:
            break
        squeezed = squeeze(line)
        if is_title(line):
            found.append((line, above))
        elif _REPORT_ALONE.match(squeezed) and (_year_in(above) or _ORGAN.search(squeeze(above))):
            found.append((f"{above}{line}", "") if _year_in(above) else (line, above))
        above = line
    return [one for one in found if _year_in(one[0])] or found


def _title_in_running_text(texts: Sequence[str], named: Sequence[str | None]) -> tuple[str | None, str]:
    """Where a dump has no line breaks, the title is what stands before the first sentence."""
    for text in [*(name for name in named if name), *texts[:_NEAR_TOP]]:
        if (match := _REPORT.search(narrow(text[:_MAX_LINE]))) and "。" not in text[: match.start()]:
            start = max(text.rfind(mark, 0, match.start()) for mark in (" ", "\n", "|", ">")) + 1
            line = text[start if match.start() - start <= _MAX_TITLE else match.start() : match.end()].strip()
            return line, ""
    return None, ""


def _agency(title: str | None, above: str) -> str | None:
    if title is None:
        return None
    squeezed = squeeze(title)
    for pattern, group in ((_AGENCY_FIRST, 1), (_AGENCY_AFTER, 2), (_AGENCY_ALONE, 1)):
        name = match[group] if (match := pattern.search(squeezed)) else ""
        name = _TAIL.sub("", name.strip("-—_|《>:·"))
        if len(name) >= _SHORTEST_NAME and not _YEAR_ALONE.match(name):
            return name
    name = squeeze(above)
    return name if _ORGAN.search(name) and len(name) <= _NEAR_TOP else None


def _publisher(beside: Sequence[Particular]) -> str | None:
    """Who published the page; a source that is no organ (`网站`, a number) is none."""
    named = [one for one in beside if one.kind == "publisher"]
    sure = [one.value.split()[0] for one in named if "机" in one.label or _ORGAN.search(one.value.split()[0])]
    return sure[0] if sure else None


def _year_in(text: str) -> int | None:
    match = re.search(_YEAR + "年", squeeze(text))
    return int(match[1].replace("二", "2").translate(_DIGITS)) if match else None


def _published(
    texts: Sequence[str], beside: Sequence[Particular], hints: dict[str, str]
) -> tuple[date | None, date | None]:
    """The day the page says it was published, and the day the report is signed with."""
    told = [
        hints.get("published"),
        *(one.value for kind in ("published", "written") for one in beside if one.kind == kind),
    ]
    day = next((day for text in told if text and (day := days.first_day(text))), None)
    return day, days.signed(texts, _NEAR_TOP)
