"""F405 — 表四 is there with all its rows and cells."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import NOTHING_OMITTED, UNIFORM_FORM
from services.validate.noted import places_noted
from services.validate.printed import LACKING, lacking
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "reviews"


def places(filing: Filing) -> Iterable[str]:
    return places_noted(filing, TABLE, LACKING)


RULE = Rule(
    id="F405",
    revision=1,
    title=Text("表四行列齐全", "Table 4 whole"),
    basis=(NOTHING_OMITTED, UNIFORM_FORM),
    severity=Severity.ERROR,
    message=Text("报告中{actual}{at}。", "{at} is {actual} from the report."),
    fix=Text(
        "按统一格式补上缺少的表格、行或格，没有发生的填 0。",
        "Add the table, row or cell as the form has it; where nothing happened write 0.",
    ),
    places=places,
    check=lacking,
)
