"""What the OpenAPI document says that signatures cannot: exact numbers, figures by address, and answers that say no."""

from decimal import Decimal
from typing import Any

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import OpenAPI, OpenAPIType, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition
from typing_extensions import override

from services.portal.problems import MEDIA_TYPE, Problem
from shared.report.figures import Figures

_NO = {
    400: "查询条件有误 · A condition is not written as it should be",
    404: "没有找到 · Not found",
    503: "暂时无法查询 · Not available just now",
}
_SCHEMAS: dict[Any, Schema] = {
    Decimal: Schema(type=OpenAPIType.NUMBER),
    Figures: Schema(
        type=OpenAPIType.OBJECT,
        title="Figures",
        description="表→行→列→数字；空白为 null · Table, row, column, number; a blank is null",
    ),
}


class NounSchemas(OpenAPISchemaPlugin):
    """The nouns of the house that litestar cannot describe by itself, as `shared.report.codec` writes them."""

    @override
    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        return any(field_definition.annotation == kind for kind in _SCHEMAS)

    @override
    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: object) -> Schema:
        """The schema of such a noun."""
        del schema_creator
        return next(schema for kind, schema in _SCHEMAS.items() if field_definition.annotation == kind)


def openapi() -> OpenAPIConfig:
    """What the document is about; `api` has its route, since litestar's own would answer every path beside it."""
    return OpenAPIConfig(
        title="勾稽 · Gouji",
        version="1",
        description="政府信息公开年报的评价结果，与页面同源 · Results of auditing annual reports, as on the pages",
        path="/v1/openapi",
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
    )


def amend(document: OpenAPI) -> None:
    """An integer is a number too, so the document must not ask for exactly one of the two."""
    for schema in (document.components.schemas or {}).values():
        for property_ in (schema.properties or {}).values():
            if isinstance(property_, Schema) and property_.one_of:
                kinds = [each.type for each in property_.one_of if isinstance(each, Schema)]
                if OpenAPIType.NUMBER in kinds:
                    property_.one_of = [
                        each
                        for each in property_.one_of
                        if not (isinstance(each, Schema) and each.type is OpenAPIType.INTEGER)
                    ]


def answers(shape: type, *refusals: int) -> dict[int, ResponseSpec]:
    """The answers of an operation: one body when it can be given, problem details when not."""
    found = {200: ResponseSpec(shape, generate_examples=False, description="OK")}
    for status in (*refusals, 503):
        found[status] = ResponseSpec(
            Problem,
            generate_examples=False,
            media_type=MEDIA_TYPE,
            description=_NO[status],
        )
    return found
