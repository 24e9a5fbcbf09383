"""Claims of the prose against cells: what strangers may put into a claim, and how exactly numbers are meant."""

from decimal import Decimal

import msgspec
import pytest

from services.validate.claim_wording import quote
from services.validate.claimed import fits
from services.validate.engine import judge
from services.validate.filing import Filing
from services.validate.topics import Topic
from shared.report.claim import Claim, ClaimKind, Expression, Relation, Scope
from shared.report.verdict import Outcome
from tests.corpus import shelf

RECEIVED = Expression(("requests.received.total",))
SHARE = Expression(("requests.granted.total",), of=("requests.closed.total",))
AT = "part.1.sentence[1]"


def claim(
    value: str,
    *about: Expression,
    relation: Relation = Relation.EQUAL,
    kind: str = ClaimKind.RECEIVED,
    at: str = AT,
    scope: Scope = Scope.OWN,
    text: str = "共收到政府信息公开申请若干件",
) -> Claim:
    return Claim(kind=kind, value=Decimal(value), relation=relation, text=text, at=at, about=about, scope=scope)


def filing(*claims: Claim, report: str = "haitang-2023") -> Filing:
    stated = msgspec.structs.replace(shelf.report(report), claims=claims)
    return Filing(stated, shelf.reading(stated))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999", "1E-999999", "0E+999999", "1" * 40])
def test_what_is_no_count_is_no_claim(value: str) -> None:
    assert all(
        verdict.outcome is not Outcome.FAILS
        for verdict in judge(filing(claim(value, RECEIVED)))
        if "C0" in verdict.rule
    )
    assert not filing(claim(value, RECEIVED)).claims_on(Topic.RECEIVED)


@pytest.mark.parametrize("at", ["part[1]", "requests.closed.total", "part.1.sentence[x]", "", "part.1.sentence[1]\n"])
def test_a_claim_from_nowhere_is_not_weighed(at: str) -> None:
    assert not filing(claim("2", RECEIVED, at=at)).claims_on(Topic.RECEIVED)


def test_a_claim_about_cells_that_are_not_printed_is_not_weighed() -> None:
    combined = Expression(("requests.other_combined.total",))
    assert not filing(claim("2", combined, kind=ClaimKind.OTHER)).claims_on(Topic.OTHER)
    assert filing(claim("2", combined, kind=ClaimKind.OTHER), report="hongxi-2023").claims_on(Topic.OTHER)
    assert not filing(claim("2", Expression(("requests.everybody",)))).claims_on(Topic.RECEIVED)
    assert not filing(claim("2", Expression(()))).claims_on(Topic.RECEIVED)


def test_every_claim_is_weighed_once() -> None:
    told = filing(
        claim("23", RECEIVED),
        claim("56.5", SHARE),
        claim("23", RECEIVED, Expression(("requests.closed.total",)), kind=ClaimKind.AMBIGUOUS),
        claim("12", RECEIVED, scope=Scope.LAST_YEAR),
        claim("20", RECEIVED, scope=Scope.REGION),
        claim("5", msgspec.structs.replace(RECEIVED, since_last_year=True)),
        claim("0", Expression(("requests.carried_forward.total",)), kind=ClaimKind.CARRIED_FORWARD),
    )
    weighed = [(topic, at) for topic in Topic for at in told.claims_on(topic)]
    assert weighed == [
        (Topic.RECEIVED, AT),
        (Topic.CARRIED_FORWARD, f"{AT}#7"),
        (Topic.SHARE, f"{AT}#2"),
        (Topic.CHANGE, f"{AT}#6"),
        (Topic.LAST_YEAR, f"{AT}#4"),
        (Topic.AMBIGUOUS, f"{AT}#3"),
    ]


@pytest.mark.parametrize(
    ("value", "relation", "actual", "good"),
    [
        ("90", Relation.ABOUT, "99", True),
        ("90", Relation.ABOUT, "81", True),
        ("90", Relation.ABOUT, "101", False),
        ("200", Relation.ABOUT, "299", True),
        ("1200", Relation.ABOUT, "1299", True),
        ("1200", Relation.ABOUT, "1321", False),
        ("18000", Relation.ABOUT, "18999", True),
        ("100", Relation.AT_LEAST, "100", True),
        ("100", Relation.AT_LEAST, "99", False),
        ("100", Relation.AT_MOST, "101", False),
        ("100", Relation.EQUAL, "100.0", True),
        ("0", Relation.ABOUT, "5", False),
    ],
)
def test_how_exactly_a_count_is_meant(value: str, relation: Relation, actual: str, good: bool) -> None:  # noqa: FBT001 - a column
    assert fits(claim(value, RECEIVED, relation=relation), Decimal(actual)) is good


@pytest.mark.parametrize(
    ("value", "relation", "actual", "good"),
    [
        ("0.7", Relation.EQUAL, "0.769", True),
        ("0.8", Relation.EQUAL, "0.769", True),
        ("0.9", Relation.EQUAL, "0.769", False),
        ("0.77", Relation.EQUAL, "0.769", True),
        ("0.75", Relation.EQUAL, "0.769", False),
        ("57", Relation.EQUAL, "56.5", True),
        ("58", Relation.EQUAL, "56.5", False),
        ("60", Relation.ABOUT, "56.5", True),
        ("50", Relation.AT_LEAST, "56.5", True),
    ],
)
def test_how_exactly_a_share_is_meant(value: str, relation: Relation, actual: str, good: bool) -> None:  # noqa: FBT001 - a column
    assert fits(claim(value, SHARE, relation=relation), Decimal(actual)) is good


def test_a_decrease_by_more_is_a_larger_decrease() -> None:
    change = msgspec.structs.replace(RECEIVED, since_last_year=True)
    assert fits(claim("-10", change, relation=Relation.AT_LEAST), Decimal("-12.3"))
    assert not fits(claim("-10", change, relation=Relation.AT_LEAST), Decimal(-7))


def test_a_long_sentence_is_quoted_around_its_number() -> None:
    before = "一年来，全区各级机关认真贯彻各项部署，公开工作有序推进，收到信件123件，"
    text = f"{before}共收到政府信息公开申请12件，办结11件，结转下年度1件，群众满意"
    words = quote(claim("12", RECEIVED, text=text))
    assert "申请12件" in words.zh
    assert words.zh.startswith("…")
    assert words.zh.endswith("…")
    assert quote(claim("12", RECEIVED, text="共收到申请12件")).zh == "共收到申请12件"
