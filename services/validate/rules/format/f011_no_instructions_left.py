"""F011 — nothing of the template's instructions or placeholders was left in."""

import re

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.prose import matches, spotless, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_SIGNS = (
    "表格形式报告",
    "编写说明",
    "填写",
    "填报",
    "此处",
    "空）",
    "空)",
    "情况进行综述",
    "先适当综述",
    "逻辑关系",
    "XX",
    "xx",
    "ＸＸ",
    "××",
    "X年",
    "__",
    "＿",
)
_LEFT = re.compile(
    r"该部分以表格形式报告|编写说明[：:]|(?:填报|填写|编写)(?:说明|要求)[：:]|[（(](?:空|填写[^）)]{0,20}|请[^）)]{0,10}填写[^）)]{0,10})[）)]"
    r"|[注备][：:][^。\n]{0,40}(?:填写|填报)|请在?此处?(?:处)?(?:填写|填报|补充|说明)|此处(?:填写|填报|补充|插入)"
    r"|对本(?:行政)?机关[^。\n]{0,40}情况进行综述|可先适当综述|要注意数据间的逻辑关系"
    r"|20(?:[XxＸ×]{2}|\d[XxＸ×])年|(?<![A-Za-z\d])[XxＸ×]{2,4}(?=年|月|日|件|条|份|次|个|项|万?元|局|委员会|镇人民|乡人民|街道办|县人民|区人民|市人民|单位|机关|%)"
    r"|[（(](?:单位|机关|部门)名称[）)]|_{3,}|＿{2,}"
)


def check(filing: Filing, at: str) -> Judgement:
    text = words(filing)[at]
    return spotless(matches(_LEFT, text) if any(sign in text for sign in _SIGNS) else ())


RULE = Rule(
    id="F011",
    revision=1,
    title=Text("没有残留模板说明和占位符", "No template text left in"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text("{at}残留模板文字{actual}。", "{at} still has template text: {actual}."),
    fix=Text(
        "删去模板的说明文字，把占位符换成实际内容。",
        "Delete the instructions, and put real contents for the placeholders.",
    ),
    places=written,
    check=check,
)
