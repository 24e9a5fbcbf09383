"""Cases under every organ above them, rules and their places, on both databases."""

from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from services.portal.store import metadata
from services.portal.store.cases import Under
from services.portal.store.model import ReadModel
from services.portal.store.progress import Progress
from services.portal.store.rule_findings import RuleText, Told, merged
from services.portal.store.season_counts import Roster
from shared.report.rectification import Item, Rectification, RectificationState
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict
from shared.report.waiver import Waiver, WaiverState, binding
from shared.storage.database import Database
from tests.services.portal import specimens as make

CITY, OTHER = make.agency("C", "临屿市人民政府", parent="P"), make.agency("D", "望潮市人民政府", parent="P")
BUREAU, TOWN = make.agency("B", "临屿市教育局", parent="C"), make.agency("T", "海棠镇人民政府", parent="D")
REGISTER = [make.agency("P", "东海省人民政府"), CITY, OTHER, BUREAU, TOWN]
CLOSED, GRANTED = "requests.closed.total", "requests.granted.total"
FOUND = make.fails("A301", CLOSED)
KNOWN = set(metadata.tables)
WHEN = datetime(2026, 3, 1, 20, tzinfo=UTC)


def order(number: int, verdict: Verdict = FOUND, whose: str = "B", due_on: date = date(2026, 3, 10)) -> Rectification:
    places = tuple(breach.at for breach in verdict.breaches)
    item = Item(verdict.rule, verdict.revision, places, binding(verdict.rule, verdict.revision, verdict.breaches))
    return Rectification(
        id=UUID(int=number),
        agency_code=whose,
        year=2025,
        submission_id=make.submission(make.agency(whose)).id,
        items=(item,),
        demand="请更正。",
        due_on=due_on,
        ordered_by=UUID(int=2),
        orderer="某处",
        ordered_at=WHEN,
    )


def waiver(number: int, whose: str = "B", rule: str = "A301") -> Waiver:
    return Waiver(
        id=UUID(int=number),
        agency_code=whose,
        year=2025,
        submission_id=make.submission(make.agency(whose)).id,
        rule=rule,
        revision=1,
        places=(CLOSED,),
        binding="0" * 64,
        explanation="机构改革划转。",
        requested_by=UUID(int=1),
        requester="填报人",
        requested_at=WHEN.replace(day=number),
    )


async def where(model: ReadModel, organ: str, today: date = date(2026, 3, 1)) -> dict[Progress, int]:
    return (await model.cases.rectification_counts(Under(organ), today)).by_progress


async def test_an_order_is_resolved_when_a_newer_filing_shows_it(model: ReadModel) -> None:
    await model.register.record(REGISTER)
    first, second = make.submission(BUREAU), make.submission(BUREAU, version=2)
    await model.filings.record(make.graded(first, None, FOUND))
    await model.cases.record_rectifications([order(1)])
    assert await where(model, "C") == {Progress.OPEN: 1}
    await model.filings.record([make.received(second)])
    [line] = await model.cases.rectifications_under(Under("C"))
    assert (line.progress, line.check.resubmitted, line.check.filing_id) == (Progress.OPEN, True, second.id)
    await model.filings.record(make.graded(second, None, make.holds("A301"))[1:])
    assert await where(model, "C") == await where(model, "P") == await where(model, "") == {Progress.RESOLVED: 1}
    assert await where(model, "D") == {}


async def test_orders_and_filings_may_come_in_any_order(model: ReadModel) -> None:
    steps = [
        lambda: model.register.record(REGISTER),
        lambda: model.filings.record(make.graded(make.submission(BUREAU), None, FOUND)),
        lambda: model.filings.record(make.graded(make.submission(BUREAU, version=2), None, make.holds("A301"))),
        lambda: model.cases.record_rectifications([order(1)]),
    ]
    for step in reversed(steps):
        await step()
    assert await where(model, "P") == {Progress.RESOLVED: 1}


async def test_what_is_overdue_is_counted_and_listed_by_the_day(model: ReadModel) -> None:
    await model.register.record(REGISTER)
    await model.filings.record(make.graded(make.submission(BUREAU), None, FOUND))
    closed = replace(order(3), state=RectificationState.CLOSED, changed=2)
    await model.cases.record_rectifications([order(1), order(2, due_on=date(2026, 4, 1)), closed])
    for today, overdue in ((date(2026, 3, 10), []), (date(2026, 3, 11), [1]), (date(2026, 4, 2), [1, 2])):
        assert (await model.cases.rectification_counts(Under("C"), today)).overdue == len(overdue)
        found = await model.cases.rectifications_under(Under("C"), overdue_on=today)
        assert [one.order.id.int for one in found] == overdue
    pages = [await model.cases.rectifications_under(Under("P"), start=start, most=2) for start in (0, 2)]
    assert sorted(one.order.id.int for page in pages for one in page) == [1, 2, 3]


async def test_cases_move_with_their_agencies_and_an_older_state_changes_nothing(model: ReadModel) -> None:
    await model.register.record(REGISTER)
    await model.cases.record_waivers([waiver(1), waiver(2, "T"), waiver(3, rule="A302")])
    await model.cases.record_rectifications([order(9)])
    decided = replace(waiver(3, rule="A302"), state=WaiverState.REFUSED, changed=2)
    await model.cases.record_waivers([decided])
    await model.cases.record_waivers([waiver(3, rule="A302")])
    assert await model.cases.waiver_counts(Under("C")) == {WaiverState.REQUESTED: 1, WaiverState.REFUSED: 1}
    assert await model.cases.waiver_counts(Under("P"), "A301") == {WaiverState.REQUESTED: 2}
    assert [one.id.int for one in await model.cases.waivers_under(Under("P"))] == [2, 1, 3]
    assert [one.id.int for one in await model.cases.waivers_under(Under("P"), state=WaiverState.REQUESTED)] == [1, 2]
    await model.register.record([make.agency("B", "临屿市教育局", parent="D")])
    assert await model.cases.waiver_counts(Under("C")) == {}
    assert await where(model, "D") == {Progress.OPEN: 1}
    assert [one.id.int for one in await model.cases.waivers_under(Under("D", alone=True))] == []


async def test_who_breaches_a_rule_and_where(model: ReadModel) -> None:
    await model.register.record(REGISTER)
    both = make.fails("A301", CLOSED, GRANTED)
    for whose, verdicts in ((CITY, [both]), (BUREAU, [FOUND]), (TOWN, [FOUND, make.fails("A302", GRANTED)])):
        await model.filings.record(make.graded(make.submission(whose), None, *verdicts))
    for organ, who, places in (
        ("", ["B", "C", "T"], [(CLOSED, 3), (GRANTED, 1)]),
        ("P", ["B", "C", "T"], [(CLOSED, 3), (GRANTED, 1)]),
        ("C", ["B", "C"], [(CLOSED, 2), (GRANTED, 1)]),
        ("B", ["B"], [(CLOSED, 1)]),
        ("D", ["T"], [(CLOSED, 1)]),
    ):
        found = await model.rulebook.offenders("A301", organ, 2025)
        assert [one.entry.submission.agency.code for one in found] == who, organ
        assert await model.rulebook.places("A301", organ, 2025, 9) == tuple(places), organ
        [breached] = await model.rulebook.breached(organ, [2025], "A301")
        assert breached.filings == len(who)
        assert breached.places == sum(count for _, count in places)
    assert await model.rulebook.judged("C", [2024, 2025]) == {2025: 2}
    [own] = await model.rulebook.breached("C", [2025], alone=True)
    assert (own.filings, own.places) == (1, 2)
    assert await model.rulebook.places("A301", "C", 2025, 9, alone=True) == ((CLOSED, 1), (GRANTED, 1))
    assert await model.rulebook.judged("C", [2025], alone=True) == {2025: 1}
    alone = await model.rulebook.offenders("A301", "C", 2025, alone=True)
    assert [one.entry.submission.agency.code for one in alone] == ["C"]


async def test_a_newer_filing_takes_the_places_of_the_older_one(model: ReadModel) -> None:
    await model.register.record(REGISTER)
    await model.filings.record(make.graded(make.submission(BUREAU), None, make.fails("A301", CLOSED, GRANTED)))
    await model.filings.record(make.graded(make.submission(BUREAU, version=2), None, make.fails("A301", GRANTED)))
    assert await model.rulebook.places("A301", "P", 2025, 9) == ((GRANTED, 1),)
    await model.filings.record(make.graded(make.submission(BUREAU, version=3)))
    assert await model.rulebook.places("A301", "P", 2025, 9) == ()
    assert await model.rulebook.breached("P", [2025]) == ()


TITLE, FIX = Text("合计等于各项之和", "The total is the sum"), Text("更正合计。", "Correct the total.")


async def test_rules_are_known_as_verdicts_tell_of_them(model: ReadModel) -> None:
    told = replace(FOUND, title=TITLE, fix=FIX, basis=(TITLE,))
    holds = replace(make.holds("A301"), title=TITLE)
    await model.filings.record(make.graded(make.submission(BUREAU), None, told))
    await model.filings.record(make.graded(make.submission(TOWN, received_at=make.NOON.replace(day=25)), None, holds))
    found = (await model.rulebook.texts(["A301", "A999"]))["A301"]
    assert (found.title, found.fix, found.basis) == (TITLE, FIX, (TITLE,))
    newer = replace(told, revision=2, fix=Text("另一说法。", "Another word."))
    await model.filings.record(make.graded(make.submission(BUREAU, version=2), None, newer))
    found = (await model.rulebook.texts(["A301"]))["A301"]
    assert (found.revision, found.fix) == (2, newer.fix)


def test_what_rules_say_does_not_depend_on_the_order_of_hearing() -> None:
    def one(revision: int, day: int, fix: Text | None) -> Told:
        text = RuleText(id="A301", revision=revision, severity=Severity.ERROR, title=TITLE, fix=fix)
        return Told(text, make.NOON.replace(day=day))

    heard = (one(1, 20, FIX), one(1, 21, None), one(2, 22, None), one(2, 19, FIX))
    ends = set()
    for order_of_hearing in permutations(heard):
        known = order_of_hearing[0]
        for more in order_of_hearing[1:]:
            known = merged(known, more)
        ends.add((known.text.revision, known.text.fix))
    assert ends == {(2, FIX)}


async def test_every_question_of_the_boards_is_answered_by_an_index(database: Database, model: ReadModel) -> None:
    if database.url.get_backend_name() != "sqlite":
        pytest.skip("a table of one row is rightly read without an index on PostgreSQL")
    await model.register.record(REGISTER)
    await model.filings.record(make.graded(make.submission(BUREAU), None, FOUND))
    await model.cases.record_rectifications([order(1)])
    await model.cases.record_waivers([waiver(1)])
    asked: list[tuple[str, tuple[object, ...]]] = []
    async with database.reading() as connection:
        engine = connection.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    for organ in ("", "C"):
        await model.season.counts([organ, "B"], 2025)
        await model.season.due_days(organ)
        await model.season.missing(organ, 2025)
        for roster in (Roster.LATE, Roster.RETURNED):
            await model.season.filed(roster, organ, 2025)
        await model.cases.rectification_counts(Under(organ), WHEN.date())
        await model.cases.rectifications_under(Under(organ), overdue_on=WHEN.date())
        await model.cases.waivers_under(Under(organ), rule="A301")
        await model.rulebook.breached(organ, [2025])
        await model.rulebook.judged(organ, [2025])
        await model.rulebook.offenders("A301", organ, 2025)
        await model.rulebook.places("A301", organ, 2025, 9)
        await model.rulebook.texts(["A301"])
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) > 25
    async with database.reading() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [row.detail for row in plan]
                tables = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and step.split()[1] in KNOWN]
                assert all("INDEX" in step for step in tables), (statement, steps)
