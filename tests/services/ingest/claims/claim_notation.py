"""The notation in which the tables of sentences write claims, spelt out cell by cell and apart from the extractor."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from services.ingest.claims.extract import claims
from shared.report.annual_report import Section
from shared.report.claim import Claim, Expression, Relation, Scope
from shared.report.edition import edition

HERE = Path(__file__).parent
AGENCY, YEAR = "东海省南江市住房和城乡建设局", 2022

_ROWS = {
    "N": ["received"],
    "P": ["brought_forward"],
    "T": ["closed"],
    "C": ["carried_forward"],
    "G": ["granted"],
    "H": ["partly_granted"],
    "D": [
        "denied_state_secret", "denied_prohibited_by_law", "denied_security_stability", "denied_third_party_rights",
        "denied_internal_affairs", "denied_process_information", "denied_enforcement_files",
        "denied_administrative_query",
    ],
    "U": ["unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear"],
    "R": ["declined_petition", "declined_repeat", "declined_publication", "declined_excessive",
        "declined_confirmation"],
    "O": ["other_no_correction", "other_fee_unpaid", "other_misc"],
    "O1": ["other_no_correction"],
    "O2": ["other_fee_unpaid"],
    "O3": ["other_misc"],
    "O6": ["other_combined"],
}  # fmt: skip
_ROWS["T-O3"] = [row for key in "GHDUR" for row in _ROWS[key]] + ["other_no_correction", "other_fee_unpaid"]
_COLUMNS = {
    "nat": "natural_person", "biz": "business", "res": "research_institution", "pub": "public_interest",
    "law": "legal_services", "oth": "other_organisation",
}  # fmt: skip
_ROUTES = {"RV": ["reconsideration"], "L": ["direct_suit", "suit_after_reconsideration"]}
_ROUTES |= {"L1": ["direct_suit"], "L2": ["suit_after_reconsideration"]}
_RESULTS = {"m": "upheld", "c": "corrected", "o": "other", "p": "pending", "t": "total"}
_DOCUMENTS = {"reg": "government_rules", "nd": "normative_documents"}
_TIMES = {"made": "issued", "rep": "repealed", "val": "in_force"}
_DEFAULTS = {
    "received": "N", "brought_forward": "P", "handled_total": "N+P", "closed": "T", "carried_forward": "C",
    "granted": "G",
    "partly_granted": "H", "disclosed": "G+H", "denied": "D", "unavailable": "U", "declined": "R", "other": "O",
    "reconsideration": "RV.t", "litigation": "L.t", "direct_suit": "L1.t", "suit_after_reconsideration": "L2.t",
}  # fmt: skip
_CLAIM = re.compile(r"(\w+) (=|>=|<=|~) ([\d.-]+)(?: :\s*([^;]*?))?\s*(?:;\s*(\w+))?")


class Case(msgspec.Struct, frozen=True):
    """A sentence (or a few), by whom, about which year, on which form, and the claims it makes."""

    text: str
    claims: list[str]
    agency: str = AGENCY
    year: int = YEAR
    edition: str = "2021"

    def expected(self) -> Counter[tuple[Any, ...]]:
        """The claims as they should be read."""
        return Counter(_parsed(claim, self.edition) for claim in self.claims)

    def found(self) -> Counter[tuple[Any, ...]]:
        """The claims as they are read."""
        return Counter(comparable(claim) for claim in self.read())

    def read(self) -> tuple[Claim, ...]:
        """What the extractor makes of the case."""
        section = Section(1, "一、总体情况", self.text, "paragraph[1]")
        return claims([section], edition(self.edition), self.year, frozenset(), self.agency)


def cases(name: str) -> list[Case]:
    """The cases of one table of sentences."""
    return msgspec.convert(tomllib.loads((HERE / name).read_text("utf8"))["case"], list[Case])


def comparable(claim: Claim) -> tuple[Any, ...]:
    """What of a claim is compared: everything but the words it stands in."""
    about = frozenset((frozenset(e.cells), frozenset(e.of), e.since_last_year) for e in claim.about)
    return claim.kind, claim.value, claim.relation, about, claim.scope


def _parsed(text: str, form: str) -> tuple[Any, ...]:
    match = _CLAIM.fullmatch(text)
    assert match, text
    kind, relation, value, about, scope = match.groups()
    return comparable(
        Claim(
            kind=kind,
            value=Decimal(value),
            relation=Relation(relation),
            text="",
            at="",
            about=tuple(_expressions(kind if about is None else about, form, named=about is not None)),
            scope=Scope(scope or "own"),
        )
    )


def _expressions(about: str, form: str, *, named: bool) -> Iterator[Expression]:
    if not named:
        about = _DEFAULTS.get(about, about)
    for part in (part.strip() for part in about.split("|") if part.strip()):
        sums, _, of = part.removesuffix("^").partition("/")
        yield Expression(tuple(_sum(sums, form)), tuple(_sum(of, form)) if of else (), part.endswith("^"))


def _sum(text: str, form: str) -> Iterator[str]:
    for symbol in text.split("+"):
        name, _, rest = symbol.partition(".")
        if "proactive" in symbol:
            yield symbol
        elif name in _ROUTES:
            yield from (f"reviews.{route}.{_RESULTS[rest]}" for route in _ROUTES[name])
        elif name in _DOCUMENTS:
            yield f"proactive.{_DOCUMENTS[name]}.{_TIMES[rest]}"
        elif name in _ROWS:
            rows = _ROWS["O6"] if form == "2019" and name == "O" else _ROWS[name]
            yield from (f"requests.{row}.{_COLUMNS[rest] if rest else 'total'}" for row in rows)
        elif symbol in ("licensing", "penalties", "compulsory_measures", "fees"):
            yield f"proactive.{symbol}"
        else:
            yield f"requests.{symbol}.total"
