"""What a percentage speaks of: a share with its base, a rate, or a change against last year."""

import re

from services.ingest.claims.passage import NUMBERS, Passage, Said
from services.ingest.claims.phrase import Phrase
from services.ingest.claims.subjects import DISCLOSED, EVERY_BASE, HANDLED, Subject
from services.ingest.claims.totalities import NOTHING_CARRIED
from shared.report.claim import Expression, Scope

_WHOLE = 100
_BASES: dict[str, tuple[tuple[str, ...], ...]] = {"closed": (("closed",),), "received": (("received",), HANDLED)}
_CHANGE = re.compile(r"(?P<subject>.*?)(?P<compare>t?[LT]*[rRVKb]?)(?P<way>[\^v])")
_NOUNS = {"R": "received", "r": "received", "V": "received", "K": "closed", "b": "received"}


def percentage(passage: Passage, index: int) -> None:
    """Understand the percentage at a place of the sentence, if its subject is certain."""
    phrase = Phrase.around(passage, index)
    shape = phrase.before
    if shape.endswith("q"):
        _rate(passage, phrase)
    elif shape.endswith(("=", "b")):
        _share(passage, phrase)
    elif shape.endswith(("^", "v")):
        _change(passage, phrase)
    elif not shape and index and passage.tokens[index - 1].letter == "(":
        before = next((said for said in reversed(passage.said) if said.index == index - 2), None)
        if before is not None and before.role in "EZ":
            _say_share(passage, index, before.subject, before.role, "any")


def _rate(passage: Passage, phrase: Phrase) -> None:
    index = phrase.index
    start, _ = passage.words.clause(index)
    clause = passage.tokens[start:index]
    value = clause_value(passage, index)
    if not passage.speaks_of_requests(index) or any(token.letter in "dxQUC" for token in clause):
        return
    if any(said.role in "QUMe" for said in passage.said[-1:]):
        return
    rate = phrase.names("q")[-1]
    if rate == "closing" and value == _WHOLE:
        said = passage.say(index, NOTHING_CARRIED, "j", value=0)
        said.of_all = True
    elif rate in ("closing", "answering") and value != _WHOLE:
        subject = Subject("closed", (("closed",),))
        passage.say(index, subject, "q", about=passage.cells.expressions(subject, (HANDLED,)))
    elif rate == "publicity":
        subject = Subject("disclosed", (DISCLOSED,))
        passage.say(index, subject, "q", about=passage.cells.expressions(subject, EVERY_BASE))


def clause_value(passage: Passage, index: int) -> int | None:
    """The number at a place, where it is whole."""
    number = passage.tokens[index].number
    return int(number.value) if number is not None and number.value == number.value.to_integral_value() else None


def _share(passage: Passage, phrase: Phrase) -> None:
    match = re.fullmatch(r"(?P<left>.*?)=[VKRrb]*", phrase.before)
    bases = phrase.names("b")
    if match is None or not passage.speaks_of_requests(phrase.index):
        return
    after_share = phrase.before.split("=")[-1]
    if after_share not in ("", "b", "r", "R"):
        return
    base = {"": "any", "b": bases[-1] if bases else "any"}.get(after_share, "received")
    left = match["left"].strip("fgGT&,:Rr")
    named = [token for token in passage.tokens[phrase.start : phrase.index] if token.letter in "EZ"]
    if left in ("E", "Z") and named:
        kind = named[-1].names
        if left == "Z":
            _say_share(passage, phrase.index, Subject("received", (("received",),), (kind,)), "Z", base)
        elif (subject := _outcome(kind)) is not None:
            _say_share(passage, phrase.index, subject, "E", base)
    elif not left:
        before = passage.number_before(phrase.index)
        if before is not None and before.role in "EZK" and not before.subject.at_least:
            _say_share(passage, phrase.index, before.subject, before.role, base)


def _outcome(name: str) -> Subject | None:
    if name in ("bare_grant", "other_bare", "withdrawn", "granted_in_part_of_row", "other"):
        return None
    return Subject(name, (DISCLOSED if name == "disclosed" else (name,),))


def _say_share(passage: Passage, index: int, subject: Subject, role: str, base: str) -> None:
    if role == "Z":
        whole = Subject(subject.kind, subject.options)
        pairs = zip(passage.cells.expressions(subject), passage.cells.expressions(whole), strict=True)
        about = tuple(Expression(part.cells, of.cells) for part, of in pairs)
        passage.say(index, subject, "Z", about=about, scope=Scope.ONE_APPLICANT)
        return
    about = passage.cells.expressions(subject, _BASES.get(base, EVERY_BASE))
    passage.say(index, subject, "=", about=about)


def _change(passage: Passage, phrase: Phrase) -> None:
    match = _CHANGE.fullmatch(phrase.before)
    if match is None:
        return
    subject = _changed(passage, phrase, match)
    if subject is None:
        return
    about = passage.cells.expressions(subject, since_last_year=True)
    said = passage.say(phrase.index, subject, "t", about=about)
    if match["way"] == "v":
        said.value = -said.value


def _changed(passage: Passage, phrase: Phrase, match: re.Match[str]) -> Subject | None:
    named = match["subject"].strip("fgGT&,:")
    compared = "t" in match["compare"] or _compared_before(passage, phrase)
    if not compared:
        return None
    if not named:
        before = passage.number_before(phrase.index) or _before_a_difference(passage, phrase.index)
        return before.subject if before is not None and before.role in "VAKEZQ" and before.scope is None else None
    if named == "Q" and passage.speaks_of_disclosure(phrase.index):
        name = phrase.names("Q")[-1]
        return None if name == "both" else Subject(name, ((f"{name}.total",),))
    noun = re.fullmatch(r"(?:[RrVK]?)([RrVKb])", named)
    if noun is None or not passage.speaks_of_requests(phrase.index):
        return None
    kind = "closed" if "K" in named else _NOUNS[noun[1]]
    return Subject(kind, ((kind,),))


def _compared_before(passage: Passage, phrase: Phrase) -> bool:
    """`比上年增加22件，增长22.4%`: the comparison was named with the difference, right before."""
    since = max((said.index for said in passage.said), default=-1)
    return any(token.letter == "t" for token in passage.tokens[since + 1 : phrase.index]) or _against_last_year(passage)


def _against_last_year(passage: Passage) -> bool:
    """`与2021年收到的40件相比，…增长30%`."""
    return passage.has("t") and any(owner.scope is Scope.LAST_YEAR for owner in passage.owners)


def _before_a_difference(passage: Passage, index: int) -> Said | None:
    """The number whose difference in pieces (`增加22件`) stands between it and the percentage."""
    places = [place for place in range(index) if passage.tokens[place].letter in NUMBERS]
    *_, before, difference = (-1, -1, *places)
    if before < 0 or not re.search(r"[\^v]$", passage.words.shape(passage.phrase_before(difference), difference)):
        return None
    return next((said for said in passage.said if said.index == before), None)
