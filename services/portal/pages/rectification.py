"""The rectification board: what was sent back to agencies, what became of it, and what is overdue."""

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
from services.portal.store.progress import Progress
from services.portal.texts import text
from services.portal.views.cases import OrderLine, OrderState, codes_of, order_counts, order_line
from services.portal.views.league import pages, window
from shared.access.door import For
from shared.report.submission import china_today

PAGE_SIZE = 20
COLUMNS = (
    *("code", "agency", "year", "rules", "demand", "ordered", "due", "state"),
    *("overdue", "settled", "items", "answer", "answered"),
)
_CHUNK = 500


class RectificationPage(Controller):
    """Orders to the agencies under an organ; a clerk sees those to the own agency and answers them."""

    include_in_schema = False

    @get("/rectification", opt={"for": For.SIGNED_IN})
    async def rectification(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("rectification").time():
            asked = request.query_params
            under = await sight.cases(word(asked, "organ"), published=False)
            state, today = one_of(asked, "state", OrderState), china_today()
            if wanted(request):
                return export(request, _table(model, sight, under, state, today))
            counts = order_counts(await model.cases.rectification_counts(under, today))
            size = sum(count for kind, count in counts if kind is (state or kind) and (state or kind.progress))
            last = pages(size, PAGE_SIZE)
            here = min(max(number(asked, "page") or 1, 1), last)
            return page(
                request,
                "rectification.html.jinja",
                organ=await model.register.agency(under.organ) if under.organ else None,
                trail=() if under.alone else await trail(model, sight.charge, under.organ),
                organs=() if under.alone else await model.register.organs_below(under.organ or None),
                alone=under.alone,
                counts=counts,
                total=sum(count for kind, count in counts if kind.progress),
                state=state,
                lines=await _lines(model, sight, under, state, today, start=(here - 1) * PAGE_SIZE),
                current=here,
                pages=last,
                window=tuple(window(here, last)),
            )


async def _lines(
    model: ReadModel,
    sight: Sight,
    under: Under,
    state: OrderState | None,
    today: date,
    *,
    start: int = 0,
    most: int = PAGE_SIZE,
) -> tuple[OrderLine, ...]:
    overdue = state is OrderState.OVERDUE
    found = await model.cases.rectifications_under(
        under,
        standing=tuple(Progress) if state is None or state.progress is None else (state.progress,),
        overdue_on=today if overdue else None,
        start=start,
        most=most,
    )
    agencies = await model.register.agencies(codes_of(found))
    texts = await model.rulebook.texts(sorted({item.rule for one in found for item in one.order.items}))
    # Whoever may open the board of an organ supervises everybody below it.
    return tuple(
        order_line(
            one,
            agencies.get(one.order.agency_code),
            texts,
            today,
            may_close=not under.alone,
            may_answer=sight.may_file(one.order.agency_code),
        )
        for one in found
    )


def _table(model: ReadModel, sight: Sight, under: Under, state: OrderState | None, today: date) -> ExportTable:
    async def rows() -> AsyncIterator[Sequence[Row]]:
        start = 0
        while lines := await _lines(model, sight, under, state, today, start=start, most=_CHUNK):
            yield [_row(line) for line in lines]
            start += _CHUNK

    return ExportTable("rectification", [Column(key, text(f"rectification.{key}")) for key in COLUMNS], rows())


def _row(line: OrderLine) -> Row:
    order = line.ordered.order
    return (
        order.agency_code,
        line.agency.name if line.agency else None,
        order.year,
        " ".join(item.rule for item in order.items),
        order.demand,
        order.ordered_at,
        order.due_on,
        text(f"rectification.state_{line.ordered.progress}"),
        line.is_overdue,
        line.settled,
        len(order.items),
        order.answer,
        order.answered_at,
    )
