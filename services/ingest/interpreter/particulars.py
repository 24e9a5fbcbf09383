"""The particulars a page prints about a document beside its title: 索引号, 发布机构, 发布日期 and their likes."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.labels import narrow

_NEAR_TOP = 60
"""Blocks from the top among which particulars are looked for."""
_LONGEST_LINE = 600
_MOST_ROWS = 12

_KINDS = {
    "index_number": ("信息索引号", "索引号", "索引码", "索取号"),
    "publisher": (
        *(
            "发布机构",
            "发文机关",
            "发布单位",
            "发文单位",
            "公开主体",
            "公开责任部门",
            "责任部门",
            "公开单位",
            "制发机关",
        ),
        *("发布机关", "信息来源", "文章来源", "来源", "来自", "作者"),
    ),
    "published": (
        *("发布日期", "发布时间", "公开日期", "公开时间", "公布日期", "公布时间", "发文日期", "发文时间", "生成日期"),
        *("更新日期", "更新时间", "发布于", "录入时间", "日期", "时间"),
    ),
    "written": ("成文日期", "成文时间", "制发日期"),
    "title": ("信息名称", "文件名称", "标题", "题名", "名称"),
    "": (
        *(
            "主题分类",
            "信息分类",
            "体裁分类",
            "组配分类",
            "文件分类",
            "服务对象",
            "分类",
            "主题词",
            "主题导航",
            "关键词",
            "关键字",
        ),
        *(
            "发文字号",
            "发布文号",
            "文件编号",
            "文号",
            "文件有效性",
            "有效性",
            "效力状态",
            "时效",
            "生效日期",
            "失效日期",
        ),
        *(
            "废止日期",
            "内容概述",
            "内容概要",
            "所属机构",
            "公开方式",
            "公开范围",
            "公开形式",
            "载体类型",
            "语种",
            "栏目",
        ),
        *(
            "浏览次数",
            "浏览量",
            "浏览",
            "点击数",
            "点击量",
            "阅读次数",
            "阅读量",
            "阅读",
            "访问量",
            "字体",
            "字号",
            "打印",
        ),
        *("责任编辑", "编辑", "审核", "信息公开类别", "原文链接", "本地目录", "分享"),
    ),
}
_OF = {label: kind for kind, labels in _KINDS.items() for label in labels}
_SPACED = "|".join(r"\s*".join(label) for label in sorted(_OF, key=len, reverse=True))
_PAIR = re.compile(rf"(?:(?<=[\s|\[\]()>】【,;\d日])|^)[\[【]?({_SPACED})[\]】]?\s*:\s*")
_WEAK = frozenset({"来源", "来自", "作者", "信息来源", "文章来源"})
_ENDS = re.compile(r"\s*(?:[|\[【]|\s{2}|$)")


class Particular(NamedTuple):
    """One thing a page says about its document."""

    kind: str
    label: str
    value: str


def particulars(document: Document) -> list[Particular]:
    """Every particular that is printed near the top and not empty, in printed order, the surer of a kind first."""
    found = [one for block in document.blocks[:_NEAR_TOP] for one in _in_block(block) if one.kind and one.value]
    return sorted(found, key=lambda one: (one.label in _WEAK, list(_OF).index(one.label)))


def first(found: Sequence[Particular], kind: str) -> str | None:
    """The first particular of a kind."""
    return next((one.value for one in found if one.kind == kind), None)


def _in_block(block: Paragraph | Grid) -> Iterator[Particular]:
    if isinstance(block, Paragraph):
        yield from _in_line(block.text)
        return
    for row in block.rows[:_MOST_ROWS]:
        texts = [narrow(cell.text).strip() for cell in row]
        for label, value in zip(texts, [*texts[1:], ""], strict=False):
            key = _label(label)
            if key is not None and _label(value) is None:
                yield Particular(_OF[key], key, value.strip())
            elif key is None:
                yield from _in_line(label)


def _label(text: str) -> str | None:
    """The label that a whole cell prints."""
    key = "".join(text.split()).strip(":[]【】")
    return key if key in _OF else None


def _in_line(line: str) -> Iterator[Particular]:
    """Labels with a colon, each with what follows up to the next."""
    if ":" not in line and "：" not in line:
        return
    text = narrow(line[:_LONGEST_LINE])
    marks = list(_PAIR.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        key = "".join(mark[1].split())
        value = text[mark.end() : following.start() if following else len(text)]
        if end := _ENDS.search(value):
            value = value[: end.start()]
        yield Particular(_OF[key], key, value.strip(" \t,;[]()【】|"))
