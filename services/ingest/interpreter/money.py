"""The unit of money that a table's head prints (单位：元), which decides what an amount under it means."""

import re
from collections.abc import Iterable

from services.ingest.labels import squeeze

FORM_UNIT = "万元"
_PRINTED = re.compile(r"单位[:为]?\(?([^()，,;；]{1,8})|\(([^()]{0,6}元)\)")
_UNITS = ("亿元", "千元", "百元", "万元", "元", "万")


def unit_in(texts: Iterable[str]) -> str:
    """The unit printed in any of the texts; the form's own unit where none is printed."""
    for text in texts:
        for match in _PRINTED.finditer(squeeze(text)):
            words = match[1] or match[2]
            if unit := next((unit for unit in _UNITS if unit in words), None):
                return unit
    return FORM_UNIT
