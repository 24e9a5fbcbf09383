"""Near copies are found by their bands, whatever the agencies are called."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.validate.minhash import BANDS, bands
from services.validate.shingles import anonymous, shared_percent
from shared.report.annual_report import AnnualReport
from tests.services.validate.hearings import OVERVIEW, normalized

LETTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 900))
LEAST = 85


def report(overview: str, agency: str | None = None) -> AnnualReport:
    return msgspec.structs.replace(normalized(2023, overview=overview).report, agency=agency)


@given(st.data())
@settings(max_examples=60, derandomize=True)
def test_texts_that_share_enough_share_a_band(data: st.DataObject) -> None:
    size = data.draw(st.integers(200, 600))
    start = data.draw(st.integers(0, 200))
    text = [LETTERS[(start + 7 * place) % len(LETTERS)] for place in range(size)]
    changed = list(text)
    for place in data.draw(st.lists(st.integers(0, size - 1), max_size=size // 60)):
        changed[place] = "某"
    one, other = "".join(text), "".join(changed)
    if shared_percent(one, other) >= LEAST:
        assert not set(bands(one)).isdisjoint(bands(other))


def test_texts_that_share_little_share_no_band() -> None:
    half = len(LETTERS) // 2
    assert shared_percent(LETTERS[:half], LETTERS[half:]) == 0
    assert set(bands(LETTERS[:half])).isdisjoint(bands(LETTERS[half:]))


def test_bands_are_the_same_in_every_process_of_every_release() -> None:
    assert len(set(bands(LETTERS))) == BANDS
    assert bands(LETTERS)[:2] == (2703843216392964399, -1307168642329259164)
    assert bands("") == bands("公开") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东海省临江市海棠区教育局", "东海省临江市玉兰区水务局"),
        ("临江市海棠镇人民政府", "滨江市玉兰镇人民政府"),
        ("东海省自然资源厅", "西山自治区发展和改革委员会"),
    ],
)
def test_names_of_agencies_and_their_seats_do_not_count(one: str, other: str) -> None:
    def told(name: str) -> str:
        seat = name[:6]
        return anonymous(report(f"{name}认真履职。{OVERVIEW}我局在{seat}设点12处。{name}负责监督。", name), name)

    assert shared_percent(told(one), told(other)) >= LEAST


def test_numbers_selves_and_denials_do_not_count() -> None:
    plain = anonymous(report(OVERVIEW), None)
    assert anonymous(report(OVERVIEW.replace("全区坚持", "我镇2023年坚持") + "全年未收到政府信息公开申请。"), None) == (
        plain.replace("坚持", "年坚持", 1)
    )


def test_little_prose_is_no_evidence() -> None:
    assert anonymous(report(OVERVIEW[:100]), None) == ""
