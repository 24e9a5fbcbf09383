"""What the OpenAPI document says that signatures cannot: bodies that stream in, and the answers that say no."""

from dataclasses import dataclass
from itertools import groupby

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)

from services.gateway import refusals as no
from services.gateway.acceptance import FIRST_YEAR
from services.gateway.access_refusals import GUARDED
from services.gateway.problems import MEDIA_TYPE, Kind, Problem

_FIELDS: dict[str, Schema | Reference] = {
    "agency": Schema(type=OpenAPIType.STRING, description="机关代码 · The agency's code in the register"),
    "year": Schema(type=OpenAPIType.INTEGER, minimum=FIRST_YEAR, description="报告年度 · The year the report is about"),
    "published_on": Schema(
        type=OpenAPIType.STRING,
        format=OpenAPIFormat.DATE,
        description="公开日期 · The day the agency published the report",
    ),
    "draft": Schema(type=OpenAPIType.BOOLEAN, default=False, description="预检 · A pre-check, never ranked"),
}
_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description="年度报告 · The annual report")
_TEXT = Schema(
    type=OpenAPIType.STRING,
    description="不传文件时：粘贴的网页或文本 · Instead of a file: the page or its text, pasted",
)
_FILENAME = Schema(type=OpenAPIType.STRING, description="文件名 · What the file is called")
_METADATA = Schema(type=OpenAPIType.OBJECT, properties=_FIELDS, description="以上各项的 JSON · The same as one object")
_REQUIRED = ["agency", "year"]

EVERYWHERE = (no.REQUEST_INVALID, no.STORE_UNAVAILABLE, no.INTERNAL)
FILING = (
    *(no.FILE_EMPTY, no.FILE_MISSING, no.FILE_REPEATED, no.FILE_TOO_LARGE),
    *(no.FORM_MALFORMED, no.FORM_TOO_LONG, no.METADATA_INVALID, no.MEDIA_TYPE_UNSUPPORTED),
    *(no.AGENCY_MISSING, no.AGENCY_UNKNOWN, no.YEAR_MISSING, no.YEAR_INVALID, no.YEAR_OUT_OF_RANGE),
    *GUARDED,
    *(no.PUBLISHED_ON_INVALID, no.DRAFT_INVALID, no.BUS_UNAVAILABLE),
)
IMPORT = (no.REGISTER_INVALID, no.MEDIA_TYPE_UNSUPPORTED, no.FILE_TOO_LARGE, *GUARDED)


@dataclass
class FilingOperation(Operation):
    """A filing: a form, or the file itself with the fields in the query."""

    def __post_init__(self) -> None:
        form = Schema(
            type=OpenAPIType.OBJECT,
            properties={"file": _FILE, "text": _TEXT, **_FIELDS, "metadata": _METADATA},
            required=_REQUIRED,
        )
        content = {"multipart/form-data": OpenAPIMediaType(schema=form), "*/*": OpenAPIMediaType(schema=_FILE)}
        self.request_body = RequestBody(content=content, required=True)
        self.parameters = [
            Parameter(
                name=name, param_in="query", schema=schema, required=False, description="不用表单时 · Without a form"
            )
            for name, schema in {**_FIELDS, "filename": _FILENAME}.items()
        ]


@dataclass
class ImportOperation(Operation):
    """An import of the register."""

    def __post_init__(self) -> None:
        table = Schema(
            type=OpenAPIType.STRING,
            description=(
                "code,name,class,region,parent,deadline(MM-DD),predecessors(code;code)；"
                "或 代码,名称,类别,地区,上级,截止日期,前身"
            ),
        )
        self.request_body = RequestBody(content={"text/csv": OpenAPIMediaType(schema=table)}, required=True)


def refusals(*kinds: Kind) -> dict[int, ResponseSpec]:
    """The answers that say no, by status, with the codes each can have; any request can fail in some ways."""
    possible = sorted({kind.code: kind for kind in (*kinds, *EVERYWHERE)}.values(), key=lambda kind: kind.status)
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            media_type=MEDIA_TYPE,
            description="、".join(kind.code for kind in same),
        )
        for status, same in groupby(possible, key=lambda kind: kind.status)
    }
