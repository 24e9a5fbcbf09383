"""What a sentence says there was none of: 未收到申请, 无行政许可、行政处罚, 零败诉."""

import re

from services.ingest.claims.amounts import INFORMATION_FEE
from services.ingest.claims.counted_outcomes import say_applicants
from services.ingest.claims.counted_reviews import LITIGATION, RECONSIDERATION, say_no_result
from services.ingest.claims.lexicon import FILLERS
from services.ingest.claims.passage import Passage
from services.ingest.claims.subjects import Subject
from services.ingest.claims.words import Token
from shared.report.claim import AMBIGUOUS

_LONGEST = 60
"""Words of a clause in which negations are read."""
_VERBS = frozenset("VAIXNHokmw")
_NOUNS = frozenset("RrQMUeinjLYZ")
_BEFORE = frozenset("fgGDLYOPuRrQ&TSwk")
_ALLOWED = {
    "R": frozenset("VAow"),
    "r": frozenset("VAow"),
    "Q": frozenset("VAow"),
    "U": frozenset("oAw"),
    "e": frozenset("okw"),
    "i": frozenset("okw"),
    "n": frozenset("okw"),
}
_DOCUMENT_COLUMNS = {"I": "issued", "X": "repealed", "N": "in_force"}


def absences(passage: Passage, start: int, end: int) -> None:
    """Read every negation of a clause, each up to the next."""
    tokens = passage.tokens
    places = [place for place in range(start, min(end, start + _LONGEST)) if tokens[place].letter == "!"]
    for number, place in enumerate(places):
        until = places[number + 1] if number + 1 < len(places) else min(end, place + _LONGEST)
        after = [token for token in tokens[place + 1 : until] if token.letter not in FILLERS and not _is_one(token)]
        while after and after[-1].letter in "&aS":
            after.pop()
        before = [token for token in tokens[start:place] if token.letter not in FILLERS]
        if number:
            before = before[-1:] if before and before[-1].letter == "Q" else []
        if any(token.number is not None for token in (*before, *after)):
            continue
        if not after and number == 0 and tokens[place].text == "零":
            _none_of(passage, (place, end), [], before)
        elif after and _may_stand_before(passage, before):
            _none_of(passage, (place, until), before, after)


def _is_one(token: Token) -> bool:
    """一起, 一件: `未发生一起行政诉讼` denies all."""
    return token.number is not None and token.text.startswith("一") and token.number.value == 1


def _may_stand_before(passage: Passage, before: list[Token]) -> bool:
    """Whether the words before a negation only say whose and when (an organ's name was weighed as the owner's)."""
    for token in before:
        if token.letter == "x" and not (passage.agency.name and passage.agency.is_called(token.text)):
            return False
        if token.letter not in _BEFORE and token.letter != "x":
            return False
    return True


def _none_of(passage: Passage, span: tuple[int, int], before: list[Token], after: list[Token]) -> None:
    place, end = span
    if any(token.letter == "W" for token in after):
        _no_result(passage, place, before, after)
        return
    nouns = _heads(after)
    verbs = {token.letter for token in after} & _VERBS
    if any(token.letter not in _VERBS | _NOUNS | {"&", "G"} for token in after) or not nouns:
        return
    letters = {token.letter for token in nouns}
    if "j" in letters:
        _nothing_carried(passage, span, "".join(token.letter for token in after))
        return
    columns = tuple(token.names for token in nouns if token.letter == "Z")
    if letters & set("LY"):
        return
    for noun in nouns:
        if noun.letter in "Rr" and columns:
            if verbs <= _ALLOWED["R"] and passage.speaks_of_requests(end):
                say_applicants(passage, place, columns, value=0)
        elif noun.letter != "Z":
            _nothing(passage, place, noun, verbs)


def _heads(after: list[Token]) -> list[Token]:
    """The nouns denied; a request that only caused something (因申请公开引起的行政复议) is not."""
    heads: list[Token] = []
    for number, token in enumerate(after):
        if token.letter not in _NOUNS:
            continue
        following = after[number + 1 :]
        joined = bool(following) and following[0].letter == "&"
        modifies = token.letter in "Rr" and not joined and any(later.letter in "Qei" for later in following)
        if not modifies:
            heads.append(token)
    return heads


def _nothing(passage: Passage, place: int, noun: Token, verbs: set[str]) -> None:
    if noun.letter == "M":
        _no_document(passage, place, noun.names, verbs - set("ow"))
        return
    if verbs - _ALLOWED[noun.letter]:
        return
    if noun.letter == "R" or (noun.letter == "r" and passage.speaks_of_requests(place)):
        passage.say(place, Subject("received", (("received",),)), "V", value=0)
    elif noun.letter == "Q":
        for name in (RECONSIDERATION, LITIGATION) if noun.names == "both" else (noun.names,):
            passage.say(place, Subject(name, ((f"{name}.total",),)), "Q", value=0)
    elif noun.letter == "U":
        passage.say(place, Subject(noun.names, ((noun.names,),)), "U", value=0)
    elif noun.letter == "e":
        passage.say(place, Subject("fees", (("fees",),)), "e", value=0)
    elif noun.letter == "i":
        passage.say(place, INFORMATION_FEE, "i", value=0, about=())
    elif noun.letter == "n":
        passage.say(place, Subject("information_fee_notices", ()), "n", value=0, about=())


def _no_document(passage: Passage, place: int, name: str, verbs: set[str]) -> None:
    if verbs - set("IXN"):
        return
    for verb in sorted(verbs) or ["I"]:
        passage.say(place, Subject(name, ((f"{name}.{_DOCUMENT_COLUMNS[verb]}",),)), "M", value=0)


def _nothing_carried(passage: Passage, span: tuple[int, int], shape: str) -> None:
    place, end = span
    if not passage.speaks_of_requests(end):
        return
    if re.fullmatch(r"[Rr]?L[RrA]*j[RrA]*|jL[RrA]*", shape):
        passage.say(place, Subject("brought_forward", (("brought_forward",),)), "j", value=0)
    elif re.fullmatch(r"[Rr]?jY[AKRr]*|Y[AK]?j[AKRr]*", shape):
        passage.say(place, Subject("carried_forward", (("carried_forward",),)), "j", value=0)
    elif re.fullmatch(r"j[RrA]*", shape):
        passage.say(place, Subject(AMBIGUOUS, (("brought_forward",), ("carried_forward",))), "j", value=0)


def _no_result(passage: Passage, place: int, before: list[Token], after: list[Token]) -> None:
    """`未发生被纠错、败诉情况`: no case of these routes was corrected."""
    if any(token.letter not in set("W&owRrQVG") for token in after):
        return
    named = [name for token in (*before, *after) if token.letter == "Q" for name in _both(token.names)]
    for token in after:
        if token.letter != "W" or token.names not in ("overturned", "lost", "corrected"):
            continue
        default = {"overturned": (RECONSIDERATION,), "lost": (LITIGATION,)}.get(token.names, passage.routes(place))
        for name in dict.fromkeys(named or default):
            say_no_result(passage, place, name, ("corrected",))


def _both(name: str) -> tuple[str, ...]:
    return (RECONSIDERATION, LITIGATION) if name == "both" else (name,)
