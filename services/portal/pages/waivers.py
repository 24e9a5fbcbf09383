"""The explanations of agencies and what was decided about them."""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, Row, export, wanted
from services.portal.pages.asked import number, one_of, word
from services.portal.pages.boards import trail
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.cases import Under
from services.portal.store.model import ReadModel
from services.portal.texts import text
from services.portal.views.cases import WaiverLine, codes_of, waiver_line
from services.portal.views.league import pages, window
from shared.access.door import For
from shared.report.submission import china_today
from shared.report.waiver import WaiverState

PAGE_SIZE = 20
COLUMNS = (
    *("code", "agency", "year", "rule", "places", "explanation", "requested"),
    *("state", "decision", "decided", "until"),
)
_CHUNK = 500


class WaiversPage(Controller):
    """Public where results are: whoever explains a finding does so before everybody, and so does whoever decides."""

    include_in_schema = False

    @get("/waivers", opt={"for": For.READERS})
    async def waivers(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("waivers").time():
            asked = request.query_params
            under = await sight.cases(word(asked, "organ"), published=True)
            state, rule = one_of(asked, "state", WaiverState), word(asked, "rule")
            if wanted(request):
                return export(request, _table(model, sight, under, state, rule))
            counts = await model.cases.waiver_counts(under, rule)
            size = counts.get(state, 0) if state else sum(counts.values())
            last = pages(size, PAGE_SIZE)
            here = min(max(number(asked, "page") or 1, 1), last)
            return page(
                request,
                "waivers.html.jinja",
                organ=await model.register.agency(under.organ) if under.organ else None,
                trail=() if under.alone else await trail(model, sight.top, under.organ),
                organs=() if under.alone else await model.register.organs_below(under.organ or None),
                alone=under.alone,
                counts=tuple((one, counts.get(one, 0)) for one in WaiverState),
                total=sum(counts.values()),
                state=state,
                rule=rule,
                title=(await model.rulebook.texts([rule])).get(rule) if rule else None,
                lines=await _lines(model, sight, under, state, rule, start=(here - 1) * PAGE_SIZE),
                today=china_today(),
                current=here,
                pages=last,
                window=tuple(window(here, last)),
            )


async def _lines(
    model: ReadModel,
    sight: Sight,
    under: Under,
    state: WaiverState | None,
    rule: str | None,
    *,
    start: int = 0,
    most: int = PAGE_SIZE,
) -> tuple[WaiverLine, ...]:
    found = await model.cases.waivers_under(under, state=state, rule=rule, start=start, most=most)
    codes = codes_of(found)
    agencies, lineages = await model.register.agencies(codes), await model.register.lineages(codes)
    texts = await model.rulebook.texts(sorted({one.rule for one in found}))
    account, today = sight.account, china_today()
    return tuple(
        waiver_line(
            one,
            agencies.get(one.agency_code),
            texts,
            today,
            may_decide=account is not None
            and account.id != one.requested_by
            and account.may_supervise(lineages.get(one.agency_code, (one.agency_code,))),
            may_withdraw=sight.may_file(one.agency_code),
        )
        for one in found
    )


def _table(model: ReadModel, sight: Sight, under: Under, state: WaiverState | None, rule: str | None) -> ExportTable:
    async def rows() -> AsyncIterator[Sequence[Row]]:
        start = 0
        while lines := await _lines(model, sight, under, state, rule, start=start, most=_CHUNK):
            yield [_row(line) for line in lines]
            start += _CHUNK

    return ExportTable("waivers", [Column(key, text(f"waivers.{key}")) for key in COLUMNS], rows())


def _row(line: WaiverLine) -> Row:
    one = line.waiver
    until: date | None = one.until
    return (
        one.agency_code,
        line.agency.name if line.agency else None,
        one.year,
        one.rule,
        " ".join(one.places),
        one.explanation,
        one.requested_at,
        one.state.label,
        one.decision,
        one.decided_at,
        until,
    )
