"""A contract may grow and nothing else."""

import copy
from typing import Any

import pytest

from shared.events.compatibility import breaks
from shared.events.contracts import contracts
from shared.events.report_scored import ReportScoredV1
from shared.report.codec import json_schema

SCHEMA = json_schema(ReportScoredV1)


def changed() -> dict[str, Any]:
    return copy.deepcopy(SCHEMA)


@pytest.mark.parametrize("event", contracts(), ids=lambda event: event.subject)
def test_a_contract_does_not_break_itself(event: type) -> None:
    assert breaks(json_schema(event), json_schema(event)) == ()


def test_an_optional_field_may_come() -> None:
    new = changed()
    new["$defs"]["Scorecard"]["properties"]["remark"] = {"type": "string", "default": ""}
    assert breaks(SCHEMA, new) == ()


def test_a_value_may_become_nullable_but_never_stop_being_so() -> None:
    new = changed()
    new["$defs"]["Agency"]["properties"]["name"] = {"type": ["string", "null"]}
    assert breaks(SCHEMA, new) == ()
    assert breaks(new, SCHEMA) == ("$.submission.agency.name: no longer null",)


def test_a_field_may_not_go() -> None:
    new = changed()
    del new["$defs"]["Scorecard"]["properties"]["grade"]
    assert breaks(SCHEMA, new) == ("$.scorecard.grade: removed",)


def test_a_field_may_not_become_required() -> None:
    new = changed()
    new["$defs"]["Scorecard"]["required"].append("caps")
    assert breaks(SCHEMA, new) == ("$.scorecard.caps: newly required",)


def test_a_type_may_not_change() -> None:
    new = changed()
    new["$defs"]["ReportScoredV1"]["properties"]["judging"] = {"type": "string"}
    assert breaks(SCHEMA, new) == ("$.judging: no longer integer",)


def test_an_enum_value_may_not_go() -> None:
    new = changed()
    new["$defs"]["Grade"]["enum"].remove("not_rated")
    assert breaks(SCHEMA, new) == ("$.scorecard.grade: value 'not_rated' removed",)


def test_changes_inside_lists_and_nullable_nouns_are_seen() -> None:
    new = changed()
    del new["$defs"]["Deduction"]["properties"]["points"]
    del new["$defs"]["LocalDeadline"]["properties"]["day"]
    assert set(breaks(SCHEMA, new)) == {
        "$.scorecard.deductions[].points: removed",
        "$.submission.agency.local_deadline.day: removed",
    }
