"""`gouji verify-receipt`: genuine is 0, one byte of change is 1, a question that makes no sense is 2."""

import json
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.cli.__main__ import run
from services.gateway.acceptance import accept, announcement
from services.gateway.ledger import filed, settled
from services.gateway.receipts_api import to_keep
from services.gateway.settlement import Outcome, Settlement
from services.gateway.signing import Signer
from services.gateway.store import Receipt
from services.ingest.corrections import corrected
from services.ingest.reading import REVISION, read
from shared.report.ledger import BEGINNING, Link
from shared.report.reading import Confidence
from shared.report.receipt import genuine
from shared.report.submission import Correction
from tests.services.cli.conftest import Gouji
from tests.services.gateway.house import NOON, WATER, offer

SIGNER = Signer(bytes(range(32)))
STRANGER = Signer(bytes(32))


def receipt_of(
    data: bytes,
    filename: str = "年报.html",
    *,
    figures: str | None = None,
    reader: str = REVISION,
    corrections: tuple[Correction, ...] = (),
    graded: bool = True,
    signer: Signer = SIGNER,
) -> bytes:
    """What a house would issue for a filing of these bytes, or what somebody with a key could."""
    media_type = "text/html"
    submission = accept(
        offer(sha256=sha256(data).hexdigest(), size=len(data), filename=filename, media_type=media_type),
        WATER,
        None,
        NOON,
    )
    submission = msgspec.structs.replace(submission, corrections=corrections)
    links = [Link.after(0, BEGINNING, filed(submission))]
    if graded:
        if figures is None:
            figures = corrected(read(data, filename, media_type), corrections).report.figures_digest
        news = Settlement(submission.id, Outcome.SCORED, NOON, figures, reader, "0123456789abcdef")
        links.append(Link.after(1, links[0].head, settled(news)))
    return signer.sign(to_keep(Receipt(event=announcement(submission), due_at=NOON), links))


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> bytes:
    return next(path for path in sorted(sample_folder.rglob("*.html"))).read_bytes()


@pytest.fixture
def filing(tmp_path: Path, sample: bytes) -> Path:
    """The file that was filed, kept under another name."""
    kept = tmp_path / "备份.bin"
    kept.write_bytes(sample)
    return kept


def written(folder: Path, receipt: bytes) -> Path:
    place = folder / "receipt.json"
    place.write_bytes(receipt)
    return place


def test_a_genuine_receipt_is_told_with_its_key(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    done = gouji("verify-receipt", filing, written(tmp_path, receipt_of(filing.read_bytes())))
    assert done.code == 0, done.out
    assert "回执真实有效" in done.out
    assert "The receipt is genuine" in done.out
    assert f"公钥取自回执本身，请与公布的指纹核对：{SIGNER.public.fingerprint}" in done.out
    assert "数据摘要一致" in done.out
    assert WATER.name in done.out


def test_a_receipt_of_filing_is_verified_before_there_is_a_grade(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    done = gouji("verify-receipt", filing, written(tmp_path, receipt_of(filing.read_bytes(), graded=False)))
    assert done.code == 0, done.out
    assert "数据摘要" not in done.out


def test_the_key_that_must_have_signed_is_named_in_any_way(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    mine = written(tmp_path, receipt_of(filing.read_bytes()))
    public, answer = tmp_path / "key.txt", tmp_path / "key.json"
    public.write_text(SIGNER.public.key + "\n")
    answer.write_bytes(msgspec.json.encode(SIGNER.public))
    for key in (SIGNER.public.key, SIGNER.public.fingerprint, SIGNER.public.fingerprint.upper(), public, answer):
        done = gouji("verify-receipt", filing, mine, "--key", key)
        assert done.code == 0, done.out
        assert "公钥即指定的公钥" in done.out
        assert "公钥取自回执本身" not in done.out


def test_a_receipt_that_somebody_else_has_signed_is_found_by_its_key(
    gouji: Gouji, filing: Path, tmp_path: Path
) -> None:
    forged = written(tmp_path, receipt_of(filing.read_bytes(), signer=STRANGER))
    assert gouji("verify-receipt", filing, forged).code == 0, "it is consistent: only the key tells"
    done = gouji("verify-receipt", filing, forged, "--key", SIGNER.public.fingerprint)
    assert done.code == 1
    assert "公钥不是指定的公钥" in done.out


QUICKLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICKLY
@given(data=st.data())
def test_one_byte_changed_in_the_file_is_found(
    capsys: pytest.CaptureFixture[str], filing: Path, tmp_path: Path, sample: bytes, data: st.DataObject
) -> None:
    mine = written(tmp_path, receipt_of(sample, figures="cd" * 32))
    altered = bytearray(sample)
    altered[data.draw(st.integers(0, len(sample) - 1))] ^= data.draw(st.integers(1, 255))
    filing.write_bytes(altered)
    assert run(["verify-receipt", str(filing), str(mine)]) == 1
    assert "文件与报送时不同" in capsys.readouterr().out


@QUICKLY
@given(data=st.data())
def test_one_byte_changed_in_the_receipt_is_found(
    capsys: pytest.CaptureFixture[str], filing: Path, tmp_path: Path, sample: bytes, data: st.DataObject
) -> None:
    altered = bytearray(receipt_of(sample, figures="cd" * 32))
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    assert run(["verify-receipt", str(filing), str(written(tmp_path, bytes(altered)))]) == 1
    assert "回执无效" in capsys.readouterr().out


def test_another_file_and_another_receipt_are_not_each_others(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    other = written(tmp_path, receipt_of(b"<html>another</html>", figures="cd" * 32))
    assert gouji("verify-receipt", filing, other).code == 1


def test_figures_that_are_not_the_files_are_found(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    done = gouji("verify-receipt", filing, written(tmp_path, receipt_of(filing.read_bytes(), figures="cd" * 32)))
    assert done.code == 1
    assert "数据摘要不一致" in done.out


def test_readers_of_another_revision_are_no_forgery(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    mine = receipt_of(filing.read_bytes(), figures="cd" * 32, reader="1999")
    done = gouji("verify-receipt", filing, written(tmp_path, mine))
    assert done.code == 0, done.out
    assert "另一版读取程序（1999）" in done.out
    assert "no comparison" in done.out


def test_what_the_agency_stated_about_doubtful_cells_belongs_to_the_figures(
    gouji: Gouji, filing: Path, tmp_path: Path
) -> None:
    data = filing.read_bytes().replace(b"<td>0</td>", "<td>О</td>".encode())
    found = read(data, "年报.html", "text/html")
    doubtful = next(found.reading.having(Confidence.UNREADABLE))
    filing.write_bytes(data)
    stated = (Correction(doubtful, 7),)
    mine = receipt_of(data, corrections=stated)
    assert json.loads(mine)["figures"] != found.report.figures_digest
    assert gouji("verify-receipt", filing, written(tmp_path, mine)).code == 0
    assert gouji("verify-receipt", filing, written(tmp_path, receipt_of(data, figures="cd" * 32))).code == 1


def test_what_cannot_be_read_here_is_not_compared(gouji: Gouji, tmp_path: Path) -> None:
    filing = tmp_path / "noise.html"
    filing.write_bytes(b"\0\1\2noise")
    done = gouji("verify-receipt", filing, written(tmp_path, receipt_of(b"\0\1\2noise", figures="cd" * 32)))
    assert done.code == 0
    assert "本机无法读取文件" in done.out


def test_questions_without_sense_are_exit_code_two(gouji: Gouji, filing: Path, tmp_path: Path) -> None:
    mine = written(tmp_path, receipt_of(filing.read_bytes()))
    no_key = tmp_path / "no-key.json"
    no_key.write_text('{"fingerprint": ')
    for arguments in (
        [tmp_path / "missing", mine],
        [filing, tmp_path / "missing"],
        [filing],
        [filing, mine, "--key", "勾稽"],
        [filing, mine, "--key", no_key],
    ):
        assert gouji("verify-receipt", *arguments).code == 2
    newer = msgspec.structs.replace(genuine(mine.read_bytes()), schema=2)
    done = gouji("verify-receipt", filing, written(tmp_path, SIGNER.sign(newer)))
    assert done.code == 2
    assert "请升级" in done.err
