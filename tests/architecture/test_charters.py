"""A room's charter, the contracts, and the code that subscribes and publishes say the same."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from shared.events.contracts import contracts
from shared.events.dead_letter import DeadLetterV1

ROOT = Path(__file__).parents[2]
ROOMS = ("gateway", "ingest", "validate", "score", "portal")
SUBJECTS = {event.__name__: event.subject for event in contracts()}


def charter(room: str, duty: str) -> set[str]:
    text = re.sub(
        r",\n +", ", ", import_module(f"services.{room}").__doc__ or ""
    )  # a long list goes on in the next line
    line = re.search(rf"^{duty}: (.+?)\.?$", text, re.MULTILINE)
    assert line, f"services/{room}/__init__.py says {duty}: …"
    return set() if line[1] == "nothing" else set(re.split(r",\s*", line[1]))


def calls(room: str) -> list[ast.Call]:
    paths = (ROOT / "services" / room).rglob("*.py")
    return [
        node for path in paths for node in ast.walk(ast.parse(path.read_text("utf8"))) if isinstance(node, ast.Call)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_consumes_what_its_charter_and_the_contracts_say(room: str) -> None:
    subscribed = {
        SUBJECTS[argument.id]
        for call in calls(room)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "on"
        for argument in call.args[:1]
        if isinstance(argument, ast.Name) and argument.id in SUBJECTS
    }
    contracted = {event.subject for event in contracts() if room in event.consumers}
    assert charter(room, "Consumes") == subscribed == contracted


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_emits_what_its_charter_and_the_contracts_say(room: str) -> None:
    emitted = {
        SUBJECTS[call.func.id] for call in calls(room) if isinstance(call.func, ast.Name) and call.func.id in SUBJECTS
    }
    contracted = {event.subject for event in contracts() if event.producer == room}
    assert charter(room, "Emits") == emitted == contracted


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_owns(room: str) -> None:
    assert charter(room, "Owns") is not None


def test_dead_letters_come_from_every_room() -> None:
    assert DeadLetterV1.producer == "every room"
