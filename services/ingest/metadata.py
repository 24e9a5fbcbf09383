"""Facts about the report as a whole: title, agency, year, day of publication, statistical period."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from services.ingest.document import Document, Paragraph
from services.ingest.labels import narrow, squeeze
from services.ingest.notes import note
from shared.report.annual_report import Period
from shared.report.reading import Note

_NEAR_TOP = 30
_MAX_TITLE = 80
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"((?:19|20)[0-9]{2}|[二][〇○零][〇○零一二三四五六七八九]{2})"
_REPORT = re.compile(rf"{_YEAR}年度?.{{0,40}}?(?:信息公开|政务公开).{{0,12}}?报告")
_AGENCY_FIRST = re.compile(rf"^(.+?)(?:关于)?(?:发布|公布|编制)?{_YEAR}年")
_AGENCY_AFTER = re.compile(
    rf"{_YEAR}年度?(?!政府信息|信息公开|政务公开)(.+?)(?:政府信息公开|信息公开|政务公开|政府信息)"
)
_LABEL = re.compile(r"^(?:标题|题目|名称)[::]")
_ORGAN = re.compile(r"(?:政府|局|委|委员会|办公室|办公厅|办事处|厅|部|院|中心|管委会|街道|镇|乡|区|市|县|省)$")
_DAY = r"([0-9]{4})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
_SECOND_DAY = r"(?:([0-9]{4})\s*[年./-]\s*)?([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
_RANGE = re.compile(rf"{_DAY}\s*(?:起)?\s*,?\s*(?:至|到|—+|-+|~|～)\s*{_SECOND_DAY}")
_PUBLISHED = re.compile(rf"(?:发布日期|发布时间|公开日期|公布日期|发布于|时间)\s*[::]?\s*{_DAY}")


class Metadata(msgspec.Struct, frozen=True):
    """What was found; anything not printed is None."""

    title: str | None
    agency: str | None
    year: int | None
    published_on: date | None
    period: Period | None
    notes: tuple[Note, ...] = ()


def metadata(document: Document) -> Metadata:
    """Read the facts from the top of the document, its envelope, and the sentence about the statistical period."""
    texts = _texts(document)
    title, before = _title(texts, document.hints.get("title"))
    period = _period(texts)
    year = _year_in(title) if title else None
    notes: tuple[Note, ...] = ()
    if year is not None and period is not None and period.end.year != year:
        notes = (note("year.conflict", "year", value=period.end.year),)
    if year is None and period is not None:
        year = period.end.year
    return Metadata(title, _agency(title, before), year, _published(texts, document.hints), period, notes)


def _texts(document: Document) -> list[str]:
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(narrow(block.text))
        else:
            rows = ([cell.text for cell in row if cell.text] for row in block.rows)
            texts.extend(narrow(row[0]) for row in rows if len(row) == 1)
    return texts


def _title(texts: Sequence[str], hint: str | None) -> tuple[str | None, str]:
    """The title, and the line above it, where some agencies print their name."""
    above = ""
    for text in texts[:_NEAR_TOP]:
        line = _LABEL.sub("", text).strip()
        if len(line) <= _MAX_TITLE and _REPORT.search(squeeze(line)):
            return line, above
        above = line
    for text in [hint or "", *texts[:_NEAR_TOP]]:
        # Where a dump has no line breaks, the title is what stands before the first sentence.
        if (match := _REPORT.search(narrow(text[:400]))) and "。" not in text[: match.start()]:
            start = max(text.rfind(mark, 0, match.start()) for mark in (" ", "\n", "|", ">")) + 1
            line = text[start if match.start() - start <= _MAX_TITLE else match.start() : match.end()].strip()
            return line, ""
    return None, ""


def _agency(title: str | None, above: str) -> str | None:
    if title is None:
        return None
    squeezed = squeeze(title)
    for pattern, group in ((_AGENCY_FIRST, 1), (_AGENCY_AFTER, 2)):
        if (match := pattern.search(squeezed)) and match[group].strip():
            return match[group].strip("-—_|《")
    name = squeeze(above)
    return name if _ORGAN.search(name) and len(name) <= _NEAR_TOP else None


def _year_in(text: str) -> int | None:
    match = re.search(_YEAR + "年", squeeze(text))
    return int(match[1].replace("二", "2").translate(_DIGITS)) if match else None


def _period(texts: Sequence[str]) -> Period | None:
    """The first range of days in a sentence about statistics, else the first range in full dates."""
    ranges = [(text, match) for text in texts for match in _RANGE.finditer(text)]
    about = [match for text, match in ranges if "统计" in text[max(match.start() - 40, 0) : match.start()]]
    for match in about or [match for _, match in ranges]:
        start = _date(*match.group(1, 2, 3))
        end = _date(match[4] or match[1], match[5], match[6])
        if start is not None and end is not None:
            return Period(start, end)
    return None


def _published(texts: Sequence[str], hints: dict[str, str]) -> date | None:
    candidates = [re.search(_DAY, narrow(hints.get("published", "")))]
    candidates += [_PUBLISHED.search(text[:2000]) for text in texts[:_NEAR_TOP]]
    return next((day for match in candidates if match and (day := _date(*match.group(1, 2, 3)))), None)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
