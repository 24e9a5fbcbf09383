"""The whole house on one machine: broker, workers and front, opened in order and closed in the reverse."""

import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.cli.exits import SystemFaultError, say
from services.cli.machine import alone_in, assert_free, folder, free_port
from services.cli.supervisor import NotReadyError, Post, Running, Supervisor
from shared.access.settings import kept_secret
from shared.messaging.server import NatsServer, ServerError
from shared.report.text import Text

FRONT, WORKERS, BROKER = "front", ("ingest", "validate", "score"), "nats"
OPENING_SECONDS = 60.0
TOKEN_FILE = "operator.token"
MODULES = {FRONT: "services.cli.front", **{room: f"services.{room}" for room in WORKERS}}


@dataclass(frozen=True, slots=True)
class House:
    """A house that is open: where people and programs reach it, where its broker listens, the operator's token."""

    url: str
    nats_url: str
    data: Path
    token: str

    @property
    def port(self) -> int:
        """The port people use."""
        return int(self.url.rpartition(":")[2])


@asynccontextmanager
async def opened(
    data: Path, port: int, told: Callable[[Text], None], environment: Mapping[str, str] = os.environ
) -> AsyncIterator[House]:
    """Keep a house on loopback with everything it stores in `data`; port 0 takes a free one.

    Every process that dies is started again. `told` hears how opening and closing go; the rooms find their other
    settings in `environment`.

    Raises:
        SystemFaultError: the folder is in use, the port is taken, or the house did not become ready.
    """
    data = folder(data)
    with alone_in(data):
        port = port or free_port()
        assert_free(port)
        broker = NatsServer(data / "nats", port=free_port(), monitor_port=free_port())
        supervisor = Supervisor(folder(data / "logs"), lambda running: _publish(data, running), _died)
        house = House(f"http://127.0.0.1:{port}", broker.url, data, _operator_token(data, environment))
        try:
            await _open(supervisor, broker, house, _settings(house, broker, environment), told)
            yield house
        finally:
            told(Text("正在收尾……", "Draining …"))
            await supervisor.drain((FRONT,), WORKERS, (BROKER,))
            told(Text("已全部停止。", "Everything has stopped."))


async def _open(
    supervisor: Supervisor,
    broker: NatsServer,
    house: House,
    settings: Mapping[str, str],
    told: Callable[[Text], None],
) -> None:
    began = time.monotonic()
    try:
        command = broker.command()
    except ServerError as error:
        raise SystemFaultError(Text("没有找到 nats-server 程序。", f"{error}")) from error
    told(Text("正在启动……", "Starting …"))
    supervisor.start(_broker_post(broker, command))
    try:
        await supervisor.ready((BROKER,), OPENING_SECONDS)
        await _provision(broker)
        for room in (FRONT, *WORKERS):
            supervisor.start(_room_post(room, house.port if room == FRONT else free_port(), settings))
        await supervisor.ready((FRONT, *WORKERS), OPENING_SECONDS)
    except NotReadyError as error:
        logs = house.data / "logs"
        rooms = "、".join(error.rooms)
        raise SystemFaultError(
            Text(f"未能就绪：{rooms}，请查看 {logs} 中的日志。", f"Not ready: {error}; see the logs in {logs}.")
        ) from error
    seconds = time.monotonic() - began
    told(Text(f"{seconds:.1f} 秒后就绪。", f"Ready after {seconds:.1f} s."))


def _settings(house: House, broker: NatsServer, environment: Mapping[str, str]) -> dict[str, str]:
    return {
        **environment,
        "GOUJI_DATA": str(house.data),
        "GOUJI_OPERATOR_TOKEN": house.token,
        "GOUJI_NATS_URL": broker.url,
        "GOUJI_NATS_MONITOR_URL": broker.monitor_url,
        "GOUJI_HOST": "127.0.0.1",
    }


def _operator_token(data: Path, environment: Mapping[str, str]) -> str:
    """The token of whoever runs the house: as set, else kept in the folder of its data, where its owner can read it."""
    return environment.get("GOUJI_OPERATOR_TOKEN") or kept_secret(data / TOKEN_FILE)


async def _provision(broker: NatsServer) -> None:
    # Here, because nats-py takes a third of a second to import and the broker starts meanwhile.
    from shared.messaging.settings import BusSettings  # noqa: PLC0415
    from shared.messaging.topology import TopologyError, provision  # noqa: PLC0415

    try:
        await provision(BusSettings(url=broker.url, monitor_url=broker.monitor_url))
    except TopologyError as error:
        raise SystemFaultError(Text(f"消息系统无法使用：{error}", f"The broker cannot be used: {error}")) from error


def _broker_post(broker: NatsServer, command: list[str]) -> Post:
    return Post(
        room=BROKER,
        command=tuple(command),
        environment=os.environ,
        port=int(broker.url.rpartition(":")[2]),
        ready=lambda: _answers(f"{broker.monitor_url}/healthz"),
    )


def _room_post(room: str, port: int, settings: Mapping[str, str]) -> Post:
    return Post(
        room=room,
        command=(sys.executable, "-m", MODULES[room]),
        environment={**settings, "GOUJI_PORT": str(port)},
        port=port,
        ready=lambda: _answers(f"http://127.0.0.1:{port}/health/ready"),
    )


async def _answers(address: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            return (await client.get(address)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _publish(data: Path, running: Mapping[str, Running]) -> None:
    """Say for operators, tests and Prometheus which process holds which room, on which port, since when."""
    processes = {
        room: {"pid": each.process.pid, "port": each.post.port, "started": each.started.isoformat()}
        for room, each in running.items()
        if each.process is not None and each.started is not None
    }
    targets = [
        {"targets": [f"127.0.0.1:{each.post.port}"], "labels": {"job": "gouji", "room": room}}
        for room, each in running.items()
        if room != BROKER
    ]
    _replace(data / "processes.json", processes)
    _replace(data / "prometheus-targets.json", targets)


def _replace(path: Path, body: object) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(body, indent=1), encoding="utf-8")
    new.replace(path)


def _died(room: str, code: int) -> None:
    say(Text(f"{room} 意外退出（{code}），正在重新启动。", f"{room} ended unexpectedly ({code}) and is started again."))
