"""Every code that reading uses has its wording, in both languages."""

import re
from pathlib import Path

import pytest

from services.ingest import notes, reasons

ROOM = Path(__file__).parents[3] / "services" / "ingest"
SOURCES = {path: path.read_text("utf8") for path in ROOM.rglob("*.py") if path.name not in {"notes.py", "reasons.py"}}
KINDS = "page|published|cell|correction|row|table|form|text|year|file|document|json|archive|object"
CODE = re.compile(rf'"((?:{KINDS})\.[a-z_0-9]+)"')
USED = sorted({code for text in SOURCES.values() for code in CODE.findall(text)})


@pytest.mark.parametrize("code", USED)
def test_the_code_has_a_wording(code: str) -> None:
    text = (
        reasons.reason(code, what="甲").message
        if code in reasons._MESSAGES  # noqa: SLF001 - the list of wordings is what is tested
        else notes.note(code, "place", "乙", "丙").text
    )
    assert re.search(r"[\u4e00-\u9fff]", text.zh)
    assert not re.search(r"[\u4e00-\u9fff]", re.sub("[甲乙丙]", "", text.en))
    assert "{" not in text.zh + text.en


def test_every_wording_is_used() -> None:
    assert {*notes._TEXTS, *reasons._MESSAGES} == set(USED)  # noqa: SLF001 - the list of wordings is what is tested
