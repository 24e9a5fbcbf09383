"""The command line as a person uses it, in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from services.cli.__main__ import run


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Gouji = Callable[..., Outcome]


@pytest.fixture
def gouji(capsys: pytest.CaptureFixture[str]) -> Gouji:
    """Run `gouji` with arguments."""

    def command(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Outcome(int(code), said.out, said.err)

    return command


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """Where the bundled samples lie."""
    return Path(str(resources.files("services.cli") / "samples"))
