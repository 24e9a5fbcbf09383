"""The way from last year's total to this year's: four parts that add up exactly, each for what it is about."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.score.change import Year, change
from services.score.grading import total
from services.score.judged import Judged
from services.score.rubric import Rubric, rubric_for
from shared.report.annual_report import AnnualReport
from shared.report.codec import decode, encode
from shared.report.scorecard import Change
from shared.report.verdict import Verdict
from tests.services.score.drawn import reports, waived, waived_sets
from tests.services.score.specimens import filled, places_of, sound_report, sound_verdicts, validated, verdict

RUBRIC = rubric_for(2023)
REPORT = sound_report()
LAST, THIS = UUID(int=1), UUID(int=2)
SOUND = sound_verdicts(REPORT)
BROKEN = {"A302": verdict("A302", places_of("A302", REPORT), breached=places_of("A302", REPORT)[:10])}
NEW_RULE = {"F001": replace(verdict("F001", places_of("F001", REPORT), breached=("part.3",)), revision=2)}


def judged(verdicts: Mapping[str, Verdict], report: AnnualReport = REPORT) -> Judged:
    return Judged(report, tuple(verdicts.values()))


def year(verdicts: Mapping[str, Verdict], report: AnnualReport = REPORT, rubric: Rubric = RUBRIC) -> Year:
    return Year(LAST, total(report, verdicts.values(), rubric), judged(verdicts, report), rubric)


def moved(before: Year, now: Year) -> dict[str, Decimal]:
    """The parts that are not nothing; they add up to the whole."""
    found = change(before, now)
    assert now.total == before.total + sum(parts(found).values())
    assert (found.prior, found.prior_total) == (before.submission, before.total)
    return {part: points for part, points in parts(found).items() if points}


def parts(found: Change) -> dict[str, Decimal]:
    return {"figures": found.figures, "rules": found.rules, "weights": found.weights, "waivers": found.waivers}


def heavier() -> Rubric:
    """The rubric with arithmetic and form changing weights."""
    by_key = {one.key: one for one in RUBRIC.dimensions}
    changed = {"arithmetic": by_key["arithmetic"].weight + 10, "completeness": by_key["completeness"].weight - 10}
    dimensions = tuple(replace(one, weight=changed.get(one.key, one.weight)) for one in RUBRIC.dimensions)
    return replace(RUBRIC, dimensions=dimensions)


def test_nothing_changed() -> None:
    assert moved(year(SOUND), year(SOUND)) == {}


def test_what_the_report_changed_is_figures() -> None:
    lost = moved(year(SOUND), year(SOUND | BROKEN))
    assert lost == {"figures": year(SOUND | BROKEN).total - year(SOUND).total}
    better = filled(REPORT, requests__granted__total=60)
    gained = moved(year(SOUND), year(SOUND, better))
    assert set(gained) == {"figures"}
    assert gained["figures"] > 0


def test_a_rule_that_came_or_changed_is_rules() -> None:
    without = {rule: one for rule, one in SOUND.items() if rule != "F001"}
    for before in (SOUND, without):
        assert set(moved(year(before), year(SOUND | NEW_RULE))) == {"rules"}


def test_a_rule_that_went_is_rules() -> None:
    without = {rule: one for rule, one in SOUND.items() if rule != "A302"}
    assert set(moved(year(SOUND | BROKEN), year(without))) == {"rules"}


def test_another_rubric_is_weights() -> None:
    before = SOUND | BROKEN
    found = moved(year(before), year(before, rubric=heavier()))
    assert set(found) == {"weights"}
    assert found["weights"] < 0


def test_waivers_of_both_years_are_waivers() -> None:
    explained = SOUND | {"A302": waived(BROKEN["A302"])}
    cost = year(SOUND).total - year(SOUND | BROKEN).total
    assert moved(year(explained), year(SOUND | BROKEN)) == {"waivers": -cost}
    assert moved(year(SOUND | BROKEN), year(explained)) == {"waivers": cost}
    assert moved(year(explained), year(explained)) == {}


def test_what_was_repaired_of_what_had_been_explained_is_both() -> None:
    explained = SOUND | {"A302": waived(BROKEN["A302"])}
    cost = year(SOUND).total - year(SOUND | BROKEN).total
    assert moved(year(explained), year(SOUND)) == {"waivers": -cost, "figures": cost}


def test_a_total_stated_under_a_rubric_that_was_changed_since_is_weights() -> None:
    now = year(SOUND | BROKEN)
    before = Year(LAST, total(REPORT, (SOUND | BROKEN).values(), heavier()), judged(SOUND | BROKEN), RUBRIC)
    assert set(moved(before, now)) == {"weights"}
    assert set(moved(now, before)) == {"weights"}


@given(st.data())
def test_the_parts_add_up_exactly(data: st.DataObject) -> None:
    years = []
    for submission in (LAST, THIS):
        report, verdicts = data.draw(reports()), data.draw(waived_sets())
        revised = data.draw(st.sets(st.sampled_from(sorted(verdicts)))) if verdicts else set()
        verdicts = {rule: replace(one, revision=1 + (rule in revised)) for rule, one in verdicts.items()}
        rubric = data.draw(st.sampled_from([RUBRIC, heavier(), replace(RUBRIC, caps=())]))
        years.append(Year(submission, total(report, verdicts.values(), rubric), judged(verdicts, report), rubric))
    moved(*years)


def test_what_is_kept_grades_the_same_and_has_no_words() -> None:
    cause = validated(verdicts=BROKEN | NEW_RULE, doubtful=("requests.granted.total",))
    kept = decode(encode(Judged.of(cause)), Judged)
    assert kept == Judged.of(cause)
    assert kept.doubtful == ("requests.granted.total",)
    assert (kept.is_sound("requests.granted.total"), kept.is_sound("requests.closed.total")) == (False, True)
    assert len(encode(kept)) < len(encode(cause)) / 2
    assert total(kept.report, kept.verdicts, RUBRIC, confident=kept.is_sound) == total(
        cause.report, cause.verdicts, RUBRIC, confident=lambda at: at != "requests.granted.total"
    )
