"""`gouji demo --once`: the table is printed, every sample ends as expected, nothing is left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.cli.sample_filings import samples
from tests.servers.house import ROOT


@pytest.mark.timeout(180)
def test_demo_once_ends_by_itself_with_the_table(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.cli", "demo", "--once", "--port", "0"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    table, _, address = done.stdout.rpartition("门户 Portal")
    assert "http://127.0.0.1:" in address
    assert table.count("2025 ") + table.count("2024 ") + table.count("2020 ") == len(samples())
    assert "C301 上年结转总计与上年报告衔接" in table
    assert not list(tmp_path.iterdir())
