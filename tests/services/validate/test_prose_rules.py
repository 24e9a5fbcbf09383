"""Rules about wording: sound prose passes, hostile prose is judged all the same, and every place has a name."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import services.validate.rules.format
from services.cli.synthesis.reports import Plan, synthesise
from services.validate.catalogue import load
from services.validate.engine import judge
from services.validate.filing import Filing
from shared.report.annual_report import AnnualReport, Section
from shared.report.verdict import Severity
from tests.corpus import shelf

RULES = tuple(rule for _, rule in load(services.validate.rules.format))
SEED, REPORTS = 41, 120
_FEW = settings(max_examples=40, deadline=None)
_WORDS = """共 收到 申请 件 条 12 2021年 2022年， 主动公开 近 余 多 （一） （二） 1. 2月30日 六部分 由 总体情况 XX 年
填写 注： _ 。 ； 国办公开办函〔2019〕60号 占 % 次 封 较 将 无 （ ） 0月 99月99日 ９９月"""
_PIECES = st.lists(st.sampled_from([*_WORDS.split(), " ", "\n"]), max_size=60).map("".join)


def filing(report: AnnualReport) -> Filing:
    return Filing(report, shelf.reading(report), year=report.year)


def test_sound_reports_of_every_class_are_silent() -> None:
    """What synthetic agencies write is sound: nothing but （六） printed as one row is told of it."""
    for number in range(REPORTS):
        made = synthesise(SEED, number, Plan())
        report = msgspec.structs.replace(made.report, preamble=made.preamble)
        judged = judge(Filing(report, shelf.reading(report), agency=made.member.agency, year=made.year), RULES)
        assert {verdict.rule for verdict in judged if verdict.breaches} <= {"F306"}, number


@pytest.mark.parametrize("name", shelf.names())
def test_reports_of_the_corpus_have_no_error(name: str) -> None:
    judged = judge(filing(shelf.report(name)), RULES)
    assert not [one.rule for one in judged if one.breaches and one.severity is Severity.ERROR]


@_FEW
@given(
    preamble=_PIECES,
    printed=st.lists(st.tuples(st.sampled_from([None, 0, 1, 2, 3, 4, 5, 6, 7, 10, -1]), _PIECES, _PIECES), max_size=9),
)
def test_any_prose_is_judged(preamble: str, printed: list[tuple[int | None, str, str]]) -> None:
    sections = tuple(Section(number, title, text, "section[1]") for number, title, text in printed)
    report = msgspec.structs.replace(
        shelf.report("haitang-2022"), preamble=preamble, title=preamble or None, sections=sections
    )
    for verdict in judge(filing(report), RULES):
        for breach in verdict.breaches:
            assert breach.message.zh
            assert breach.message.en
