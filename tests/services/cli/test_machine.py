"""What a house takes of the machine: ports and a folder to itself."""

import socket
from pathlib import Path

import pytest

from services.cli.exits import SystemFaultError
from services.cli.machine import alone_in, assert_free, folder, free_port, port_or_free


def test_free_ports_are_free_different_and_never_given_to_outgoing_connections() -> None:
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50
    assert max(ports) < 32_768
    for port in ports:
        assert_free(port)


def test_a_taken_port_is_told_and_replaced_where_any_will_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemFaultError, match=f"Port {port} is taken"):
            assert_free(port)
        assert port_or_free(port) != port
    assert port_or_free(port) == port


def test_one_house_in_a_folder(tmp_path: Path) -> None:
    with alone_in(tmp_path), pytest.raises(SystemFaultError, match="in use"), alone_in(tmp_path):
        pass
    with alone_in(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemFaultError, match="cannot be used"):
        folder(tmp_path / "file" / "data")
    assert folder(tmp_path / "new").is_dir()
