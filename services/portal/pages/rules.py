"""The rules that were breached, and the page of each."""

from collections.abc import AsyncIterator, Sequence

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, Row, export, one_chunk, wanted
from services.portal.pages.asked import number, word
from services.portal.pages.boards import trail
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.cases import Under
from services.portal.store.model import ReadModel
from services.portal.store.rule_findings import RuleText
from services.portal.store.tables import EVERYWHERE
from services.portal.texts import text
from services.portal.views.cases import place_name
from services.portal.views.league import pages, window
from services.portal.views.rules import (
    RuleLine,
    offender_lines,
    place_lines,
    rule_lines,
    rule_year,
    rule_years,
)
from services.portal.views.season import season_year
from services.portal.views.trials import TrialPage, trial_page
from shared.access.door import For
from shared.report.submission import china_today
from shared.report.waiver import WaiverState

PAGE_SIZE = 50
MOST_PLACES = 20
LIST_COLUMNS = ("rule", "claim", "severity", "year", "filings", "judged", "share", "places", "waived")
OFFENDER_COLUMNS = ("code", "agency", "class", "year", "severity", "places", "at", "waived", "total")
_CHUNK = 500


class RulesPage(Controller):
    """What goes wrong, and where; a clerk sees what the own agency's reports breach."""

    include_in_schema = False

    @get("/rules", opt={"for": For.READERS})
    async def rules(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("rules").time():
            under = await sight.cases(word(request.query_params, "organ"), published=True)
            years, year = await _years(model, under, number(request.query_params, "year"))
            judged = await model.rulebook.judged(under.organ, years, alone=under.alone)
            breached = await model.rulebook.breached(under.organ, years, alone=under.alone)
            texts = await model.rulebook.texts(sorted({one.rule for one in breached}))
            lines = rule_lines(breached, judged, texts, year)
            if wanted(request):
                return export(request, _list(lines))
            return page(
                request,
                "rules.html.jinja",
                organ=await model.register.agency(under.organ) if under.organ else None,
                trail=() if under.alone else await trail(model, sight.top, under.organ),
                organs=() if under.alone else await model.register.organs_below(under.organ or None),
                alone=under.alone,
                year=year,
                years=years,
                judged=judged.get(year, 0),
                lines=lines,
                runs=() if sight.charge is None else await model.trials.latest(),
            )

    @get("/rules/{rule:str}", opt={"for": For.READERS})
    async def rule(
        self,
        request: Asked,
        rule: FromPath[str],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("rule").time():
            under = await sight.cases(word(request.query_params, "organ"), published=True)
            years, year = await _years(model, under, number(request.query_params, "year"))
            trial = await _trial(model, sight, rule)
            told = (await model.rulebook.texts([rule])).get(rule)
            if told is None and trial is None:
                raise NotFoundException
            if wanted(request):
                return export(request, _offenders(model, rule, under, year))
            judged = await model.rulebook.judged(under.organ, years, alone=under.alone)
            breached = await model.rulebook.breached(under.organ, years, rule, alone=under.alone)
            now = rule_year([one for one in breached if one.year == year], judged, year)
            last = pages(now.filings, PAGE_SIZE)
            here = min(max(number(request.query_params, "page") or 1, 1), last)
            offenders = await model.rulebook.offenders(
                rule, under.organ, year, alone=under.alone, start=(here - 1) * PAGE_SIZE, most=PAGE_SIZE
            )
            places = await model.rulebook.places(rule, under.organ, year, MOST_PLACES, alone=under.alone)
            waivers = await model.cases.waiver_counts(under, rule)
            return page(
                request,
                "rule.html.jinja",
                told=told or RuleText(id=rule, revision=0, severity=None),
                organ=await model.register.agency(under.organ) if under.organ else None,
                trail=() if under.alone else await trail(model, sight.top, under.organ),
                organs=() if under.alone else await model.register.organs_below(under.organ or None),
                alone=under.alone,
                year=year,
                years=years,
                now=now,
                trend=rule_years(breached, judged),
                places=place_lines(places, year),
                lines=offender_lines(offenders, year),
                trial=trial,
                waivers=tuple((state, waivers.get(state, 0)) for state in WaiverState),
                current=here,
                pages=last,
                window=tuple(window(here, last)),
            )


async def _trial(model: ReadModel, sight: Sight, rule: str) -> TrialPage | None:
    """The latest run of a candidate of the rule, for supervisors; its reports by name for who may see all of them."""
    runs = () if sight.charge is None else await model.trials.latest(rule, 1)
    return trial_page(runs[0], rule, named=sight.charge == EVERYWHERE) if runs else None


async def _years(model: ReadModel, under: Under, asked: int | None) -> tuple[tuple[int, ...], int]:
    """The years with filings, the latest first, and the one that is meant."""
    years = await model.league.years(under.organ)
    year = (years[0] if years else season_year(china_today())) if asked is None else asked
    return tuple(sorted({*years, year}, reverse=True)), year


def _list(lines: Sequence[RuleLine]) -> ExportTable:
    return ExportTable(
        "rules",
        [Column(key, text(f"rules.{key}")) for key in LIST_COLUMNS],
        one_chunk(
            (
                line.rule,
                line.title,
                text(f"severity.{line.severity}"),
                one.year,
                one.filings,
                one.judged,
                round(one.share, 4),
                one.places,
                one.waived,
            )
            for line in lines
            for one in line.years
        ),
    )


def _offenders(model: ReadModel, rule: str, under: Under, year: int) -> ExportTable:
    async def rows() -> AsyncIterator[Sequence[Row]]:
        start = 0
        while found := await model.rulebook.offenders(
            rule, under.organ, year, alone=under.alone, start=start, most=_CHUNK
        ):
            yield [
                (
                    one.entry.submission.agency.code,
                    one.entry.submission.agency.name,
                    one.entry.submission.agency.agency_class.label,
                    year,
                    text(f"severity.{one.severity}"),
                    one.breaches,
                    "；".join(place_name(at, year).zh for at in one.places),
                    one.waived,
                    one.entry.total,
                )
                for one in found
            ]
            start += _CHUNK

    return ExportTable(f"{rule}-{year}", [Column(key, text(f"rules.{key}")) for key in OFFENDER_COLUMNS], rows())
