"""Impact runs: an administrator lays what `gouji replay` has measured before the house; nothing is changed by it."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_201_CREATED

from services.gateway.case_documentation import TAKEN, taking, text
from services.gateway.case_refusals import IMPACT_INVALID, no
from services.gateway.documentation import refusals
from services.gateway.forms import Asked, done, read_fields
from services.gateway.outbox import Outbox, state
from services.gateway.rows import signed_in
from shared.access.door import For
from shared.events.impact_measured import ImpactMeasuredV1
from shared.report.impact import ImpactRun, read_impact
from shared.report.text import Text
from shared.storage.database import Database

_LONGEST_TITLE = 200
_TOLD = Text("试评结果已收下，将显示在相关规则页上。", "The run has been taken; the pages of its rules will show it.")

Clock = Callable[[], datetime]
_Laying = taking(
    {
        "title": text("试评的是什么 · What was tried"),
        "replay": text("gouji replay --format json 的输出 · What `gouji replay --format json` printed"),
    }
)


class Impacts(Controller):
    """试评 · Impact runs of candidate rules and rubrics."""

    path = "/v1/impacts"
    tags = ("试评 · Impact runs",)

    @post(
        status_code=HTTP_201_CREATED,
        operation_class=_Laying,
        summary="提交试评结果 · Lay an impact run before the house",
        responses=refusals(IMPACT_INVALID, *TAKEN),
        opt={"for": For.ADMINISTRATORS, "form": True},
    )
    async def lay(
        self,
        request: Asked,
        database: NamedDependency[Database],
        outbox: NamedDependency[Outbox],
        clock: NamedDependency[Clock],
    ) -> Response[bytes]:
        """201 with the run. A long output may be cut at the end of a line: the summary comes first."""
        fields = await read_fields(request)
        title, by = fields.one("title"), signed_in(request)
        if not 0 < len(title) <= _LONGEST_TITLE:
            raise no(IMPACT_INVALID, "title", reason="title")
        try:
            impact = read_impact(fields.one("replay").splitlines())
        except ValueError as error:
            raise no(IMPACT_INVALID, "replay", reason=error) from None
        run = ImpactRun(id=uuid4(), title=title, impact=impact, laid_by=by.id, layer=by.name, laid_at=clock())
        told = ImpactMeasuredV1(
            event_id=ImpactMeasuredV1.id_from(run.id), cause_id=run.id, occurred_at=run.laid_at, run=run
        )
        async with database.transaction() as connection:
            await state(connection, told)
        await outbox.deliver_soon()
        return done(request, run, message=_TOLD, identity=run.id, status=HTTP_201_CREATED)
