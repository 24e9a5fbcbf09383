"""Whose figures a clause gives, and of when: its own or another organ's, a region's, this year's or last year's."""

import re

import msgspec

from services.ingest.claims.lexicon import LETTERS, Word
from services.ingest.claims.words import BREAKS, Token, Words
from shared.report.claim import Scope

_ORGAN = re.compile(
    r"(?:局|委|委员会|办公室|办公厅|办|厅|部|院|镇|乡|街道|街道办|办事处|政府|中心|公司|学校|医院|大队|支队|总队|银行|部门|单位|机构|组织|协会|集团)$"
)
_LEVELS = "省市县区旗州盟镇乡"
_SHORTEST = 3
_SELF, _REGION = Word(LETTERS["self"]), Word(LETTERS["region"])
_GOVERNMENT = re.compile(rf"(?:[{_LEVELS}]|街道|新区|开发区|实验区|保税区|度假区|园区|管委会|管理委员会|政府)$")
_TRIMMED = frozenset("TFLYadpcC&OP")


class Owner(msgspec.Struct, frozen=True):
    """Whose figures, and of when. `None` for a scope: of somebody or some time that no table of the report is about."""

    scope: Scope | None = Scope.OWN
    plan: bool = False


class Agency:
    """What an agency is called, and whether it reports for a whole region."""

    def __init__(self, name: str | None) -> None:
        self.name = _short(name or "")
        is_office = bool(re.search(r"办公[室厅]$", name or ""))
        self.is_government = bool(self.name) and not is_office and bool(_GOVERNMENT.search(self.name))
        level = re.search(rf"([{_LEVELS}]|街道)(?:政府|街道办|办事处)?$", self.name)
        self.level = level[1] if level and self.is_government else ("区" if self.is_government else "")

    def words(self) -> dict[str, Word]:
        """The names by which its reports speak of it, whole or without the regions above it, and of those regions."""
        found: dict[str, Word] = {}
        for place, character in enumerate(self.name[:-1]):
            if character in _LEVELS and place:
                region = self.name[: place + 1]
                rest = self.name[place + 1 :]
                found |= dict.fromkeys(_unshortened(rest), _SELF) | dict.fromkeys(_unshortened(character + rest), _SELF)
                found[region] = _REGION
        if len(self.name) >= _SHORTEST:
            found |= dict.fromkeys(_unshortened(self.name), _SELF)
        return {name: word for name, word in found.items() if len(name) >= _SHORTEST}

    def is_called(self, name: str) -> bool:
        """Whether a name may be short for the agency's; without a name of its own, any may."""
        rest = iter(self.name)
        return not self.name or all(character in rest for character in _short(name))

    def reports_for(self, region: str) -> bool:
        """Whether 全市, 我县 … is the very region that the report is about."""
        whole = not any(part in region.replace("政府系统", "") for part in ("系统", "行业"))
        return self.is_government and region[1:2] == self.level[:1] and whole


def _short(name: str) -> str:
    name = name.replace("人民政府", "政府").replace("管理委员会", "管委会").replace("街道办事处", "街道办")
    return re.sub(r"办公[室厅]$", "办", name)


def _unshortened(name: str) -> set[str]:
    """A name as `_short` has it, and as it is written in full."""
    full = name.replace("政府", "人民政府")
    offices = {full + "公室", full + "公厅"} if full.endswith("办") and "街道办" not in full else set[str]()
    return {name, full, *offices, *(office.replace("人民政府", "政府") for office in offices)}


def owners(words: Words, agency: Agency, before: Owner) -> list[Owner]:
    """For each token, whose figures are spoken of there; without any sign of it, those of the sentence before."""
    found: list[Owner] = []
    scope, when = before.scope, Scope.OWN
    known_when, plan, judged = True, False, 0
    tokens = words.tokens
    for place, token in enumerate(tokens):
        if place == 0 or tokens[place - 1].letter in BREAKS:
            scope, judged = _by_subject(words, place, agency, scope)
        if token.letter == "G":
            scope = Scope.OWN if agency.reports_for(token.text) else Scope.REGION
        elif token.letter == "S" and place >= judged:
            scope = Scope.OWN
        elif token.letter == "D" and not (scope is Scope.OWN and agency.is_government and _after_region(tokens, place)):
            scope = None
        if token.letter in "TLYOP":
            when, known_when, plan = _when(tokens, place, when, known=known_when, plan=plan)
        found.append(_owner(scope, when, known=known_when, plan=plan))
    return found


def _owner(scope: Scope | None, when: Scope, *, known: bool, plan: bool) -> Owner:
    if not known or scope is None:
        return Owner(None, plan)
    return Owner(when if scope is Scope.OWN else scope if when is Scope.OWN else None, plan)


def _after_region(tokens: list[Token], place: int) -> bool:
    return any(token.letter == "G" for token in tokens[max(place - 2, 0) : place])


def _by_subject(words: Words, start: int, agency: Agency, scope: Scope | None) -> tuple[Scope | None, int]:
    """The owner by the organ that a clause begins with, if it begins with one, and where its name ends."""
    tokens = words.tokens
    end = start
    while end < len(tokens) and tokens[end].letter not in BREAKS and tokens[end].letter not in "VAK!#%$":
        end += 1
    while start < end and tokens[start].letter in "TFf&":
        start += 1
    while end > start and tokens[end - 1].letter in _TRIMMED:
        end -= 1
    name = "".join(token.text for token in tokens[start:end] if token.letter != "T")
    if not name or tokens[end - 1].letter not in "xS" or any(token.letter == "G" for token in tokens[start:end]):
        return scope, start
    alone = end - start == 1 and tokens[start].letter == "S"
    if alone or not _ORGAN.search(name) or all(token.letter == "F" for token in tokens[start:end]):
        return scope, start
    own = agency.is_called(name) or any(t.letter == "S" and t.text[0] in "我本" for t in tokens[start:end])
    return (Scope.OWN if own else None), end


def _when(tokens: list[Token], place: int, when: Scope, *, known: bool, plan: bool) -> tuple[Scope, bool, bool]:
    token = tokens[place]
    if token.letter == "T":
        return Scope.OWN, True, False
    near = "".join(each.letter for each in tokens[max(place - 3, 0) : place] if each.letter != "F")
    following = "".join(each.letter for each in tokens[place + 1 : place + 6] if each.letter not in "FprR")
    if token.letter in "LY" and (following.startswith("j") or near.endswith(("j", "t"))):
        return when, known, plan
    if token.letter == "L":
        return Scope.LAST_YEAR, True, False
    if token.letter == "Y":
        return Scope.PLAN, True, True
    return when, False, plan
