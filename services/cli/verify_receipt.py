"""`gouji verify-receipt FILE RECEIPT`: whether a receipt is genuine and is this file's, without asking any house."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import msgspec

from services.cli.exits import Exit, SystemFaultError, UsageError
from services.cli.paths import contents
from services.ingest.corrections import corrected
from services.ingest.jobs import Answer
from services.ingest.read_report import ReadReport
from services.ingest.reading import REVISION
from services.ingest.workers import Workers
from shared.confinement.process import WorkerStartError
from shared.report.receipt import (
    NewerReceiptError,
    NotGenuineError,
    SignedReceipt,
    expected_fingerprint,
    fingerprint,
    genuine,
)
from shared.report.text import Text


class Mark(StrEnum):
    """What came of looking at one thing."""

    HOLDS = "✓"
    FAILS = "✗"
    UNTOLD = "–"
    """It cannot be told here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    mark: Mark
    text: Text


def verify_receipt(file: Path, receipt: Path, /, *, key: str | None = None) -> int:
    """离线验证回执。 Verify a receipt offline.

    Parameters
    ----------
    file
        报送的文件。 The file that was filed.
    receipt
        回执文件。 The receipt.
    key
        公钥或其指纹，或存有公钥的文件。 The key that must have signed, its fingerprint, or a file with it.
    """
    data, document = contents(file), contents(receipt)
    expected = None if key is None else _expected(key)
    try:
        found = genuine(document)
    except NotGenuineError as error:
        return _conclude([Finding(Mark.FAILS, error.reason)])
    except NewerReceiptError as error:
        raise UsageError(
            Text("回执由更新版本出具，请升级 gouji。", "A newer release issued the receipt; update gouji.")
        ) from error
    findings = [_SIGNED, *_looked_at(found, data, expected)]
    if found.figures and _is_good(findings):
        findings.append(_figures(found, data))
    _tell(found)
    return _conclude(findings)


_SIGNED = Finding(Mark.HOLDS, Text("签名有效，台账条目相符", "The signature is right, and the ledger's entries agree"))


def _looked_at(receipt: SignedReceipt, data: bytes, expected: str | None) -> Iterator[Finding]:
    own = fingerprint(receipt.key)
    if expected is None:
        yield Finding(
            Mark.UNTOLD,
            Text(
                f"公钥取自回执本身，请与公布的指纹核对：{own}",
                f"The key is the receipt's own; compare its fingerprint with the published one: {own}",
            ),
        )
    elif own == expected:
        yield Finding(Mark.HOLDS, Text(f"公钥即指定的公钥：{own}", f"The key is the one that was named: {own}"))
    else:
        yield Finding(Mark.FAILS, Text(f"公钥不是指定的公钥：{own}", f"The key is not the one that was named: {own}"))
    digest = sha256(data).hexdigest()
    if digest == receipt.sha256:
        yield Finding(Mark.HOLDS, Text(f"文件与报送时一致：{digest}", f"The file is the one that was filed: {digest}"))
    else:
        yield Finding(
            Mark.FAILS, Text(f"文件与报送时不同：{digest}", f"The file is not the one that was filed: {digest}")
        )
    if not receipt.ledger:
        yield Finding(Mark.UNTOLD, Text("回执没有台账条目", "The receipt has no entry of the ledger"))


def _figures(receipt: SignedReceipt, data: bytes) -> Finding:
    """Read the file once more, as it was read when it was judged, and compare the digests."""
    if receipt.reader != REVISION:
        return Finding(
            Mark.UNTOLD,
            Text(
                f"数据由另一版读取程序（{receipt.reader}）读取，本机为 {REVISION}，无法比对数据摘要",
                f"Readers of revision {receipt.reader} read the figures, and these are {REVISION}: no comparison",
            ),
        )
    answer = asyncio.run(_read(data, receipt))
    if answer.report is None or answer.reading is None:
        why = answer.reasons[0].message
        return Finding(
            Mark.UNTOLD,
            Text(
                f"本机无法读取文件，未比对数据摘要：{why.zh}",
                f"The file cannot be read here, so its figures were not compared: {why.en}",
            ),
        )
    read = corrected(ReadReport(answer.report, answer.reading), receipt.corrections).report
    if read.figures_digest == receipt.figures:
        return Finding(Mark.HOLDS, Text("数据摘要一致", "The figures are those that were judged"))
    return Finding(Mark.FAILS, Text("数据摘要不一致", "The figures are not those that were judged"))


async def _read(data: bytes, receipt: SignedReceipt) -> Answer:
    workers = Workers.from_environment(most=1)
    try:
        await workers.start()
        # The name and type it was filed with: whoever keeps the file may call it something else.
        return await workers.read(data, receipt.filename, receipt.media_type)
    except WorkerStartError as error:
        raise SystemFaultError(Text("读取程序无法启动。", f"The reader does not start: {error}")) from error
    finally:
        await workers.stop()


def _expected(key: str) -> str:
    """The fingerprint that `--key` means: itself, or what the file of that name holds."""
    text = key
    if Path(key).is_file():
        text = contents(Path(key)).decode(errors="replace")
        if text.lstrip().startswith("{"):
            text = _key_in(text)
    try:
        return expected_fingerprint(text)
    except ValueError as error:
        raise UsageError(Text(f"这不是公钥或指纹：{key}", f"This is neither a key nor a fingerprint: {key}")) from error


def _key_in(text: str) -> str:
    """The key in what a house answers at /v1/filing/key; nothing when there is none."""
    try:
        return str(msgspec.json.decode(text, type=dict[str, object]).get("key", ""))
    except msgspec.MsgspecError:
        return ""


def _tell(receipt: SignedReceipt) -> None:
    positions = "、".join(str(link.position) for link in receipt.ledger) or "–"
    print(f"{receipt.agency_name}（{receipt.agency}） {receipt.year}  v{receipt.version}  {receipt.filename}")
    print(f"{receipt.received_at:%Y-%m-%d %H:%M:%S}  {receipt.deadline_label.zh} {receipt.deadline_label.en}")
    print(f"{receipt.outcome_label.zh} {receipt.outcome_label.en}  台账 ledger {positions}")
    if receipt.catalogue:
        print(f"规则 rules {receipt.catalogue}  数据 figures {receipt.figures}")


def _is_good(findings: list[Finding]) -> bool:
    return all(finding.mark is not Mark.FAILS for finding in findings)


def _conclude(findings: list[Finding]) -> int:
    for finding in findings:
        print(f"{finding.mark} {finding.text.zh}\n  {finding.text.en}")
    if _is_good(findings):
        print("回执真实有效。 The receipt is genuine.")
        return Exit.CLEAN
    print("回执无效。 The receipt is not genuine, or not of this file.")
    return Exit.FINDINGS
