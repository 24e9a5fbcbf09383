"""Counts of reconsiderations and suits over information, and of how they ended."""

import re

from services.ingest.claims.passage import Passage, Said
from services.ingest.claims.phrase import Phrase
from services.ingest.claims.subjects import Subject
from shared.report.claim import AMBIGUOUS

_ROUTES = re.compile(r"(?P<left>.*?)(?P<routes>(?:Q&?)+)(?P<each>z?)")
_RESULT = re.compile(r"[fgG&,:u]*(?P<route>Q?)W")
_NUMBER_RESULTS = frozenset(("upheld", "corrected", "other", "pending"))
RECONSIDERATION, LITIGATION = "reconsideration", "litigation"


def route(passage: Passage, phrase: Phrase) -> None:
    """`行政复议22件`, `行政复议、行政诉讼各1件`."""
    match = _ROUTES.fullmatch(phrase.before)
    if match is None or not passage.speaks_of_disclosure(phrase.index):
        return
    left = match["left"]
    explicit = bool(re.search(r"[RrW]", left)) or any(
        token.letter == "p" for token in passage.tokens[phrase.start : phrase.index]
    )
    if set(left) & set("!HIMUEZ#") or ("x" in left and not explicit):
        return
    if "涉及" in phrase.text_before() and not explicit:
        return  # what requests were about
    if re.search(r"[VAK]$", left) and not explicit and passage.sentence.topic != "reviews":
        return
    named = phrase.names("Q")[-match["routes"].count("Q") :]
    say_routes(passage, phrase.index, named, each=bool(match["each"]))


def say_routes(passage: Passage, index: int, named: list[str], *, each: bool) -> None:
    """Say that the number at a place counts cases of some routes, of each or together."""
    routes = [one for name in named for one in ((RECONSIDERATION, LITIGATION) if name == "both" else (name,))]
    number = passage.tokens[index].number
    if len(routes) == 1 or each or (number is not None and number.value == 0):
        for name in dict.fromkeys(routes):
            passage.say(index, _total(name), "Q")
    elif set(routes) == {RECONSIDERATION, LITIGATION}:
        totals = (f"{RECONSIDERATION}.total",), (f"{LITIGATION}.total",)
        sums = ((*totals[0], *totals[1]), (*totals[0], "direct_suit.total"))
        passage.say(index, Subject(AMBIGUOUS, (*totals, *sums)), "Q")


def _total(name: str) -> Subject:
    return Subject(name, ((f"{name}.total",),))


def result(passage: Passage, phrase: Phrase) -> None:
    """`维持3件` after the cases of one route."""
    match = _RESULT.fullmatch(phrase.before)
    if match is not None:
        own = tuple(phrase.names("Q")) if match["route"] else passage.routes(phrase.index)
        _say_result(passage, phrase.index, phrase.names("W")[-1], own)


def result_after(passage: Passage, phrase: Phrase) -> None:
    """`1件尚未审结`."""
    token = next(token for token in passage.tokens[phrase.index + 1 : phrase.end] if token.letter == "W")
    _say_result(passage, phrase.index, token.names, passage.routes(phrase.index))


def _say_result(passage: Passage, index: int, name: str, routes: tuple[str, ...]) -> None:
    name = "corrected" if name in ("overturned", "lost") else name
    known = len(routes) == 1 and routes[0] not in (AMBIGUOUS, "both") and passage.speaks_of_disclosure(index)
    if known and name in _NUMBER_RESULTS:
        passage.say(index, Subject(routes[0], ((f"{routes[0]}.{name}",),)), "W")


def say_no_result(passage: Passage, index: int, name: str, results: tuple[str, ...]) -> list[Said]:
    """Say that no case of a route ended in some ways (全部维持: none corrected, none otherwise, none pending)."""
    return [passage.say(index, Subject(name, ((f"{name}.{each}",),)), "W", value=0) for each in results]
