"""Contracts as committed: schemas current, examples valid, ids repeat."""

import json
from pathlib import Path
from uuid import UUID

import jsonschema
import msgspec
import pytest

from shared.events.contracts import contracts
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.render import EXAMPLES, SCHEMAS, breaking_changes, pages
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.codec import json_schema

EVERY_CONTRACT = pytest.mark.parametrize("event", contracts(), ids=lambda event: event.subject)


def test_the_house_speaks_in_twelve_events() -> None:
    assert [event.subject for event in contracts()] == [
        "gouji.v1.access.changed",
        "gouji.v1.dead",
        "gouji.v1.draft.expired",
        "gouji.v1.impact.measured",
        "gouji.v1.rectification.changed",
        "gouji.v1.register.changed",
        "gouji.v1.report.normalized",
        "gouji.v1.report.scored",
        "gouji.v1.report.validated",
        "gouji.v1.submission.received",
        "gouji.v1.submission.rejected",
        "gouji.v1.waiver.changed",
    ]


def test_no_contract_breaks_its_committed_schema() -> None:
    assert breaking_changes() == ()


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_current(path: Path) -> None:
    assert path.read_text("utf8") == pages()[path], "run `make generate`"


def test_no_schema_is_left_behind_by_a_contract_that_went() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {event.subject for event in contracts()}


@EVERY_CONTRACT
def test_the_example_is_valid_and_survives_the_round_trip(event: type[Event]) -> None:
    data = (EXAMPLES / f"{event.subject}.json").read_bytes()
    jsonschema.validate(json.loads(data), json_schema(event))
    read = event.decode(data)
    assert event.decode(read.encode()) == read


@EVERY_CONTRACT
def test_readers_ignore_fields_of_newer_writers(event: type[Event]) -> None:
    tree = json.loads((EXAMPLES / f"{event.subject}.json").read_bytes())
    assert event.decode(json.dumps(tree | {"from_the_future": 1}).encode()) == event.decode(json.dumps(tree).encode())


@EVERY_CONTRACT
def test_a_message_without_its_id_is_refused(event: type[Event]) -> None:
    tree = json.loads((EXAMPLES / f"{event.subject}.json").read_bytes())
    del tree["event_id"]
    with pytest.raises(msgspec.ValidationError, match="event_id"):
        event.decode(json.dumps(tree).encode())


def test_the_same_cause_gives_the_same_id_and_another_cause_another() -> None:
    cause, other = UUID(int=1), UUID(int=2)
    assert ReportScoredV1.id_from(cause, "rubric") == ReportScoredV1.id_from(cause, "rubric")
    ids = {
        ReportScoredV1.id_from(cause, "rubric"),
        ReportScoredV1.id_from(other, "rubric"),
        ReportScoredV1.id_from(cause, "another"),
        ReportValidatedV1.id_from(cause, "rubric"),
    }
    assert len(ids) == 4


def test_a_repetition_keeps_its_id_and_passes_the_broker() -> None:
    event = DeadLetterV1.decode((EXAMPLES / "gouji.v1.dead.json").read_bytes())
    again = msgspec.structs.replace(event, attempt=event.attempt + 1)
    assert again.event_id == event.event_id
    assert again.message_id != event.message_id
    assert event.destination == f"gouji.v1.dead.{event.room}"
