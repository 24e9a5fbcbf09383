"""How findings are sent back to an agency, answered and closed; pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.gateway.acts import DIGEST, MOST_WORDS, RULE, Act, day_between, sound_words, tomorrow, years_later
from services.gateway.case_refusals import (
    DRAFT_NOT_DISCUSSED,
    DUE_ON_INVALID,
    ITEMS_INVALID,
    RECTIFICATION_OVER,
    RECTIFICATION_STANDING,
    WORDS_LENGTH,
    no,
    state_refusal,
)
from shared.report.codec import decode
from shared.report.rectification import Item, Rectification, RectificationState
from shared.report.submission import Submission

LEAST_WORDS = 2
MOST_ITEMS = 200
MOST_YEARS = 1
_OPEN = frozenset({RectificationState.ORDERED, RectificationState.ANSWERED})


class Demand(msgspec.Struct, frozen=True):
    """What a supervisor asks for: findings to be set right, the words to it, and the day, as they were sent."""

    items: tuple[Item, ...]
    words: str
    due_on: str


def read_items(values: Sequence[str]) -> tuple[Item, ...]:
    """The findings sent back, each the JSON of an `Item`; the same one twice counts once.

    Raises:
        ProblemError: there are none, too many, or one is not such JSON.
    """
    try:
        items = tuple(dict.fromkeys(decode(value, Item) for value in values))
    except msgspec.DecodeError as error:
        raise no(ITEMS_INVALID, "item", most=MOST_ITEMS, reason=str(error)) from None
    for item in items:
        if not (RULE.fullmatch(item.rule) and item.places and item.revision > 0 and DIGEST.fullmatch(item.binding)):
            raise no(ITEMS_INVALID, "item", most=MOST_ITEMS, reason=item.rule[:60])
    if not 0 < len(items) <= MOST_ITEMS:
        raise no(ITEMS_INVALID, "item", most=MOST_ITEMS, reason=len(items))
    return items


def order(
    identity: UUID,
    submission: Submission,
    stated: Demand,
    act: Act,
    others: Iterable[Rectification] = (),
) -> Rectification:
    """The order of an account that supervises the agency; `others` are the orders about the same agency and year.

    Raises:
        ProblemError: it is about a draft, not complete, or the same findings are sent back already.
    """
    if submission.draft:
        raise no(DRAFT_NOT_DISCUSSED, id=submission.id)
    same = frozenset(stated.items)
    for other in others:
        if other.submission_id == submission.id and other.state in _OPEN and frozenset(other.items) == same:
            raise no(RECTIFICATION_STANDING)
    return Rectification(
        id=identity,
        agency_code=submission.agency.code,
        year=submission.year,
        submission_id=submission.id,
        items=stated.items,
        demand=_words("demand", stated.words),
        due_on=_due_on(stated.due_on, act.day),
        ordered_by=act.by.id,
        orderer=act.by.name,
        ordered_at=act.at,
    )


def answer(standing: Rectification, words: str, act: Act) -> Rectification:
    """The order as an account that may file for the agency answers it, once.

    Raises:
        ProblemError: it is not waiting for an answer, or the words are too few or too many.
    """
    if standing.state is not RectificationState.ORDERED:
        raise state_refusal(RECTIFICATION_OVER, standing.state.label)
    return replace(
        standing,
        state=RectificationState.ANSWERED,
        answer=_words("words", words),
        answered_by=act.by.id,
        answerer=act.by.name,
        answered_at=act.at,
        changed=standing.changed + 1,
    )


def end(standing: Rectification, state: RectificationState, act: Act) -> Rectification:
    """The order as an account that supervises the agency closes or withdraws it.

    Raises:
        ProblemError: it is closed or withdrawn already.
    """
    if standing.state not in _OPEN:
        raise state_refusal(RECTIFICATION_OVER, standing.state.label)
    return replace(
        standing,
        state=state,
        closed_by=act.by.id,
        closer=act.by.name,
        closed_at=act.at,
        changed=standing.changed + 1,
    )


def _words(field: str, text: str) -> str:
    words = sound_words(text, LEAST_WORDS, MOST_WORDS)
    if words is None:
        raise no(WORDS_LENGTH, field, field=field, least=LEAST_WORDS, most=MOST_WORDS)
    return words


def _due_on(value: str, today: date) -> date:
    last = years_later(today, MOST_YEARS)
    day = day_between(value, today, last)
    if day is None:
        raise no(DUE_ON_INVALID, "due_on", first=tomorrow(today), last=last)
    return day
