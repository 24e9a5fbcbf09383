"""`gouji dead list|show|requeue`: what the rooms gave up on, and sending it on its way again."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import nats.errors
from cyclopts import App

from services.cli.broker import broker_of
from services.cli.exits import Exit, SystemFaultError, UsageError, say
from shared.messaging.dead_letters import DeadLetters, NoSuchDeadLetterError, NotRequeueableError, dead_letters
from shared.messaging.settings import BusSettings
from shared.report.codec import builtins
from shared.report.text import Text

T = TypeVar("T")

dead = App(name="dead", help="死信：查看与重新投递 Dead letters: look at them and send them on")


@dead.command(name="list")
def list_letters(
    *,
    data: Path | None = None,
    nats_url: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002 - the option's name
) -> int:
    """列出死信；有死信时以 1 退出。 List what was given up; exits 1 when there is any.

    Parameters
    ----------
    data
        数据文件夹，用以找到正在运行的消息系统。 The folder of a running house.
    nats_url
        消息系统地址，优先于 data。 The broker's address, instead of data.
    format
        输出格式。 Text for people, JSON Lines for programs.
    """

    async def every(letters: DeadLetters) -> list[tuple[int, dict[str, object]]]:
        return [(filed.sequence, builtins(filed.letter)) async for filed in letters.all()]

    found = _ask(data, nats_url, every)
    for number, letter in found:
        if format == "json":
            print(msgspec.json.encode({"schema": 1, "number": number, **letter}).decode())
        else:
            print(f"{number}  {letter['occurred_at']}  {letter['room']}  {letter['error']}  {letter['submission_id']}")
    return Exit.FINDINGS if found else Exit.CLEAN


@dead.command
def show(number: int, /, *, data: Path | None = None, nats_url: str | None = None) -> int:
    """显示一件死信的全部内容。 Show one dead letter, whole.

    Parameters
    ----------
    number
        编号，见 list。 The number that list prints.
    data
        数据文件夹。 The folder of a running house.
    nats_url
        消息系统地址。 The broker's address.
    """
    letter = _ask(data, nats_url, lambda letters: letters.show(number))
    print(json.dumps(builtins(letter), ensure_ascii=False, indent=2))
    return Exit.CLEAN


@dead.command
def requeue(*numbers: int, data: Path | None = None, nats_url: str | None = None) -> int:
    """重新投递。 Send dead letters on their way again.

    Parameters
    ----------
    numbers
        编号，缺省为全部。 Numbers that list prints; all of them when left out.
    data
        数据文件夹。 The folder of a running house.
    nats_url
        消息系统地址。 The broker's address.
    """

    async def each(letters: DeadLetters) -> int:
        refused = 0
        for number in numbers or [filed.sequence async for filed in letters.all()]:
            try:
                attempt = await letters.requeue(number)
            except NotRequeueableError as error:
                refused += 1
                say(Text(f"{number} 无法重新投递：{error}", f"{number} cannot be requeued: {error}"))
            else:
                print(f"{number}  第 {attempt} 次 attempt {attempt}")
        return refused

    return Exit.FINDINGS if _ask(data, nats_url, each) else Exit.CLEAN


def _ask(data: Path | None, nats_url: str | None, question: Callable[[DeadLetters], Awaitable[T]]) -> T:
    url = nats_url or broker_of(data)

    async def asked() -> T:
        async with dead_letters(BusSettings(url=url)) as letters:
            return await question(letters)

    try:
        return asyncio.run(asked())
    except NoSuchDeadLetterError as error:
        raise UsageError(Text("没有这个编号的死信。", f"{error}.")) from error
    except (nats.errors.Error, OSError) as error:
        raise SystemFaultError(Text(f"无法连接 {url}：{error}", f"{url} cannot be reached: {error!r}")) from error
