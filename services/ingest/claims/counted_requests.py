"""Counts of requests: received, brought and carried forward, closed."""

import re

from services.ingest.claims.counted_outcomes import RECEIVED, applicant, outcome
from services.ingest.claims.passage import Passage, Said
from services.ingest.claims.phrase import Phrase, is_plain
from services.ingest.claims.subjects import HANDLED, Subject
from shared.report.claim import AMBIGUOUS, Relation, Scope

_BROUGHT_FORWARD = Subject("brought_forward", (("brought_forward",),))
_SOME_BROUGHT_FORWARD = Subject("brought_forward", (("brought_forward",),), at_least=True)
_CARRIED_FORWARD = Subject("carried_forward", (("carried_forward",),))
_EITHER_CARRIED = Subject(AMBIGUOUS, (("brought_forward",), ("carried_forward",)))
_CLOSED = Subject("closed", (("closed",),))
_SOME_CLOSED = Subject("closed", (("closed",),), at_least=True)
_HANDLED = Subject(AMBIGUOUS, (("received",), HANDLED, ("closed",)))
_RECEIVED_AND_HANDLED = Subject(AMBIGUOUS, (("received",), HANDLED, ("closed", "carried_forward")))
_BROUGHT = re.compile(r"(?P<left>.*?)(?:L[RrAK]*j|jL)[RrAKV]*")
_CARRIED = re.compile(r"(?P<left>.*?)(?:jY|Y[RrAK]*j)[RrAKV]*")
_BARE_CARRIED = re.compile(r"(?P<left>.*?)j[RrAK]*")


def with_noun(passage: Passage, phrase: Phrase) -> None:
    """`收到政府信息公开申请13件`, `政府信息公开申请13件`: the noun stands right before its number."""
    noun, left = phrase.before[-1], phrase.before[:-1]
    if left[-1:] in ("V", "A", "K", "&") and left:
        _verb(passage, phrase, left, noun)
    elif left[-1:] == "E":
        outcome(passage, phrase)
    elif left[-1:] == "Z":
        applicant(passage, phrase)
    elif re.search(r"[jYL]$", left) and "j" in left:
        carried(passage, phrase)
    elif noun == "R" and _stands_alone(left) and not phrase.after and _counts_requests(passage, phrase):
        _say_received(passage, phrase.index)


def _counts_requests(passage: Passage, phrase: Phrase) -> bool:
    """Not the documents of a sort (公文…依申请公开50件), nor what was told on request (依申请公开信息3条)."""
    return not passage.tells_attributes and phrase.unit not in ("条", "篇", "项", "个")


def _stands_alone(left: str) -> bool:
    return is_plain(left) and "f" not in left


def with_verb(passage: Passage, phrase: Phrase) -> None:
    """`收到8份政府信息公开申请`, `申请受理12件`, `办结12件`: the verb stands right before its number."""
    verb, left = phrase.before[-1], phrase.before[:-1]
    if "j" in left and _carried(phrase.before):
        carried(passage, phrase)
    elif left[-1:] == "Z":
        applicant(passage, phrase)
    elif left[-1:] in ("R", "r"):
        _verb(passage, phrase, left[:-1] + verb, left[-1])
    elif (follows := re.fullmatch(r"([Rr])[GTfw]*", phrase.after)) is not None:
        _verb(passage, phrase, phrase.before, follows[1])
    elif not phrase.after and is_plain(left.rstrip("VAK&")):
        _verb(passage, phrase, phrase.before, "")


def _verb(passage: Passage, phrase: Phrase, shape: str, noun: str) -> None:
    """A verb of receiving, handling or closing, whose noun is explicit (R), bare (r) or left out."""
    left, verb = shape[:-1], shape[-1]
    index = phrase.index
    if (noun != "R" and not passage.speaks_of_requests(index)) or set(left) & set("!HIMU=C"):
        return
    if noun != "R" and set(left) & set("xQE"):
        return
    if verb == "K" and re.search(r"[VA]&?$", left):
        verb = "A"
    if verb == "V" and "f" not in left:
        _say_received(passage, index)
    elif verb == "K":
        passage.say(index, _CLOSED, "K")
    elif verb == "A" and "f" not in left:
        words = phrase.text_before()
        both = re.search(r"收到|接收|受理|收办", words) and not re.search(r"办结|答复|回复", words)
        passage.say(index, _RECEIVED_AND_HANDLED if both and "收到" in words else _HANDLED, "A")


def _say_received(passage: Passage, index: int) -> None:
    passage.say(index, RECEIVED, "V")


def _carried(shape: str) -> bool:
    return bool(_BROUGHT.fullmatch(shape) or _CARRIED.fullmatch(shape) or _BARE_CARRIED.fullmatch(shape))


def carried(passage: Passage, phrase: Phrase) -> None:
    """`上年结转18件`, `结转下年度1件`: brought or carried forward before the number."""
    for pattern, subject in ((_BROUGHT, _BROUGHT_FORWARD), (_CARRIED, _CARRIED_FORWARD), (_BARE_CARRIED, None)):
        match = pattern.fullmatch(phrase.before)
        if match is not None and not set(match["left"]) - set("fgGDLYOPu&,:TAKVRr"):
            # 上年结转申请办结17件 counts what was closed of them.
            closed = subject is _BROUGHT_FORWARD and "K" in phrase.before
            of_them = _SOME_BROUGHT_FORWARD if closed else subject
            _say_carried(passage, phrase.index, of_them, among="f" in match["left"])
            return
    if re.fullmatch(r".*tL", phrase.before):
        _last_years(passage, phrase.index)


def carried_after(passage: Passage, phrase: Phrase) -> None:
    """`31件结转到下年度继续办理`: brought or carried forward behind the number."""
    shape = phrase.after
    if "x" in shape and not re.search(r"jY|Yj", shape):
        return
    if "l" in shape:
        subject: Subject | None = _CARRIED_FORWARD
    else:
        subject = _BROUGHT_FORWARD if "L" in shape else _CARRIED_FORWARD if "Y" in shape else None
    _say_carried(passage, phrase.index, subject, among="f" in phrase.before)


def in_progress(passage: Passage, phrase: Phrase) -> None:
    """`尚在办理期限内1件`: still open when the year ended."""
    if re.fullmatch(r"[fgGu&,:TRr]*l", phrase.before):
        _say_carried(passage, phrase.index, _CARRIED_FORWARD, among=False)


def _say_carried(passage: Passage, index: int, subject: Subject | None, *, among: bool) -> None:
    if passage.routes(index):
        _pending_from_last_year(passage, index)
        return
    if not passage.speaks_of_requests(index):
        return
    if subject is None:
        subject = _CARRIED_FORWARD if passage.last("K") is not None else _EITHER_CARRIED
    before = passage.last("VAK")
    inside = among or passage.depths[index] > (before.depth if before else 0)
    if subject is _BROUGHT_FORWARD and before is not None and inside and before.index == _last_place(passage):
        _include_brought_forward(before)
    passage.say(index, subject, "j")


def _last_place(passage: Passage) -> int:
    return passage.said[-1].index


def _include_brought_forward(before: Said) -> None:
    """`收到100件（含上年结转5件）`: what was received then includes last year's."""
    if before.role == "V":
        before.subject = Subject("handled_total", (HANDLED,))
    elif before.role == "A":
        before.subject = Subject(AMBIGUOUS, (HANDLED, ("closed",)))


def _pending_from_last_year(passage: Passage, index: int) -> None:
    """`行政复议9件（含上年结转1件）`: the table may or may not hold the case of last year."""
    before = passage.number_before(index) or passage.last("Q")
    if before is not None and before.role == "Q" and before.relation is Relation.EQUAL:
        before.relation = Relation.AT_MOST


def _last_years(passage: Passage, index: int) -> None:
    """`较上年的98件`: the same figure of last year."""
    before = passage.number_before(index)
    if before is not None and before.role in "VAKQ":
        passage.say(index, before.subject, before.role, scope=Scope.LAST_YEAR)


def set_parts_of_closed_apart(passage: Passage) -> None:
    """`办结23件，按时办结22件，延期办结1件`: of several that were closed, only the most may be all."""
    closed = [said for said in passage.said if said.role == "K" and said.subject is _CLOSED]
    understood = {said.index for said in passage.said}
    tokens = passage.tokens
    others = any(
        token.letter == "#" and place and tokens[place - 1].letter == "K" and place not in understood
        for place, token in enumerate(tokens)
    )
    most = max((said.value for said in closed), default=0)
    for said in closed:
        if said.value < most or (others and len(closed) == 1):
            said.subject = _SOME_CLOSED
