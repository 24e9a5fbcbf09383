"""`gouji demo --once`: the table is printed, every sample ends as expected, nothing is left behind."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.cli.sample_filings import samples
from tests.servers.house import ROOT


@pytest.mark.timeout(180)
def test_demo_once_ends_by_itself_with_the_table(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.cli", "demo", "--once", "--port", "0"]
    # Settings of a real house are none of the demo's.
    real = {"GOUJI_DATABASE_URL": "postgresql+asyncpg://nowhere/real", "GOUJI_OPERATOR_TOKEN": "real"}
    environment = {**os.environ, **real, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    table, _, address = done.stdout.rpartition("门户 Portal")
    assert "http://127.0.0.1:" in address
    assert re.search(r"填报人 Clerk  clerk-\w+  密码 password  \S{19}\n主管部门 Supervisor  supervisor-\w+  ", table)
    assert table.count("2025 ") + table.count("2024 ") + table.count("2020 ") == len(samples())
    assert "C301 上年结转总计与上年报告衔接" in table
    assert not list(tmp_path.iterdir())


@pytest.mark.timeout(180)
def test_demo_on_a_terminal_shows_progress_and_ctrl_c_drains(tmp_path: Path) -> None:
    terminal, theirs = os.openpty()
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TERM": "xterm", "COLUMNS": "160"}
    command = [sys.executable, "-m", "services.cli", "demo", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        _read_until(terminal, b"Ctrl-C stops it")
        # What a terminal does: the whole foreground group hears it, and only the rooms' own groups are spared.
        os.killpg(process.pid, signal.SIGINT)
        said = _read_until(terminal, "已全部停止".encode())
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    for words in ("意外退出", "Traceback"):
        assert words not in said.decode("utf-8", "replace")
    assert not list(tmp_path.iterdir())


def _read_until(terminal: int, words: bytes) -> bytes:
    said = b""
    deadline = time.monotonic() + 120
    while words not in said:
        assert time.monotonic() < deadline, said.decode("utf-8", "replace")
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 65536)
    return said
