"""Counts of how requests were answered, and of who asked."""

import re

from services.ingest.claims.passage import Passage, Said
from services.ingest.claims.phrase import Phrase, is_plain
from services.ingest.claims.subjects import CLOSED_LESS_WITHDRAWN, DISCLOSED, Subject
from services.ingest.claims.words import Token
from shared.report.claim import AMBIGUOUS, Scope

RECEIVED = Subject("received", (("received",),))
_APPLICANTS_SEEN = re.compile(r"新收|收到|受理|申请人|申请主体")
_OUTCOMES_IN_PART = {"granted_in_part_of_row": "granted", "withdrawn": "other_misc"}
"""What is only part of a row: being told where to look is a grant, a withdrawal is closed otherwise."""
_GROUPS = ("denied", "unavailable", "declined")
_OUTCOMES = re.compile(r"(?P<left>.*?)(?P<outcomes>(?:E&?)+)[Rrh]?")
_APPLICANTS = re.compile(r"(?P<left>.*?)(?P<applicants>(?:Z&?)+)[VRrA]*z?")


def outcome(passage: Passage, phrase: Phrase) -> None:
    """`予以公开4件`: the outcome stands before its number."""
    match = _OUTCOMES.fullmatch(phrase.before)
    of_fees = phrase.names("E")[-1] == "other_fee_unpaid" and passage.has("n")
    if match is None or not (of_fees or passage.speaks_of_requests(phrase.index)) or not _may_lead(match["left"]):
        return
    named = phrase.names("E")
    together = named[-match["outcomes"].count("E") :]
    if "&" in match["outcomes"].rstrip("&"):
        if set(together) == set(DISCLOSED):
            say_outcome(passage, phrase.index, "disclosed")
        return
    grounds = tuple(name for name in named[:-1] if named[-1] in _GROUPS and name.startswith(f"{named[-1]}_"))
    if grounds and "等" not in phrase.text_before():
        # 因属于国家秘密不予公开2件: those on this ground, or all that were denied.
        _say_outcome_of(passage, phrase.index, Subject(AMBIGUOUS, (grounds, (named[-1],))))
        return
    say_outcome(passage, phrase.index, named[-1])


def bare_grant(passage: Passage, phrase: Phrase) -> None:
    """`公开29件，部分公开4件`: in a list of outcomes, publishing is granting."""
    listed = {token.names for token in passage.tokens if token.letter == "E"}
    verb = next(token.text for token in reversed(passage.tokens[: phrase.index]) if token.letter == "H")
    in_list = listed & {"partly_granted", "denied", "unavailable"} and passage.last("VAKE") is not None
    if verb == "公开" and in_list and is_plain(phrase.before[:-1]) and passage.speaks_of_requests(phrase.index):
        say_outcome(passage, phrase.index, "granted")


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
        _say_outcome_of(passage, index, subject)


def _say_outcome_of(passage: Passage, index: int, subject: Subject) -> None:
    """Say it of the applicant who leads the passage, where one does."""
    led_by = passage.led_by
    if led_by is not None and led_by.letter == "Z":
        limited = Subject(subject.kind, subject.options, (led_by.names,), at_least=subject.at_least)
        passage.say(index, limited, "E", scope=Scope.ONE_APPLICANT)
    else:
        passage.say(index, subject, "E")


def _outcome_subject(passage: Passage, name: str) -> Subject | None:
    listed = {token.names for token in passage.tokens if token.letter == "E"}
    if name == "granted" and "partly_granted" not in listed:
        return Subject("granted", (("granted",), DISCLOSED), at_least=_grants_apart(passage))
    if name == "other" and "declined" not in listed:
        return Subject("other", (("other",), ("declined", "other")))
    if name in _OUTCOMES_IN_PART:
        kind = _OUTCOMES_IN_PART[name]
        return Subject(kind, ((kind,),), at_least=True)
    if name == "granted" and _grants_apart(passage):
        return Subject("granted", (("granted",),), at_least=True)
    rows = DISCLOSED if name == "disclosed" else (name,)
    return Subject(name, (rows,), at_least=passage.cells.is_merged(name))


def _grants_apart(passage: Passage) -> bool:
    """Whether the sentence counts other grants apart (主动公开5件、同意公开6件), so that neither is the whole row."""
    counted = [
        passage.words.tokens[place - 1] for place, token in enumerate(passage.tokens) if place and token.letter == "#"
    ]
    return sum(_grants(token) for token in counted) > 1


def _grants(token: Token) -> bool:
    return token.names in ("granted", "granted_in_part_of_row") or (token.letter == "H" and "公开" in token.text)


def _say_other(passage: Passage, index: int) -> None:
    """其他 at the end of a list: the last kind of applicant, or the last outcome, of which there are several."""
    before = passage.number_before(index)
    if before is None:
        return
    if before.role == "Z":
        say_applicants(passage, index, ("other_organisation",))
    elif before.role == "E" and before.subject.kind != "other_misc":
        listed = [token.names for token in passage.tokens if token.letter == "E"]
        rest = [group for group in _GROUPS if not any(name.startswith(group) for name in listed)]
        # 公开15件，不予公开1件，其他7件: all that the list does not name.
        wide = () if "declined" not in rest else (("declined", "other"), (*rest, "other"))
        passage.say(index, Subject(AMBIGUOUS, (("other_misc",), ("other",), *dict.fromkeys(wide))), "E")


def applicant(passage: Passage, phrase: Phrase) -> None:
    """`自然人申请12件`: who asked stands before the number."""
    match = _APPLICANTS.fullmatch(phrase.before)
    if match is None or not passage.speaks_of_requests(phrase.index) or not _may_lead(match["left"]):
        return
    if "公民" in phrase.text_before() and re.search(r"[VA]$", match["left"]):
        return  # 收到公民…申请 says of all who ask that they are citizens
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
    if before is not None and before.role in "VAZ":
        return before.subject
    if before is not None and before.role == "K" and _is_broken_down(passage, before.index, index):
        return before.subject
    first = next((said.subject for said in passage.said if said.role in "VA"), None)
    if first is not None and first.kind != "received":
        return first
    counted = {*passage.before.rows, *(said.subject.kind for said in passage.said)}
    if "closed" not in counted or _APPLICANTS_SEEN.search(passage.words.text(0, index)):
        return RECEIVED
    return Subject(AMBIGUOUS, (("received",), ("closed",)))


def _is_broken_down(passage: Passage, whole: int, index: int) -> bool:
    """Whether a number is told to be part of another: `答复83件，其中自然人80件`, `答复83件（自然人80件…`."""
    between = passage.tokens[whole:index]
    return passage.depths[index] > passage.depths[whole] or any(token.letter == "f" for token in between)


def set_withdrawn_apart(passage: Passage) -> None:
    """`申请人撤销2件，答复24件`: where withdrawals are told apart, the answers may not include them."""
    withdrawn = next(
        (said for said in passage.said if said.subject.kind == "other_misc" and said.subject.at_least), None
    )
    for said in passage.said:
        apart = withdrawn is not None and withdrawn.depth == said.depth and withdrawn.index < said.index
        if said.role in "KA" and apart and passage.last("E") is withdrawn:
            said.subject = Subject(AMBIGUOUS, (*said.subject.options, CLOSED_LESS_WITHDRAWN))
