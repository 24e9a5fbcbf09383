"""What a sentence says of all that went before: 已全部办结, 均获维持, 均为自然人申请."""

import re

from services.ingest.claims.counted_outcomes import say_applicants
from services.ingest.claims.counted_reviews import say_no_result
from services.ingest.claims.passage import Passage
from services.ingest.claims.subjects import Subject

_FINISHED = frozenset(("办结", "办理完毕", "处理完毕", "办复", "办结答复", "办理完成", "完成答复"))
_ROUTES = frozenset(("reconsideration", "litigation", "direct_suit", "suit_after_reconsideration"))
_NOT_UPHELD = ("corrected", "other", "pending")
NOTHING_CARRIED = Subject("carried_forward", (("carried_forward",),))


def totality(passage: Passage, start: int, end: int) -> None:
    """Read a clause that speaks of all requests or cases without a number."""
    tokens = passage.tokens[start:end]
    place = next((start + number for number, token in enumerate(tokens) if token.letter == "a"), None)
    if place is None or any(token.number is not None for token in tokens):
        return
    before, after = passage.words.shape(start, place), passage.words.shape(place, end)
    if re.search(r"[^fGRr&wVQ]", before):
        return
    named = tuple(token.names for token in passage.tokens[start:place] if token.letter == "Q")
    routes = named or passage.routes(place)
    if named and not passage.speaks_of_disclosure(place):
        return
    if re.fullmatch(r"K", after) and not named:
        _all_closed(passage, place, start, end)
    elif re.fullmatch(r"[JK]J?|J", after):
        _without(passage, place, routes, ("pending",))
    elif re.fullmatch(r"W", after):
        if any(token.letter == "W" and token.names == "upheld" for token in passage.tokens[place:end]):
            _without(passage, place, routes, _NOT_UPHELD)
        elif any(token.names == "won" for token in passage.tokens[place:end]):
            _without(passage, place, routes, ("corrected",))
    elif re.fullmatch(r"[VRr]*Z[RrV]*", after):
        _all_by(passage, place, end)


def _all_closed(passage: Passage, place: int, start: int, end: int) -> None:
    tokens = passage.tokens[start:end]
    closing = next(token for token in passage.tokens[place:end] if token.letter == "K")
    in_time = any(token.letter == "d" for token in tokens)
    if closing.text not in _FINISHED or in_time or not _of_requests(passage, start):
        return
    carried = any(said.subject.kind == "carried_forward" and said.value for said in passage.said)
    if not carried and not passage.has("u"):
        passage.say(place, NOTHING_CARRIED, "j", value=0).of_all = True


def _of_requests(passage: Passage, start: int) -> bool:
    """Whether what came before, up to this clause, was requests and nothing else."""
    before = passage.said[-1] if passage.said else None
    if passage.ends_astray:
        return False
    if before is not None:
        return before.role in "VAKEZj"
    explicit = any(token.letter == "R" for token in passage.tokens[: start + 3])
    return explicit and not passage.has("x")


def _without(passage: Passage, place: int, routes: tuple[str, ...], results: tuple[str, ...]) -> None:
    """Say of each route that no case ended, or was left, in these ways."""
    for name in routes:
        if name in _ROUTES:
            for said in say_no_result(passage, place, name, results):
                said.of_all = True


def _all_by(passage: Passage, place: int, end: int) -> None:
    columns = [token.names for token in passage.tokens[place:end] if token.letter == "Z"]
    before = passage.said[-1] if passage.said else None
    if before is not None and before.role in "VAK":
        said = say_applicants(passage, place, tuple(columns))
        said.subject = Subject(before.subject.kind, before.subject.options, tuple(columns))
        said.value, said.relation = before.value, before.relation
