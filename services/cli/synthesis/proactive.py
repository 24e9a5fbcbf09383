"""Counts of 表二: documents issued, repealed and in force, decisions made, fees taken."""

from decimal import Decimal

import msgspec

from services.cli.synthesis.chance import Chance, happens
from shared.report.agency import AgencyClass

Value = int | Decimal

_MAY_MAKE_RULES = {
    AgencyClass.CENTRAL_DEPARTMENT: 60,
    AgencyClass.PROVINCIAL_GOVERNMENT: 150,
    AgencyClass.MUNICIPAL_GOVERNMENT: 40,
}
"""Who may make 规章 (立法法 art. 91, 93), and about how many are in force there."""
_DOCUMENTS = {
    AgencyClass.CENTRAL_DEPARTMENT: 200.0,
    AgencyClass.PROVINCIAL_GOVERNMENT: 3000.0,
    AgencyClass.MUNICIPAL_GOVERNMENT: 900.0,
    AgencyClass.COUNTY_GOVERNMENT: 120.0,
    AgencyClass.DEPARTMENT: 8.0,
    AgencyClass.DEVELOPMENT_ZONE: 10.0,
    AgencyClass.TOWNSHIP: 0.7,
    AgencyClass.INSTITUTION: 0.0,
}
_DECISIONS = {
    AgencyClass.CENTRAL_DEPARTMENT: (7.0, 5.0, 1.0),
    AgencyClass.PROVINCIAL_GOVERNMENT: (14.0, 13.0, 9.0),
    AgencyClass.MUNICIPAL_GOVERNMENT: (12.5, 12.0, 8.0),
    AgencyClass.COUNTY_GOVERNMENT: (10.0, 9.0, 5.0),
    AgencyClass.DEPARTMENT: (6.0, 4.0, 1.0),
    AgencyClass.DEVELOPMENT_ZONE: (6.0, 3.0, 0.0),
    AgencyClass.TOWNSHIP: (2.0, 1.0, 0.0),
    AgencyClass.INSTITUTION: (0.0, 0.0, 0.0),
}
"""Natural logarithms of usual numbers of licences, penalties and compulsory measures."""
_ACTIVE = {
    AgencyClass.DEPARTMENT: (0.45, 0.4, 0.15),
    AgencyClass.DEVELOPMENT_ZONE: (0.6, 0.4, 0.1),
    AgencyClass.TOWNSHIP: (0.2, 0.12, 0.03),
    AgencyClass.INSTITUTION: (0.0, 0.0, 0.0),
}
"""How likely an organ does such things at all; whole governments and central departments always do."""
_FEES = {
    AgencyClass.PROVINCIAL_GOVERNMENT: 13.0,
    AgencyClass.MUNICIPAL_GOVERNMENT: 11.0,
    AgencyClass.COUNTY_GOVERNMENT: 8.0,
    AgencyClass.CENTRAL_DEPARTMENT: 5.0,
    AgencyClass.DEPARTMENT: 4.0,
}
_KINDS = ("licensing", "penalties", "compulsory_measures")


class Shelf(msgspec.Struct):
    """What an organ has on its shelves at the end of a year, and what it usually does in one."""

    rules: int
    documents: int
    disclosed: dict[str, int]
    items: dict[str, int]
    decisions: dict[str, float]
    fees: float


def first_shelf(draw: Chance, kind: AgencyClass) -> Shelf:
    """An organ as the first year finds it."""
    documents = int(draw.poisson(_DOCUMENTS[kind] * float(draw.gamma(1.5, 0.67))))
    rules = int(draw.poisson(_MAY_MAKE_RULES.get(kind, 0)))
    active = _ACTIVE.get(kind, (1.0, 1.0, 1.0))
    decisions = {
        name: float(draw.lognormal(usual, 1.0)) if happens(draw, likely) else 0.0
        for name, usual, likely in zip(_KINDS, _DECISIONS[kind], active, strict=True)
    }
    takes_fees = kind in _FEES and (kind is not AgencyClass.DEPARTMENT or happens(draw, 0.25))
    return Shelf(
        rules,
        documents,
        disclosed={"government_rules": rules, "normative_documents": documents},
        items={name: int(draw.integers(1, 90)) if decisions[name] else 0 for name in _KINDS}
        | {"other_services": int(draw.integers(0, 40)), "fees": int(draw.integers(1, 12)) if takes_fees else 0},
        decisions=decisions,
        fees=float(draw.lognormal(_FEES[kind], 1.0)) if takes_fees else 0.0,
    )


def proactive(draw: Chance, shelf: Shelf, edition_id: str) -> dict[str, Value]:
    """One year of 表二; the shelf is then as the year leaves it."""
    made: dict[str, tuple[int, int]] = {}
    for name, stock in (("government_rules", shelf.rules), ("normative_documents", shelf.documents)):
        issued = int(draw.poisson(stock * 0.12)) if stock or name == "government_rules" else int(draw.poisson(0.1))
        repealed = int(draw.binomial(stock, 0.06))
        made[name] = (issued, repealed)
    shelf.rules += made["government_rules"][0] - made["government_rules"][1]
    shelf.documents += made["normative_documents"][0] - made["normative_documents"][1]
    counts = {name: int(draw.poisson(usual)) if usual else 0 for name, usual in shelf.decisions.items()}
    shelf.decisions = {name: usual * float(draw.lognormal(0.0, 0.1)) for name, usual in shelf.decisions.items()}
    return _of_2019(draw, shelf, made, counts) if edition_id == "2019" else _of_2021(draw, shelf, made, counts)


def _of_2021(draw: Chance, shelf: Shelf, made: dict[str, tuple[int, int]], counts: dict[str, int]) -> dict[str, Value]:
    figures: dict[str, Value] = {}
    for name, stock in (("government_rules", shelf.rules), ("normative_documents", shelf.documents)):
        figures[f"proactive.{name}.issued"], figures[f"proactive.{name}.repealed"] = made[name]
        figures[f"proactive.{name}.in_force"] = stock
    figures |= {f"proactive.{name}": counts[name] for name in _KINDS}
    figures["proactive.fees"] = _money(draw, shelf.fees)
    return figures


def _of_2019(draw: Chance, shelf: Shelf, made: dict[str, tuple[int, int]], counts: dict[str, int]) -> dict[str, Value]:
    figures: dict[str, Value] = {}
    for name in ("government_rules", "normative_documents"):
        issued = made[name][0]
        opened = int(draw.binomial(issued, 0.95))
        shelf.disclosed[name] += opened
        figures[f"proactive.{name}.made"] = issued
        figures[f"proactive.{name}.newly_disclosed"] = opened
        figures[f"proactive.{name}.disclosed_in_all"] = shelf.disclosed[name]
    for name in ("licensing", "other_services", "penalties", "compulsory_measures", "fees"):
        last = shelf.items[name]
        change = max(int(draw.integers(-4, 6)), -last) if last else 0
        figures[f"proactive.{name}.items_last_year"] = last
        figures[f"proactive.{name}.change"] = change
        shelf.items[name] = last + change
        if name != "fees":
            figures[f"proactive.{name}.decisions"] = counts.get(name, 0)
    projects = int(draw.poisson(3.0))
    figures["proactive.procurement.projects"] = projects
    figures["proactive.procurement.amount"] = _money(draw, projects * 40.0)
    return figures


def _money(draw: Chance, usual: float) -> Value:
    """An amount in 万元, often with decimals."""
    if not usual:
        return 0
    digits = int(draw.integers(5))
    amount = Decimal(f"{usual * float(draw.lognormal(0.0, 0.2)):.{digits}f}")
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()
