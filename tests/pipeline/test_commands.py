"""`gouji submit`, `register`, `dead` and `up` against a running house."""

import asyncio
import json
import socket
import subprocess
import sys
from importlib import resources
from pathlib import Path

import nats
import pytest

from services.cli.__main__ import run
from services.cli.machine import free_port
from services.cli.sample_filings import sample_register
from shared.events.submission_received import SubmissionReceivedV1
from tests.servers.house import ROOT, HouseProcess
from tests.servers.until import until

SAMPLES = Path(str(resources.files("services.cli") / "samples"))
RUBRIC = Path(str(resources.files("services.score") / "rubrics" / "2021_form.toml"))
pytestmark = pytest.mark.timeout(180)


def test_submit_finds_agency_and_year_in_the_report(
    standing_house: HouseProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["submit", str(SAMPLES / "fgw_2025.txt"), str(SAMPLES / "slj_2025.json"), "--to", standing_house.url])
    said = capsys.readouterr()
    assert code == 0
    for words in ("澄州市发展和改革委员会", "临屿县水利局", "2025", "优秀 excellent"):
        assert words in said.out
    assert said.err == ""


def test_submit_says_by_its_exit_code_that_there_are_findings(
    standing_house: HouseProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(SAMPLES / name) for name in ("shj_2025.html", "wenlv_notice.html", "dongao_2025.txt")]
    assert run(["submit", *files, "--draft", "--to", standing_house.url]) == 1
    out = capsys.readouterr().out
    assert "A401 复议诉讼结果合计：2 处不符 Review results foot: not met ×2" in out
    assert "未报送 not filed" in out


def test_submit_what_cannot_be_read_on_somebodys_behalf_is_rejected(
    standing_house: HouseProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    notice = str(SAMPLES / "wenlv_notice.html")
    assert run(["submit", notice, "--to", standing_house.url, "--agency", "DH0102-22", "--year", "2025"]) == 1
    assert "退回 rejected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("agency", "year", "told"), [("nobody", "2025", "agency.unknown"), ("DH0102-22", "1899", "year.out_of_range")]
)
def test_submit_tells_a_refusal(
    standing_house: HouseProcess, capsys: pytest.CaptureFixture[str], agency: str, year: str, told: str
) -> None:
    file = str(SAMPLES / "fgw_2025.txt")
    assert run(["submit", file, "--to", standing_house.url, "--agency", agency, "--year", year]) == 1
    assert told in capsys.readouterr().out.replace("\n", "")


def test_submit_to_a_house_that_is_away_is_a_system_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("services.cli.client.PATIENCE", 0.2)
    assert run(["submit", str(SAMPLES / "fgw_2025.txt"), "--to", f"http://127.0.0.1:{free_port()}"]) == 3
    assert "无法连接" in capsys.readouterr().err


def test_register_says_what_changed_and_what_is_wrong(
    standing_house: HouseProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["register", str(SAMPLES / "register.csv"), "--to", standing_house.url]) == 0
    agencies = len(sample_register().splitlines()) - 1
    assert f"未变 {agencies} " in capsys.readouterr().out
    broken = tmp_path / "broken.csv"
    broken.write_text("code,name,class,region\nX1,甲局,衙门,澄州市\n", "utf-8")
    assert run(["register", str(broken), "--to", standing_house.url]) == 1
    err = capsys.readouterr().err
    assert "第 2 行" in err
    assert "Row 2" in err


async def test_dead_letters_are_listed_shown_and_sent_on(
    standing_house: HouseProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    def dead(*arguments: str) -> int:
        return run(["dead", *arguments, "--data", str(standing_house.data)])

    assert await asyncio.to_thread(dead, "list") == 0
    client = await nats.connect(standing_house.nats_url)
    await client.jetstream().publish(SubmissionReceivedV1.subject, b"not an event")
    await client.close()

    letters: list[dict[str, object]] = []

    async def both_rooms_gave_up() -> bool:
        await asyncio.to_thread(dead, "list", "--format", "json")
        letters[:] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return {letter["room"] for letter in letters} == {"ingest", "portal"}

    await until(both_rooms_gave_up, 30)
    assert await asyncio.to_thread(dead, "list") == 1
    assert "ingest" in capsys.readouterr().out
    number = str(letters[0]["number"])
    assert await asyncio.to_thread(dead, "show", number) == 0
    assert "not an event" in capsys.readouterr().out
    assert await asyncio.to_thread(dead, "requeue", number) == 1
    assert "cannot be requeued" in capsys.readouterr().err
    assert await asyncio.to_thread(dead, "show", "999") == 2


def test_replay_reads_the_log_of_a_running_house(
    standing_house: HouseProcess, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sample = str(SAMPLES / "fgw_2025.txt")
    assert run(["submit", sample, "--to", standing_house.url]) in {0, 1}
    capsys.readouterr()
    stricter = tmp_path / "stricter.toml"
    stricter.write_text(RUBRIC.read_text("utf-8").replace("at_least = 90", "at_least = 99.5", 1), "utf-8")
    code = run(["replay", "--rubric", str(stricter), "--data", str(standing_house.data), "--format", "json"])
    summary = json.loads(capsys.readouterr().out.splitlines()[0])
    assert summary["reports"] >= 1
    assert code == (1 if summary["flips"] else 0)


def test_dead_needs_to_know_which_house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dead", "list", "--data", str(tmp_path)]) == 2
    assert "--nats-url" in capsys.readouterr().err


def test_two_houses_never_share_a_folder(standing_house: HouseProcess) -> None:
    command = [sys.executable, "-m", "services.cli", "up", "--data", str(standing_house.data), "--port", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3
    assert "正被另一套系统使用" in done.stderr


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "services.cli", "up", "--data", str(tmp_path), "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3
    assert "已被占用" in done.stderr
    assert not (tmp_path / "logs").exists()
