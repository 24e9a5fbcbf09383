"""Every log line, ours or a library's, is one JSON object that names the room and keeps Chinese readable."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


def _lines(code: str, *, level: str = "INFO") -> list[dict[str, Any]]:
    head = (
        "import logging, structlog\nfrom shared.telemetry.logs import configure_logging\nconfigure_logging('score')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", head + code],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"GOUJI_LOG_LEVEL": level, "PYTHONUTF8": "1"},
    )
    assert done.stdout == b"", "standard output belongs to the command, not to the log"
    return [json.loads(line) for line in done.stderr.decode().splitlines()]


def test_our_lines_carry_their_fields() -> None:
    (line,) = _lines("structlog.stdlib.get_logger('services.score.handlers').info('graded', region='东海省', n=3)")
    assert {key: line[key] for key in ("event", "region", "n", "level", "room", "logger")} == {
        "event": "graded",
        "region": "东海省",
        "n": 3,
        "level": "info",
        "room": "score",
        "logger": "services.score.handlers",
    }
    assert line["timestamp"].endswith("Z")


def test_a_library_is_heard_in_the_same_form_when_it_warns() -> None:
    code = "lib = logging.getLogger('nats')\nlib.info('chatter')\nlib.warning('lost %s', 'connection')"
    (line,) = _lines(code)
    assert (line["event"], line["level"], line["room"]) == ("lost connection", "warning", "score")


def test_an_exception_stays_on_one_line() -> None:
    code = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    structlog.stdlib.get_logger('shared.x').exception('broke')"
    (line,) = _lines(code)
    assert "ZeroDivisionError" in line["exception"]


def test_the_level_is_a_setting() -> None:
    code = "log = structlog.stdlib.get_logger('services.x')\nlog.debug('fine')\nlog.warning('odd')"
    assert [line["event"] for line in _lines(code, level="DEBUG")] == ["fine", "odd"]
    assert [line["event"] for line in _lines(code, level="WARNING")] == ["odd"]
