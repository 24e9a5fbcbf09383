"""What the OpenAPI document says of forms about one submission or case: their fields, as a form or as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)

from services.gateway import refusals as no
from services.gateway.access_refusals import GUARDED
from services.gateway.case_refusals import KEY_BUSY, KEY_INVALID, KEY_REUSED

TAKEN = (no.FORM_MALFORMED, no.FORM_TOO_LONG, no.MEDIA_TYPE_UNSUPPORTED, no.BUS_UNAVAILABLE, *GUARDED)
"""What any form may be answered."""
KEYED = (KEY_INVALID, KEY_REUSED, KEY_BUSY)
"""What a request with a key of its own may be answered besides."""


def text(words: str) -> Schema:
    """A field of text with that description."""
    return Schema(type=OpenAPIType.STRING, description=words)


def texts(words: str) -> Schema:
    """A field that may come several times, in JSON a list."""
    return Schema(type=OpenAPIType.ARRAY, items=Schema(type=OpenAPIType.STRING), description=words)


def taking(fields: Mapping[str, Schema], *, optional: tuple[str, ...] = (), keyed: bool = False) -> type[Operation]:
    """An operation that takes a form of these fields; with `keyed`, once however often it is sent under one key."""
    properties: dict[str, Schema | Reference] = dict(fields)
    required = [name for name in fields if name not in optional]
    parameters: list[Parameter | Reference] = [_KEY] if keyed else []

    @dataclass
    class FormOperation(Operation):
        """A form, or the same fields as one JSON object."""

        def __post_init__(self) -> None:
            form = Schema(type=OpenAPIType.OBJECT, properties=properties or None, required=required or None)
            content = {kind: OpenAPIMediaType(schema=form) for kind in _KINDS}
            self.request_body = RequestBody(content=content, required=bool(required))
            self.parameters = [*(self.parameters or []), *parameters]

    return FormOperation


@dataclass
class Listing(Operation):
    """A list of cases, narrowed down as the query says."""

    def __post_init__(self) -> None:
        self.parameters = [
            Parameter(
                name=name, param_in="query", schema=Schema(type=OpenAPIType.STRING), required=False, description=words
            )
            for name, words in _QUERY.items()
        ]


@dataclass
class Viewing(Operation):
    """A file to take away or to look at."""

    def __post_init__(self) -> None:
        words = "1 为直接显示网页或文本 · 1 shows a web page or text in place"
        self.parameters = [
            *(self.parameters or []),
            Parameter(name="view", param_in="query", schema=text(words), required=False),
        ]


_QUERY = {
    "agency": "机关代码 · The agency's code",
    "year": "报告年度 · The year the report is about",
    "state": "状态 · The state",
    "after": "从该编号之后开始 · Those behind this id",
    "page_size": "每页数量 · How many at a time, 1–500",
}
_KINDS = ("application/json", "application/x-www-form-urlencoded")
_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    schema=Schema(type=OpenAPIType.STRING, max_length=255),
    required=False,
    description="同一个键只办理一次，至少保留 24 小时 · Under one key it is done once; kept for a day at least",
)
