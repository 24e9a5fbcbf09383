"""What a bulletin says: fair to the named, careful with few, every statement from a list."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from services.portal.languages import Language
from services.portal.papers.bulletin import bulletin_paper
from services.portal.papers.paper import Grid, Listing, Paper, Paragraph
from services.portal.store.rule_findings import Breached, RuleText
from services.portal.store.season_counts import Count
from services.portal.store.standing import Entry, Status
from services.portal.store.wanted import Moves
from services.portal.views.bulletin import (
    NAMED,
    Bulletin,
    Example,
    bad_examples,
    commonest,
    good_examples,
    last_day,
    overdue,
)
from shared.report.agency import AgencyClass
from shared.report.rectification import Rectification, RectificationState
from shared.report.scorecard import Grade
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.waiver import Waiver, WaiverState
from tests.services.portal import specimens as make

COUNTY = make.agency("C", "望潮县人民政府", "东海省望潮县", kind=AgencyClass.COUNTY_GOVERNMENT)
AS_OF = datetime(2026, 4, 8, 1, 0, tzinfo=UTC)


def entry(code: str, total: str, grade: Grade = Grade.GOOD, coverage: str = "0.9") -> Entry:
    filed = make.submission(make.agency(code, f"第{code}局"))
    return Entry(submission=filed, status=Status.SCORED, grade=grade, total=Decimal(total), coverage=Decimal(coverage))


def waiver(code: str, state: WaiverState) -> Waiver:
    return Waiver(
        id=make.identity("waiver", code, state),
        agency_code=code,
        year=2025,
        submission_id=make.submission().id,
        rule="A301",
        revision=1,
        places=("requests.closed.total",),
        binding="",
        explanation="申请人撤回。",
        requested_by=make.identity("who"),
        requester="某",
        requested_at=AS_OF,
        state=state,
    )


def order(code: str, state: RectificationState) -> Rectification:
    return Rectification(
        id=make.identity("order", code, state),
        agency_code=code,
        year=2025,
        submission_id=make.submission().id,
        items=(),
        demand="请核对。",
        due_on=date(2026, 5, 1),
        ordered_by=make.identity("who"),
        orderer="某",
        ordered_at=AS_OF,
        state=state,
    )


FACTS = Bulletin(
    organ=COUNTY,
    year=2025,
    as_of=AS_OF,
    today=date(2026, 4, 8),
    classes={
        AgencyClass.DEPARTMENT: Count(due=40, on_time=34, late=2, returned=1),
        AgencyClass.TOWNSHIP: Count(due=5, on_time=4, in_progress=1),
    },
    before=Count(due=45, on_time=40, late=1),
    last_day=date(2026, 3, 31),
    grades={Grade.EXCELLENT: 20, Grade.GOOD: 15, Grade.PASS: 3, Grade.FAIL: 1, Grade.NOT_RATED: 1},
    grades_before={Grade.GOOD: 41},
    moves=Moves(compared=38, up=20, down=10),
    judged=40,
    faults=commonest(
        [Breached(year=2025, rule="A301", severity=Severity.ERROR, filings=8, places=11, waived=2)],
        {"A301": RuleText(id="A301", revision=1, severity=Severity.ERROR, title=Text("收支相抵", "Sums tie out"))},
    ),
    kinds_of_faults=1,
    good=(entry("1", "99.00", Grade.EXCELLENT),),
    bad=(Example(entry=entry("9", "41.00", Grade.FAIL), pending=1, order=RectificationState.ANSWERED),),
    late=(entry("2", "80.00"), entry("3", "80.00")),
    returned=(entry("4", "0.00"),),
    missing=(make.agency("5", "第5局"), make.agency("6", "第6局"), make.agency("7", "第7局")),
    waiting=2,
)


def told(paper: Paper, language: Language = Language.ZH) -> str:
    said = [language.say(paper.title), *(language.say(one.text) for one in paper.opening)]
    for section in paper.sections:
        said.append(language.say(section.heading))
        for block in section.blocks:
            match block:
                case Paragraph(statements):
                    said.extend(language.say(one.text) for one in statements)
                case Listing(items):
                    said.extend(language.say(one.name) + (language.say(one.rest) if one.rest else "") for one in items)
                case Grid():
                    said.extend(language.say(cell.text) for row in block.rows for cell in row)
    return "\n".join([*said, *(language.say(note) for note in paper.notes)])


def test_it_is_written_as_the_administration_writes() -> None:
    paper = bulletin_paper(FACTS)
    assert paper.title.zh == "关于东海省望潮县2025年度政府信息公开工作年度报告编制发布情况的通报"
    headings = [section.heading.zh for section in paper.sections if section.level == 1]
    assert headings == ["一、总体情况", "二、主要问题", "三、下一步要求"]
    assert paper.issuer.zh == "东海省望潮县政府信息公开工作主管部门"
    assert paper.day == Text("2026年4月8日", "8 April 2026")


def test_every_statement_of_fact_has_its_list() -> None:
    paper = bulletin_paper(FACTS)
    statements = [
        one
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for one in block.statements
    ]
    assert all(one.source for one in (*paper.opening, *statements))
    assert [source.number for source in paper.sources] == list(range(1, len(paper.sources) + 1))
    assert len({source.href for source in paper.sources}) == len(paper.sources)
    assert all("organ=C" in source.href and "year=202" in source.href for source in paper.sources)


def test_the_counts_add_up_in_words_and_table() -> None:
    paper = bulletin_paper(FACTS)
    assert "应报45家，已核查40家，其中按期38家、迟报2家；审核中1家，退回重报1家，未报3家。" in told(paper)
    completion = next(grid for grid in paper.grids if grid.key == "completion")
    assert [cell.text.zh for cell in completion.rows[-1]] == ["合计", "45", "38", "2", "1", "1", "3"]


def test_who_explains_is_named_as_such() -> None:
    said = told(bulletin_paper(FACTS))
    assert "第9局41.00分，不合格，可判断内容90%，已提出说明1件，尚待审核，结论以审核结果为准，整改通知：" in said
    assert "另有2件说明尚待审核" in said


@pytest.mark.parametrize("rated", [3, 29])
def test_of_few_no_shares_are_given(rated: int) -> None:
    paper = bulletin_paper(
        replace(FACTS, grades={Grade.GOOD: rated}, judged=rated, moves=Moves(compared=rated, up=rated))
    )
    said = told(paper)
    assert "不计算比例" in said
    assert "不据此判断趋势" in said
    assert not [head for grid in paper.grids for head in grid.heads if head.text.zh.startswith("占")]
    assert [head.text.zh for head in bulletin_paper(FACTS).grids[2].heads] == [
        "应当做到",
        "未做到的家数",
        "占已核查",
        "处数",
        "其中说明已采纳",
    ]


def test_while_there_is_time_nobody_is_named_as_missing() -> None:
    said = told(bulletin_paper(replace(FACTS, today=date(2026, 1, 20), missing=())))
    assert "未报3家，期限尚未届满" in said
    assert "部分机关的期限到2026年3月31日为止" in said
    assert "第5局" not in said


def test_when_all_is_well_it_says_so() -> None:
    well = replace(
        FACTS,
        classes={AgencyClass.DEPARTMENT: Count(due=1, on_time=1)},
        before=Count(),
        grades={Grade.EXCELLENT: 1},
        grades_before={},
        moves=Moves(),
        judged=1,
        faults=(),
        kinds_of_faults=0,
        bad=(),
        late=(),
        returned=(),
        missing=(),
        waiting=0,
    )
    said = told(bulletin_paper(well))
    for words in (
        "没有迟报、未报或退回的机关",
        "未发现不符合要求之处",
        "没有评为不合格的报告",
        "没有可与上年比较的报告",
    ):
        assert words in said
    assert "上年度按期" not in said


def test_english_is_complete() -> None:
    paper = bulletin_paper(FACTS)
    said = told(paper, Language.EN)
    assert "Must file: 45" in said
    assert "Sums tie out (A301)" in said
    assert "{" not in said
    assert "{" not in told(paper)


def test_ties_stay_together_and_too_many_are_not_chosen_from_silently() -> None:
    best = [entry(f"{number:02}", "90.00") for number in range(30)]
    chosen = good_examples(best)
    assert len(chosen) == NAMED + 1
    assert "同分的机关较多，以上只按编码顺序列出10家" in told(bulletin_paper(replace(FACTS, good=chosen)))
    few = [entry("1", "95.00"), *(entry(str(number), "90.00") for number in range(2, 8)), entry("9", "80.00")]
    assert [one.submission.agency.code for one in good_examples(few)] == ["1", "2", "3", "4", "5", "6", "7"]


def test_those_with_the_fewest_points_are_named_together() -> None:
    worst = [entry(f"{number:02}", "40.00", Grade.FAIL) for number in range(30)]
    named = bad_examples(worst, {}, {})
    assert len(named) == NAMED + 1
    assert "以上只按编码顺序列出10家" in told(bulletin_paper(replace(FACTS, bad=named)))
    apart = [entry(str(number), f"{30 + number}.00", Grade.FAIL) for number in range(8)]
    assert [one.entry.submission.agency.code for one in bad_examples(apart, {}, {})] == ["0", "1", "2", "3", "4"]


def test_a_good_example_is_graded_good_and_judged_enough() -> None:
    assert good_examples([entry("1", "99", coverage="0.79"), entry("2", "70", Grade.PASS)]) == ()
    assert good_examples([]) == ()


def test_a_bad_example_carries_what_the_agency_has_said() -> None:
    place = ("1", 2025)
    waivers = {
        place: [
            waiver("1", WaiverState.REQUESTED),
            waiver("1", WaiverState.WITHDRAWN),
            waiver("1", WaiverState.ACCEPTED),
        ]
    }
    orders = {place: [order("1", RectificationState.WITHDRAWN), order("1", RectificationState.ANSWERED)]}
    (found,) = bad_examples([entry("1", "40", Grade.FAIL), entry("2", "70", Grade.PASS)], waivers, orders)
    assert (found.pending, found.accepted, found.order) == (1, 1, RectificationState.ANSWERED)


def test_the_commonest_faults_come_first_and_notices_are_none() -> None:
    def breached(rule: str, severity: Severity, filings: int) -> Breached:
        return Breached(year=2025, rule=rule, severity=severity, filings=filings, places=filings, waived=0)

    found = commonest(
        [
            breached("A301", Severity.ERROR, 2),
            breached("A301", Severity.WARNING, 3),
            breached("A302", Severity.ERROR, 4),
            breached("N1", Severity.NOTICE, 90),
        ],
        {},
    )
    assert [(fault.rule, fault.filings) for fault in found] == [("A301", 5), ("A302", 4)]


def test_days() -> None:
    due = {AgencyClass.DEPARTMENT: (("01-31", 3),), AgencyClass.COUNTY_GOVERNMENT: (("03-31", 1),)}
    assert last_day(due, 2025) == date(2026, 3, 31)
    assert last_day({}, 2025) is None
    bureau = make.agency("1")
    assert overdue([bureau, COUNTY], 2025, date(2026, 2, 1)) == (bureau,)
    assert overdue([bureau], 2025, date(2026, 1, 31)) == ()
