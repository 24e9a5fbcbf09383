"""The wording: complete in both languages, nothing missing, nothing left over."""

import re
from pathlib import Path

import pytest

from services.portal import texts as module
from services.portal.languages import Language, language_of
from services.portal.pages import rectification, rollup, rules, season, waivers
from services.portal.papers import bulletin
from services.portal.rendering import NAVIGATION
from services.portal.store.progress import ItemState
from services.portal.store.season_counts import Roster
from services.portal.store.standing import Status, Tier
from services.portal.store.wanted import Sort
from services.portal.texts import texts
from services.portal.views.cases import OrderState
from services.portal.views.changes import Fate
from services.portal.views.marked_tables import MarkKind
from services.portal.views.rollup import Reach, Tie
from services.portal.views.rollup_sides import Lacking
from services.portal.views.rollup_suspects import Explanation
from shared.report.scorecard import Grade
from shared.report.submission import DeadlineStatus
from shared.report.verdict import Outcome, Severity

PORTAL = Path(module.__file__).parent
SOURCES = [*PORTAL.rglob("*.jinja"), *PORTAL.rglob("*.py")]
NAMED_BY_DATA = {
    "grade.": [*Grade],
    "tier.": [*Tier],
    "status.": [*Status],
    "deadline.": [*DeadlineStatus],
    "severity.": [*Severity, *(f"{severity}_way_on" for severity in Severity)],
    "mark.": [*MarkKind, *(f"{kind}_name" for kind in MarkKind)],
    "outcome.": [*Outcome],
    "live.": ["received", "read", "judged", "graded"],
    "changes.": [*Fate],
    "report.tally_": [*Severity],
    "league.sort_": [*Sort],
    "season.": [*season.ORGAN_COLUMNS, *season.ROSTER_COLUMNS, *(f"caption_{roster}" for roster in Roster)],
    "rectification.": rectification.COLUMNS,
    "rectification.state_": [*OrderState],
    "rectification.item_": [*ItemState],
    "waivers.": waivers.COLUMNS,
    "bulletin.": bulletin.COMPLETION,
    "rollup.": [*rollup.CELL_COLUMNS, *rollup.PART_COLUMNS, *(f"whole_{how}" for how in ("left_out", "taken_twice"))],
    "rollup.tie_": [*Tie],
    "rollup.lacking_": [*Lacking],
    "rollup.how_": [*Explanation],
    "rollup.reach_": [*Reach, *(f"{reach}_told" for reach in Reach)],
    "rules.": [*rules.LIST_COLUMNS, *rules.OFFENDER_COLUMNS, *(f"severity_{severity}" for severity in Severity)],
    "": [key for _, key, _ in NAVIGATION],
}


def asked_for() -> set[str]:
    source = "\n".join(path.read_text("utf8") for path in SOURCES)
    plain = set(re.findall(r"\bt\('([a-z_]+\.[a-z_]+)'[,)]", source)) | set(
        re.findall(r"t\('([a-z_.]+)' if [^)]* else '[a-z_.]+'", source)
    )
    plain |= set(re.findall(r'\btext\("([a-z_]+\.[a-z_]+)"\)', source))
    plain |= set(re.findall(r'"(bulletin\.[a-z_]+)"', source))
    return plain | {f"{section}{key}" for section, keys in NAMED_BY_DATA.items() for key in keys}


def test_everything_the_pages_say_is_in_the_catalogue() -> None:
    assert asked_for() - set(texts()) == set()


def test_nothing_in_the_catalogue_is_never_said() -> None:
    by_key = ("error.", "dimension.", "measure.")
    spare = {key for key in set(texts()) - asked_for() if not key.startswith(by_key)}
    assert spare == set()


def test_every_wording_is_said_in_both_languages() -> None:
    for key, wording in texts().items():
        assert wording.zh.strip(), key
        assert wording.en.strip(), key
        assert re.search(r"[\u4e00-\u9fff，：、。]", wording.zh) or key == "site.other_language", key
        assert not re.search(r"[\u4e00-\u9fff]", wording.en) or key == "site.other_language", key
        assert set(re.findall(r"{(\w+)}", wording.zh)) == set(re.findall(r"{(\w+)}", wording.en)), key


def test_every_catalogue_has_its_twin_in_the_other_language() -> None:
    folders = [PORTAL / "locale" / language / "LC_MESSAGES" for language in ("zh_CN", "en")]
    assert {path.name for path in folders[0].iterdir()} == {path.name for path in folders[1].iterdir()}


@pytest.mark.parametrize(
    ("query", "cookies", "expected"),
    [
        ({}, {}, Language.ZH),
        ({"lang": "en"}, {}, Language.EN),
        ({}, {"gouji_lang": "en"}, Language.EN),
        ({"lang": "zh"}, {"gouji_lang": "en"}, Language.ZH),
        ({"lang": "xx"}, {"gouji_lang": "<b>"}, Language.ZH),
    ],
)
def test_the_address_decides_then_the_cookie_then_chinese(
    query: dict[str, str], cookies: dict[str, str], expected: Language
) -> None:
    assert language_of(query, cookies) is expected
