"""The bulletin (通报) in words, after the custom of the administration: state of things, problems, what is asked."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.portal.languages import Language, address, percent, points
from services.portal.papers.paper import (
    Grid,
    GridCell,
    Head,
    Item,
    Listing,
    Paper,
    Paragraph,
    Section,
    Sources,
    Statement,
    joined,
    plain,
    worded,
)
from services.portal.store.season_counts import Count, Roster
from services.portal.store.standing import Entry
from services.portal.texts import text
from services.portal.views.bulletin import ENOUGH, FAULTS, LEAST_COVERAGE, NAMED, Bulletin, Example
from shared.report.agency import Agency
from shared.report.scorecard import Grade
from shared.report.text import Text

COMPLETION = ("due", "on_time", "late", "in_progress", "returned", "missing")


def bulletin_paper(found: Bulletin) -> Paper:
    """The bulletin as a paper."""
    return _Writer(found).paper()


class _Writer:
    """Words the facts and numbers the lists they come from."""

    def __init__(self, found: Bulletin) -> None:
        self._found = found
        self._sources = Sources()
        self._asked = {"year": found.year, "organ": found.organ.code if found.organ else ""}

    def paper(self) -> Paper:
        found = self._found
        opening = (
            self._said(
                "bulletin.opening",
                self._season(),
                scope=self._scope(),
                year=found.year,
                due=found.count.due,
                moment=found.as_of,
            ),
        )
        sections = (
            Section(1, text("bulletin.state")),
            Section(2, text("bulletin.filing"), tuple(self._filing())),
            Section(2, text("bulletin.grading"), tuple(self._grading())),
            Section(2, text("bulletin.change"), (self._change(),)),
            Section(2, text("bulletin.good"), tuple(self._good())),
            Section(1, text("bulletin.problems")),
            Section(2, text("bulletin.not_filed"), tuple(self._not_filed())),
            Section(2, text("bulletin.contents"), tuple(self._contents())),
            Section(2, text("bulletin.bad"), tuple(self._bad())),
            Section(1, text("bulletin.asked"), (Listing(tuple(self._demands())),)),
        )
        return Paper(
            title=worded("bulletin.title", scope=self._scope(), year=found.year),
            addressee=text("bulletin.addressee"),
            opening=opening,
            sections=sections,
            issuer=worded("bulletin.issuer", scope=self._scope()),
            day=Text(Language.ZH.day(found.today), Language.EN.day(found.today)),
            notes=tuple(self._notes()),
            sources=self._sources.named,
        )

    def _scope(self) -> Text:
        organ = self._found.organ
        if organ is None:
            return text("bulletin.everywhere")
        return plain(organ.region if organ.agency_class.is_government else organ.name)

    def _said(self, key: str, href: str | None, **values: object) -> Statement:
        return Statement(worded(key, **values), self._sources.of(href) if href else None)

    def _season(self, roster: Roster | None = None) -> str:
        return address("/season", self._asked | {"list": roster.value if roster else None})

    def _league(self, grade: Grade | None = None, order: str | None = None) -> str:
        return address("/", self._asked | {"grade": grade.value if grade else None, "order": order})

    def _filing(self) -> Iterator[Paragraph | Grid]:
        found, count = self._found, self._found.count
        said = [self._said("bulletin.counts", self._season(), **_counts(count))]
        if count.stopped:
            said.append(self._said("bulletin.stopped", self._season(Roster.STOPPED), count=count.stopped))
        if found.is_open:
            said.append(self._said("bulletin.still_open", self._season(), day=found.last_day))
        if count.unlisted:
            said.append(self._said("bulletin.unlisted", self._season(), count=count.unlisted))
        if found.before.filed:
            last = address("/season", self._asked | {"year": found.year - 1})
            before = _counts(found.before)
            said.append(self._said("bulletin.counts_before", last, on_time=before["on_time"], late=before["late"]))
        yield Paragraph(tuple(said))
        rows = [(kind.label, count) for kind, count in found.classes.items() if count.due]
        if rows:
            every = [*rows, (text("bulletin.total"), count)] if len(rows) > 1 else rows
            yield Grid(
                "completion",
                worded("bulletin.completion", year=found.year),
                (Head(text("bulletin.class"), is_number=False), *(Head(text(f"bulletin.{key}")) for key in COMPLETION)),
                tuple((GridCell(name), *(_number(_counts(one)[key]) for key in COMPLETION)) for name, one in every),
            )

    def _grading(self) -> Iterator[Paragraph | Grid]:
        found = self._found
        if not found.rated and not found.grades.get(Grade.NOT_RATED):
            yield Paragraph((self._said("bulletin.none_rated", self._league()),))
            return
        each = {grade.value: found.grades.get(grade, 0) for grade in Grade}
        said = [self._said("bulletin.grades", self._league(), rated=found.rated, **each)]
        if found.rated < ENOUGH:
            said.append(self._said("bulletin.few", None, enough=ENOUGH))
        yield Paragraph(tuple(said))
        yield self._grades()

    def _grades(self) -> Grid:
        found = self._found
        with_shares, with_before = found.rated >= ENOUGH, any(found.grades_before.values())
        heads = [Head(text("bulletin.grade"), is_number=False), Head(text("bulletin.agencies"), series="good")]
        heads += [Head(text("bulletin.share"))] if with_shares else []
        heads += [Head(text("bulletin.before"), series="not_rated")] if with_before else []
        rows = []
        for grade in Grade:
            count = found.grades.get(grade, 0)
            row = [GridCell(text(f"grade.{grade}")), _number(count, self._league(grade))]
            if with_shares:
                rated = grade is not Grade.NOT_RATED
                row.append(GridCell(plain(percent(Decimal(count) / found.rated) if rated else "—")))
            if with_before:
                row.append(_number(found.grades_before.get(grade, 0)))
            rows.append(tuple(row))
        return Grid(
            "grades", worded("bulletin.grades_caption", year=found.year), tuple(heads), tuple(rows), chart="bars"
        )

    def _change(self) -> Paragraph:
        moves = self._found.moves
        if not moves.compared:
            return Paragraph((self._said("bulletin.no_change", self._league()),))
        by_change = address("/", self._asked | {"sort": "change"})
        counts = {"count": moves.compared, "up": moves.up, "down": moves.down, "same": moves.same}
        said = [self._said("bulletin.moves", by_change, **counts)]
        if moves.compared < ENOUGH:
            said.append(self._said("bulletin.few_moves", None))
        return Paragraph(tuple(said))

    def _good(self) -> Iterator[Paragraph | Listing]:
        if not self._found.good:
            yield Paragraph((self._said("bulletin.no_good", self._league()),))
            return
        yield Paragraph((self._said("bulletin.good_lead", self._league(), coverage=percent(LEAST_COVERAGE)),))
        yield Listing(tuple(_graded(one) for one in self._found.good[:NAMED]))
        if len(self._found.good) > NAMED:
            yield Paragraph((self._said("bulletin.more_tie", self._league(), named=NAMED),))

    def _not_filed(self) -> Iterator[Paragraph]:
        found, count = self._found, self._found.count
        said: list[Statement] = []
        if count.late:
            names = _names([one.submission.agency for one in found.late])
            said.append(self._said("bulletin.late_named", self._season(Roster.LATE), count=count.late, names=names))
        if found.missing:
            names = _names(found.missing)
            said.append(
                self._said("bulletin.missing_named", self._season(Roster.MISSING), count=count.missing, names=names)
            )
        elif count.missing:
            said.append(self._said("bulletin.missing_open", self._season(Roster.MISSING), count=count.missing))
        if count.returned:
            names = _names([one.submission.agency for one in found.returned])
            said.append(
                self._said("bulletin.returned_named", self._season(Roster.RETURNED), count=count.returned, names=names)
            )
        yield Paragraph(tuple(said) or (self._said("bulletin.all_filed", self._season()),))

    def _contents(self) -> Iterator[Paragraph | Grid]:
        found = self._found
        rules = address("/rules", self._asked)
        if not found.faults:
            yield Paragraph((self._said("bulletin.no_faults", rules, judged=found.judged),))
            return
        yield Paragraph((self._said("bulletin.faults_lead", rules, judged=found.judged, kinds=found.kinds_of_faults),))
        with_shares = found.judged >= ENOUGH
        heads = [Head(text("bulletin.requirement"), is_number=False), Head(text("bulletin.reports"))]
        heads += [Head(text("bulletin.share_of_judged"))] if with_shares else []
        heads += [Head(text("bulletin.places")), Head(text("bulletin.explained"))]
        rows = []
        for fault in found.faults[:FAULTS]:
            href = address(f"/rules/{fault.rule}", self._asked)
            title = fault.title.title if fault.title else None
            name = Text(f"{title.zh}（{fault.rule}）", f"{title.en} ({fault.rule})") if title else plain(fault.rule)
            row = [GridCell(name, href=href), _number(fault.filings)]
            if with_shares:
                row.append(GridCell(plain(percent(Decimal(fault.filings) / found.judged))))
            rows.append((*row, _number(fault.places), _number(fault.waived)))
        yield Grid("faults", worded("bulletin.faults_caption", year=found.year), tuple(heads), tuple(rows))

    def _bad(self) -> Iterator[Paragraph | Listing]:
        found = self._found
        failing = self._league(Grade.FAIL, "asc")
        if not found.bad:
            yield Paragraph((self._said("bulletin.no_bad", failing),))
            return
        failed, named = found.grades.get(Grade.FAIL, 0), min(len(found.bad), NAMED)
        yield Paragraph((self._said("bulletin.bad_lead", failing, count=failed, named=named),))
        yield Listing(tuple(_failing(one) for one in found.bad[:NAMED]))
        if len(found.bad) > NAMED:
            yield Paragraph((self._said("bulletin.more_tie", failing, named=NAMED),))

    def _demands(self) -> Iterator[Item]:
        count = self._found.count
        keys = (
            ("bulletin.ask_missing", count.missing),
            ("bulletin.ask_returned", count.returned),
            ("bulletin.ask_faults", self._found.faults),
            ("bulletin.ask_everybody", True),
        )
        yield from (Item(text(key)) for key, applies in keys if applies)

    def _notes(self) -> Iterator[Text]:
        yield worded("bulletin.note_counts", moment=self._found.as_of)
        if self._found.waiting:
            yield worded("bulletin.note_waiting", count=self._found.waiting)


def _counts(count: Count) -> dict[str, int]:
    return {key: getattr(count, key) for key in COMPLETION} | {"filed": count.filed}


def _number(value: int, href: str | None = None) -> GridCell:
    return GridCell(plain(value), value, href if value else None)


def _names(agencies: Sequence[Agency]) -> Text:
    names = joined([plain(one.name) for one in agencies[:NAMED]], "bulletin.and")
    return worded("bulletin.and_others", names=names) if len(agencies) > NAMED else names


def _graded(one: Entry) -> Item:
    rest = worded(
        "bulletin.example",
        total=points(one.total or Decimal(0)),
        grade=text(f"grade.{one.grade}"),
        coverage=percent(one.coverage or Decimal(0)),
    )
    return Item(plain(one.submission.agency.name), rest, f"/reports/{one.submission.id}")


def _failing(one: Example) -> Item:
    item = _graded(one.entry)
    more = [item.rest or plain("")]
    rules = [plain(headline.rule) for headline in one.entry.worst]
    if rules:
        more.append(worded("bulletin.main_faults", rules=joined(rules, "bulletin.and")))
    if one.pending:
        more.append(worded("bulletin.pending", count=one.pending))
    if one.accepted:
        more.append(worded("bulletin.accepted", count=one.accepted))
    if one.order is not None:
        more.append(worded("bulletin.order", state=one.order.label))
    return Item(item.name, joined(more, "bulletin.then"), item.href)
