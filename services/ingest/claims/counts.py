"""What a count speaks of: the words before it, or after it, must all be known and name one figure."""

import re
from collections.abc import Callable

from services.ingest.claims import counted_documents, counted_outcomes, counted_requests, counted_reviews
from services.ingest.claims.passage import Passage
from services.ingest.claims.phrase import Phrase

_READERS: dict[str, Callable[[Passage, Phrase], None]] = {
    "R": counted_requests.with_noun,
    "r": counted_requests.with_noun,
    "V": counted_requests.with_verb,
    "A": counted_requests.with_verb,
    "K": counted_requests.with_verb,
    "E": counted_outcomes.outcome,
    "H": counted_outcomes.bare_grant,
    "Z": counted_outcomes.applicant,
    "j": counted_requests.carried,
    "Y": counted_requests.carried,
    "L": counted_requests.carried,
    "l": counted_requests.in_progress,
    "Q": counted_reviews.route,
    "W": counted_reviews.result,
    "M": counted_documents.document,
    "I": counted_documents.document,
    "X": counted_documents.document,
    "N": counted_documents.document,
    "U": counted_documents.decision,
    "n": counted_documents.fee_notice,
    "h": counted_documents.website,
}
_PLAIN = re.compile(r"[fgGuw&,:T]*")


def count(passage: Passage, index: int) -> None:
    """Understand the count at a place of the sentence, if its words leave no doubt."""
    phrase = Phrase.around(passage, index)
    if not phrase.unit_fits():
        return
    shape = phrase.before
    plain = _PLAIN.fullmatch(shape) is not None
    if phrase.after and (plain or re.search(r"[VAK]$", shape)):
        passage.taken = phrase.end
    if "s" in shape:
        _separately(passage, index)
    elif plain:
        _by_what_follows(passage, phrase)
    elif (reader := _READERS.get(shape.rstrip("z")[-1:])) is not None:
        reader(passage, phrase)
    if re.search(r"[VAK]", shape) and not any(said.index == index for said in passage.said):
        passage.astray = index


def _by_what_follows(passage: Passage, phrase: Phrase) -> None:
    """`5件予以公开`, `31件结转到下年度`: the words stand behind their number."""
    after = phrase.after
    if re.fullmatch(r"[Rr]?E[Rrh]?", after):
        counted_outcomes.outcome_after(passage, phrase)
    elif re.fullmatch(r"[Rrw]*Z[Rr]?", after):
        counted_outcomes.applicant_after(passage, phrase)
    elif re.fullmatch(r"[Rr]?[RrxCw]{0,6}(?:jY|Yj|Lj|l|j)[AKRr]{0,3}", after):
        counted_requests.carried_after(passage, phrase)
    elif re.fullmatch(r"W", after):
        counted_reviews.result_after(passage, phrase)


def _separately(passage: Passage, index: int) -> None:
    """`予以公开、部分公开分别为5件、2件`: as many numbers as words, each in its turn."""
    start = passage.phrase_before(index)
    named = [token for token in passage.tokens[start:index] if token.letter in "EQZ"]
    places = [index]
    for place in range(index + 1, len(passage.tokens)):
        letter = passage.tokens[place].letter
        if letter == "#":
            places.append(place)
        elif letter not in "&F":
            break
    known = set("EQZ&RrwfGs")
    if len(named) != len(places) or set(passage.words.shape(start, index)) - known:
        return
    for token, place in zip(named, places, strict=True):
        if token.letter == "E":
            counted_outcomes.say_outcome(passage, place, token.names)
        elif token.letter == "Z":
            counted_outcomes.say_applicants(passage, place, (token.names,))
        else:
            counted_reviews.say_routes(passage, place, [token.names], each=True)
