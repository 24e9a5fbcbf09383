"""How an explanation comes about and what may become of it: asked for, decided by somebody else, withdrawn; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from services.gateway.acts import DIGEST, MOST_WORDS, RULE, Act, day_between, sound_words, tomorrow, years_later
from services.gateway.case_refusals import (
    DECISION_INVALID,
    DRAFT_NOT_DISCUSSED,
    EXPLANATION_LENGTH,
    FINDING_INVALID,
    UNTIL_INVALID,
    WAIVER_OVER,
    WAIVER_OWN,
    WAIVER_STANDING,
    WORDS_LENGTH,
    no,
    state_refusal,
)
from shared.report.submission import Submission
from shared.report.waiver import Waiver, WaiverState

LEAST_WORDS = 10
LEAST_REASON = 2
MOST_YEARS = 3
MOST_PLACES = 300
_PLACE = re.compile(r"[^\x00-\x20\x7f]{1,200}")
_OPEN = frozenset({WaiverState.REQUESTED, WaiverState.ACCEPTED})


def ask(
    identity: UUID,
    submission: Submission,
    stated: Mapping[str, str],
    act: Act,
    others: Iterable[Waiver] = (),
) -> Waiver:
    """The request of an account that may file for the agency; `others` are those about the same agency and year.

    `stated` has `rule`, `revision`, `places` (one a line), `binding` and `explanation`.

    Raises:
        ProblemError: it is about a draft, not complete, or the same finding is explained already.
    """
    if submission.draft:
        raise no(DRAFT_NOT_DISCUSSED, id=submission.id)
    places = tuple(dict.fromkeys(line.strip() for line in stated.get("places", "").splitlines() if line.strip()))
    _assert_finding(stated, places)
    explanation = sound_words(stated.get("explanation", ""), LEAST_WORDS, MOST_WORDS)
    if explanation is None:
        raise no(EXPLANATION_LENGTH, "explanation", least=LEAST_WORDS, most=MOST_WORDS)
    if any(other.binding == stated["binding"] and _stands(other, act.day) for other in others):
        raise no(WAIVER_STANDING)
    return Waiver(
        id=identity,
        agency_code=submission.agency.code,
        year=submission.year,
        submission_id=submission.id,
        rule=stated["rule"],
        revision=int(stated["revision"]),
        places=places,
        binding=stated["binding"],
        explanation=explanation,
        requested_by=act.by.id,
        requester=act.by.name,
        requested_at=act.at,
    )


def decide(waiver: Waiver, stated: Mapping[str, str], act: Act) -> Waiver:
    """The waiver as an account that supervises the agency decides: `decision`, `words`, and `until` when accepted.

    Raises:
        ProblemError: it is not waiting, it is the account's own, or the decision is not complete.
    """
    if waiver.state is not WaiverState.REQUESTED:
        raise state_refusal(WAIVER_OVER, waiver.state.label)
    if waiver.requested_by == act.by.id:
        raise no(WAIVER_OWN)
    decision = stated.get("decision", "")
    if decision not in {WaiverState.ACCEPTED, WaiverState.REFUSED}:
        raise no(DECISION_INVALID, "decision")
    state = WaiverState(decision)
    # Who refuses says why; who accepts may.
    words = sound_words(stated.get("words", ""), LEAST_REASON if state is WaiverState.REFUSED else 0, MOST_WORDS)
    if words is None:
        raise no(WORDS_LENGTH, "words", field="words", least=LEAST_REASON, most=MOST_WORDS)
    return replace(
        waiver,
        state=state,
        decided_by=act.by.id,
        decider=act.by.name,
        decided_at=act.at,
        decision=words or None,
        until=_until(stated.get("until", ""), act.day) if state is WaiverState.ACCEPTED else None,
        changed=waiver.changed + 1,
    )


def withdraw(waiver: Waiver) -> Waiver:
    """The waiver as the agency takes it back, decided or not; what was decided stays written.

    Raises:
        ProblemError: it has been refused or withdrawn already.
    """
    if waiver.state not in _OPEN:
        raise state_refusal(WAIVER_OVER, waiver.state.label)
    return replace(waiver, state=WaiverState.WITHDRAWN, changed=waiver.changed + 1)


def _stands(waiver: Waiver, day: date) -> bool:
    return waiver.state is WaiverState.REQUESTED or waiver.holds_on(day)


def _assert_finding(stated: Mapping[str, str], places: Sequence[str]) -> None:
    sound = {
        "rule": RULE.fullmatch(stated.get("rule", "")),
        "revision": re.fullmatch(r"[1-9][0-9]{0,3}", stated.get("revision", "")),
        "places": 0 < len(places) <= MOST_PLACES and all(map(_PLACE.fullmatch, places)),
        "binding": DIGEST.fullmatch(stated.get("binding", "")),
    }
    for field, is_sound in sound.items():
        if not is_sound:
            raise no(FINDING_INVALID, field, field=field)


def _until(value: str, today: date) -> date:
    last = years_later(today, MOST_YEARS)
    day = day_between(value, today, last)
    if day is None:
        raise no(UNTIL_INVALID, "until", first=tomorrow(today), last=last)
    return day
