"""What is read in prose about figures: three tables of sentences, real reports, and prose made to break it."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.claims.extract import MOST_CLAIMS, claims
from services.ingest.claims.lexicon import lexicon
from services.ingest.reading import read
from shared.report.annual_report import Section
from shared.report.claim import AMBIGUOUS, Claim, ClaimKind, Relation
from shared.report.edition import edition, editions
from tests.services.ingest.claims.claim_notation import AGENCY, Case, cases

SAMPLES = Path(__file__).parents[4] / "../shared/samples"
SENTENCES = cases("sentences.toml")
UNSEEN = cases("unseen_sentences.toml")
LATER = cases("later_sentences.toml")
HOSTILE = (
    *(
        "收到政府信息公开申请5件，",
        "收到政府信息公开申请5件",
        "予以公开、",
        "未收到申请",
        "未",
        "(",
        "《",
        "行政复议、",
    ),
    *(
        "全部办结",
        "占5%",
        "2022年",
        "上年结转",
        "各",
        "1-",
        "1 ",
        "1,111",
        "一百",
        "第",
        "a1",
        "较去年增长",
        "申请",
        "啊",
    ),
)


def of(*texts: str, year: int | None = 2022, agency: str | None = AGENCY, form: str = "2021") -> tuple[Claim, ...]:
    """The claims of a report whose first part says these texts."""
    sections = [Section(1, "一、总体情况", "\n".join(texts), "paragraph[1]")]
    return claims(sections, edition(form), year, frozenset(), agency)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case.text[:40])
def test_a_sentence_makes_just_these_claims(case: Case) -> None:
    assert case.found() == case.expected()


@pytest.mark.parametrize("table", [SENTENCES, UNSEEN, LATER], ids=["sentences", "unseen", "later"])
def test_precision_and_recall(table: list[Case]) -> None:
    right, wrong, missing = Counter[tuple[Any, ...]](), 0, 0
    for case in table:
        expected, found = case.expected(), case.found()
        right += expected & found
        wrong += (found - expected).total()
        missing += (expected - found).total()
    assert right.total() / (right.total() + wrong) >= 0.98
    assert right.total() / (right.total() + missing) >= 0.97


def test_the_tables_are_large_enough() -> None:
    assert len(SENTENCES) >= 150
    assert len(UNSEEN) >= 60
    assert sum(not case.claims for case in SENTENCES) >= 30


@pytest.mark.parametrize("case", [*SENTENCES, *UNSEEN, *LATER], ids=lambda case: case.text[:40])
def test_every_claim_has_a_known_kind_and_cells_of_its_form(case: Case) -> None:
    form = edition(case.edition)
    for claim in case.read():
        assert claim.kind in set(ClaimKind)
        assert all(form.has(cell) for each in claim.about for cell in (*each.cells, *each.of))
        assert (claim.kind == AMBIGUOUS) == (len(claim.about) > 1)
        assert claim.text in case.text
        assert claim.at.startswith("part.1.sentence[")


def test_a_claim_says_where_its_sentence_stands() -> None:
    found = of(
        "（一）主动公开。全年公开信息8条。", "（二）依申请公开。共收到申请5件。", "其中予以公开3件，部分公开2件。"
    )
    assert [(claim.kind, claim.at) for claim in found] == [
        ("disclosed_on_website", "part.1.sentence[2]"),
        ("received", "part.1.sentence[4]"),
        ("granted", "part.1.sentence[5]"),
        ("partly_granted", "part.1.sentence[5]"),
    ]


def test_a_long_sentence_is_quoted_around_its_number() -> None:
    long = "认真落实各项要求，" * 30
    (claim,) = of(f"{long}全年收到政府信息公开申请 ７５ 件，{long}。")
    assert claim.value == 75
    assert "收到政府信息公开申请 ７５ 件" in claim.text
    assert len(claim.text) <= 120


def test_nothing_carries_over_into_the_next_subsection() -> None:
    assert [claim.kind for claim in of("（一）依申请公开。收到申请3件。", "（二）平台建设。不予公开2件。")] == [
        "received"
    ]


def test_a_heading_that_the_form_does_not_know_is_read_as_prose() -> None:
    sections = [Section(None, "七、收到政府信息公开申请9件", "", "paragraph[1]")]
    (claim,) = claims(sections, edition("2021"), 2022, frozenset(), AGENCY)
    assert claim.value == 9
    assert claim.at == "section[1].sentence[1]"


def test_words_of_the_tables_run_together_are_no_prose() -> None:
    table = "（本列数据的勾稽关系为：第一项加第二项之和）申请人情况自然人予以公开 210000021件部分公开8件"
    assert of(table) == ()
    assert of("第二十条第（一）项信息内容本年制发件数规章0件行政规范性文件制发22件") == ()


def test_without_a_year_years_decide_nothing() -> None:
    assert [claim.value for claim in of("2019年收到政府信息公开申请5件。", year=None)] == [5]


def test_without_an_agency_its_name_may_be_any() -> None:
    assert [claim.value for claim in of("柳湾县教育局收到政府信息公开申请5件。", agency=None)] == [5]
    assert of("柳湾县教育局收到政府信息公开申请5件。") == ()


def test_a_merged_row_holds_more_than_one_of_its_reasons() -> None:
    sections = [Section(3, "三、", "申请人逾期不补正2件，其他处理3件，不予处理0件。", "paragraph[1]")]
    merged = claims(sections, edition("2021"), 2022, frozenset({"other_combined"}), AGENCY)
    assert [(claim.kind, claim.relation, claim.about[0].cells) for claim in merged[:2]] == [
        ("other_no_correction", Relation.AT_LEAST, ("requests.other_combined.total",)),
        ("other", Relation.EQUAL, ("requests.other_combined.total",)),
    ]


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("mark", ["", "。"])
def test_a_million_characters_are_read_within_bounds(unit: str, mark: str) -> None:
    sentence = unit * (1400 // len(unit)) + mark
    found = of(sentence * (1_000_000 // len(sentence)))
    assert len(found) <= MOST_CLAIMS
    assert all(len(claim.text) <= 120 for claim in found)


WORDS = st.sampled_from(sorted(lexicon().words))
PIECES = st.one_of(WORDS, WORDS, st.integers(0, 99).map(lambda n: f"{n}件"), st.sampled_from(list("，；、。（）：%年")))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(sorted(editions())))
def test_words_in_any_order_break_nothing(text: str, form: str) -> None:
    for claim in of(text, form=form):
        assert claim.kind in set(ClaimKind)
        assert claim.text in text
        assert all(edition(form).has(cell) for each in claim.about for cell in each.cells)


def sample(name: str) -> dict[str, list[Claim]]:
    """Claims of a real report, by kind."""
    path = next(SAMPLES.glob(f"{name}_*"), None) if SAMPLES.exists() else None
    if path is None:
        pytest.skip(f"there is no sample {name} beside the project")
    found: dict[str, list[Claim]] = {}
    for claim in read(path.read_bytes(), path.name, "").report.claims:
        found.setdefault(claim.kind, []).append(claim)
    return found


def values(found: dict[str, list[Claim]]) -> dict[str, list[Decimal]]:
    return {kind: [claim.value for claim in each] for kind, each in found.items()}


def test_a_sound_report_of_a_zone() -> None:
    assert values(sample("000")) == {
        "disclosed_on_website": [9252],
        "ambiguous": [13, 10],
        "unavailable": [2],
        "carried_forward": [1],
    }


def test_the_prose_of_a_provincial_office() -> None:
    found = sample("006")
    assert values(found) == {
        "received": [859, Decimal("-12.3")],
        "closed": [805],
        "brought_forward": [18],
        "carried_forward": [72],
        "disclosed": [258],
        "denied": [35],
        "unavailable": [265],
        "declined": [158],
        "other": [0],
        "ambiguous": [Decimal("33.9"), Decimal("4.34"), Decimal("32.9"), Decimal("19.6")],
        "reconsideration": [7, 0, 0, 0],
        "litigation": [9, 0, 0, 0],
    }
    pending = {cell for claim in found["reconsideration"] for each in claim.about for cell in each.cells}
    assert "reviews.reconsideration.pending" in pending


def test_the_prose_of_a_zone_over_three_years() -> None:
    assert values(sample("014"))["received"] == [75, 72, 3]
    assert values(sample("016"))["ambiguous"] == [218]
    assert values(sample("018")) | {"information_fee": [0]} == values(sample("018"))
    assert values(sample("018"))["closed"] == [69]
