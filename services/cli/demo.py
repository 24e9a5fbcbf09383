"""`gouji demo`: the whole house on a temporary folder, with sample agencies whose reports are filed over HTTP."""

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from services.cli.client import Client, Ending, RefusedError
from services.cli.exits import Exit, SystemFaultError, say
from services.cli.filing import file_all, wait_for
from services.cli.house import House, opened
from services.cli.interrupts import until_told
from services.cli.league import Row, print_table
from services.cli.machine import port_or_free
from services.cli.progress import progress
from services.cli.sample_filings import Sample, sample_register, samples
from services.cli.sample_people import SignIn, sample_people
from shared.report.text import Text

PORT = 8080
GRADING_SECONDS = 60.0
SETTLING_SECONDS = 10.0
"""A report is judged again when that of the year before arrives behind it."""

Filed = Mapping[Sample, Ending | None]


def demo(*, once: bool = False, port: int | None = None) -> int:
    """演示：样例机关与样例报告。 The house with sample agencies and reports.

    Parameters
    ----------
    once
        评完即退出；全部符合预期时退出码为 0。 End when all are graded; 0 when every one ended as expected.
    port
        端口，默认 8080，被占用时任选。 The port people use; 8080, or a free one when that is taken.
    """
    began = time.monotonic()

    async def show() -> int:
        with tempfile.TemporaryDirectory(prefix="gouji-demo-") as folder:
            chosen = port_or_free(PORT) if port is None else port
            async with opened(Path(folder), chosen, progress, _plain_environment()) as house:
                filed, names = await _file_samples(house)
                signing_in = await _people(house)
                print_table(
                    Row(names.get(sample.agency, sample.agency), sample.year, ending)
                    for sample, ending in filed.items()
                )
                for each in signing_in:
                    role = each.person.role_label
                    print(f"{role.zh} {role.en}  {each.person.login}  密码 password  {each.password}")
                print(f"门户 Portal   {house.url}/", flush=True)
                progress(Text(f"共用 {time.monotonic() - began:.1f} 秒。", f"{time.monotonic() - began:.1f} s in all."))
                code = _judge(filed)
                if not once:
                    progress(Text("按 Ctrl-C 停止。", "Ctrl-C stops it."))
                    await asyncio.Event().wait()
                return code

    return until_told(show)


def _plain_environment() -> dict[str, str]:
    """Without settings of the house: a demo never touches a real one's stores. Its results are everybody's."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GOUJI_")}
    return plain | {"GOUJI_PUBLIC": "1"}


async def _file_samples(house: House) -> tuple[Filed, dict[str, str]]:
    """File every sample over HTTP and wait for the end of each; with the agencies' names by code."""
    chosen = samples()
    async with Client(house.url, token=house.token) as client:
        try:
            await client.import_register(sample_register())
        except RefusedError as refused:
            told = refused.faults[0].told
            raise SystemFaultError(
                Text(f"样例名录被拒绝：{told.zh}", f"The register was refused: {told.en}")
            ) from refused
        receipts = await file_all(client, [sample.offer for sample in chosen])
        for sample, receipt in zip(chosen, receipts, strict=True):
            if isinstance(receipt, RefusedError):
                told = receipt.faults[0].told
                say(Text(f"{sample.file} 未被接收：{told.zh}", f"{sample.file} was refused: {told.en}"))
        filed = await _follow(client, chosen, receipts)
        names = {agency.code: agency.name for agency in await client.register()}
    return filed, names


async def _people(house: House) -> tuple[SignIn, ...]:
    """Ready sign-ins for a clerk and a supervisor."""
    async with Client(house.url, token=house.token) as client:
        try:
            return await sample_people(client)
        except RefusedError as refused:
            told = refused.faults[0].told
            raise SystemFaultError(
                Text(f"样例账号未能建立：{told.zh}", f"The sample accounts were refused: {told.en}")
            ) from refused


async def _follow(client: Client, chosen: Sequence[Sample], receipts: Sequence[UUID | RefusedError]) -> Filed:
    ids = [receipt for receipt in receipts if isinstance(receipt, UUID)]
    endings = await wait_for(client, ids, GRADING_SECONDS)
    until = time.monotonic() + SETTLING_SECONDS
    while True:
        filed = {
            sample: endings.get(receipt) if isinstance(receipt, UUID) else None
            for sample, receipt in zip(chosen, receipts, strict=True)
        }
        odd = [
            receipt
            for sample, receipt in zip(chosen, receipts, strict=True)
            if isinstance(receipt, UUID) and not sample.ended_as_expected(endings.get(receipt))
        ]
        if not odd or time.monotonic() > until:
            return filed
        await asyncio.sleep(0.2)
        for ending in await asyncio.gather(*map(client.ending, odd)):
            if ending is not None:
                endings[ending.submission_id] = ending


def _judge(filed: Filed) -> Exit:
    """Say what did not end as the manifest has it."""
    odd = [sample for sample, ending in filed.items() if not sample.ended_as_expected(ending)]
    for sample in odd:
        say(
            Text(
                f"{sample.file} 的结果与预期不符：{sample.about.zh}",
                f"{sample.file} did not end as expected: {sample.about.en}",
            )
        )
    return Exit.SYSTEM if odd else Exit.CLEAN
