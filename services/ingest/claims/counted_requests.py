"""Counts of requests: received, brought and carried forward, closed, their outcomes, and who asked."""

import re

from services.ingest.claims.passage import Passage, Said
from services.ingest.claims.phrase import Phrase, is_plain
from services.ingest.claims.subjects import CLOSED_LESS_WITHDRAWN, DISCLOSED, HANDLED, Subject
from shared.report.claim import AMBIGUOUS, Relation, Scope

_RECEIVED = Subject("received", (("received",),))
_BROUGHT_FORWARD = Subject("brought_forward", (("brought_forward",),))
_CARRIED_FORWARD = Subject("carried_forward", (("carried_forward",),))
_EITHER_CARRIED = Subject(AMBIGUOUS, (("brought_forward",), ("carried_forward",)))
_CLOSED = Subject("closed", (("closed",),))
_HANDLED = Subject(AMBIGUOUS, (("received",), HANDLED, ("closed",)))
_RECEIVED_AND_HANDLED = Subject(AMBIGUOUS, (("received",), HANDLED, ("closed", "carried_forward")))
_BROUGHT = re.compile(r"(?P<left>.*?)(?:L[RrAK]*j|jL)[RrAKV]*")
_CARRIED = re.compile(r"(?P<left>.*?)(?:jY|Y[RrAK]*j)[RrAKV]*")
_BARE_CARRIED = re.compile(r"(?P<left>.*?)j[RrAK]*")
_OUTCOMES_IN_PART = {"granted_in_part_of_row": "granted", "withdrawn": "other_misc"}
"""What is only part of a row: being told where to look is a grant, a withdrawal is closed otherwise."""
_OUTCOMES = re.compile(r"(?P<left>.*?)(?P<outcomes>(?:E&?)+)[Rrh]?")
_APPLICANTS = re.compile(r"(?P<left>.*?)(?P<applicants>(?:Z&?)+)[VRrA]*z?")


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
    elif noun == "R" and is_plain(left) and "f" not in left and not phrase.after:
        _say_received(passage, phrase.index)


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
    elif not phrase.after and (is_plain(left.rstrip("VAK&")) or (left[-2:] == "R&")):
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
    passage.say(index, _RECEIVED, "V")


def outcome(passage: Passage, phrase: Phrase) -> None:
    """`予以公开4件`: the outcome stands before its number."""
    match = _OUTCOMES.fullmatch(phrase.before)
    if match is None or not passage.speaks_of_requests(phrase.index) or not _may_lead(match["left"]):
        return
    named = phrase.names("E")
    together = named[-match["outcomes"].count("E") :]
    if "&" in match["outcomes"].rstrip("&"):
        if set(together) == set(DISCLOSED):
            say_outcome(passage, phrase.index, "disclosed")
        return
    say_outcome(passage, phrase.index, named[-1])


def outcome_after(passage: Passage, phrase: Phrase) -> None:
    """`其中5件予以公开`: the outcome stands behind its number."""
    if passage.speaks_of_requests(phrase.index):
        token = next(token for token in passage.tokens[phrase.index + 1 : phrase.end] if token.letter == "E")
        say_outcome(passage, phrase.index, token.names)


def _may_lead(left: str) -> bool:
    return not set(left) - set("fgGDLYOPu&,:TAKVRrwE")


def say_outcome(passage: Passage, index: int, name: str) -> None:
    """Say that the number at a place is of an outcome of requests."""
    if name == "other_bare":
        _say_other(passage, index)
        return
    if name == "withdrawn" and passage.routes(index):
        routes = passage.routes(index)
        if len(routes) == 1:
            passage.say(index, Subject(routes[0], ((f"{routes[0]}.other",),), at_least=True), "W")
        return
    subject = _outcome_subject(passage, name)
    if subject is not None:
        passage.say(index, subject, "E")


def _outcome_subject(passage: Passage, name: str) -> Subject | None:
    listed = {token.names for token in passage.tokens if token.letter == "E"}
    if name == "bare_grant":
        listed_too = listed & {"partly_granted", "denied", "unavailable"} and passage.last("VAKE") is not None
        return _outcome_subject(passage, "granted") if listed_too else None
    if name == "granted" and "partly_granted" not in listed:
        return Subject("granted", (("granted",), DISCLOSED))
    if name == "other" and "declined" not in listed:
        return Subject("other", (("other",), ("declined", "other")))
    if name in _OUTCOMES_IN_PART:
        kind = _OUTCOMES_IN_PART[name]
        return Subject(kind, ((kind,),), at_least=True)
    rows = DISCLOSED if name == "disclosed" else (name,)
    return Subject(name, (rows,), at_least=passage.cells.is_merged(name))


def _say_other(passage: Passage, index: int) -> None:
    """其他 at the end of a list: the last kind of applicant, or the last outcome, of which there are several."""
    before = passage.number_before(index)
    if before is None:
        return
    if before.role == "Z":
        say_applicants(passage, index, ("other_organisation",))
    elif before.role == "E" and before.subject.kind != "other_misc":
        declined = any(token.names == "declined" for token in passage.tokens)
        wide = () if declined else (("declined", "other"),)
        passage.say(index, Subject(AMBIGUOUS, (("other_misc",), ("other",), *wide)), "E")


def applicant(passage: Passage, phrase: Phrase) -> None:
    """`自然人申请12件`: who asked stands before the number."""
    match = _APPLICANTS.fullmatch(phrase.before)
    if match is None or not passage.speaks_of_requests(phrase.index) or not _may_lead(match["left"]):
        return
    named = phrase.names("Z")
    say_applicants(passage, phrase.index, tuple(named[-match["applicants"].count("Z") :]))


def applicant_after(passage: Passage, phrase: Phrase) -> None:
    """`其中2件为自然人申请`: who asked stands behind the number."""
    if passage.speaks_of_requests(phrase.index):
        token = next(token for token in passage.tokens[phrase.index + 1 : phrase.end] if token.letter == "Z")
        say_applicants(passage, phrase.index, (token.names,))


def say_applicants(passage: Passage, index: int, columns: tuple[str, ...], *, value: int | None = None) -> Said:
    """Say that the number at a place is of some kinds of applicants, in the row that is being broken down."""
    whole = _row_broken_down(passage, index)
    subject = Subject(whole.kind, whole.options, columns)
    return passage.say(index, subject, "Z", value=value, scope=Scope.ONE_APPLICANT)


def _row_broken_down(passage: Passage, index: int) -> Subject:
    before = passage.number_before(index)
    if before is not None and before.role in "VAKZ":
        return before.subject
    first = next((said for said in passage.said if said.role in "VAK"), None)
    if first is not None:
        return first.subject
    return passage.before.whole or _RECEIVED


def _carried(shape: str) -> bool:
    return bool(_BROUGHT.fullmatch(shape) or _CARRIED.fullmatch(shape) or _BARE_CARRIED.fullmatch(shape))


def carried(passage: Passage, phrase: Phrase) -> None:
    """`上年结转18件`, `结转下年度1件`: brought or carried forward before the number."""
    for pattern, subject in ((_BROUGHT, _BROUGHT_FORWARD), (_CARRIED, _CARRIED_FORWARD), (_BARE_CARRIED, None)):
        match = pattern.fullmatch(phrase.before)
        if match is not None and not set(match["left"]) - set("fgGDLYOPu&,:TAKVRr"):
            _say_carried(passage, phrase.index, subject, among="f" in match["left"])
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


def set_withdrawn_apart(passage: Passage) -> None:
    """`申请人撤销2件，答复24件`: where withdrawals are told apart, the answers may not include them."""
    withdrawn = next(
        (said for said in passage.said if said.subject.kind == "other_misc" and said.subject.at_least), None
    )
    for said in passage.said:
        apart = withdrawn is not None and withdrawn.depth == said.depth and withdrawn.index < said.index
        if said.role == "K" and apart and passage.last("E") is withdrawn:
            said.subject = Subject(AMBIGUOUS, (("closed",), CLOSED_LESS_WITHDRAWN))
