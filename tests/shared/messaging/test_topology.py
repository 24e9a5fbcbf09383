"""Streams and consumers on a real server are what the contracts say."""

from dataclasses import replace
from pathlib import Path

import pytest
from nats.js.api import AckPolicy, DiscardPolicy, RetentionPolicy, StorageType

from shared.events.contracts import contracts
from shared.messaging.server import NatsServer
from shared.messaging.topology import Stream, TopologyError, connection, provision, streams
from tests.servers.nats import nats_server
from tests.shared.messaging.filings import patient


async def test_every_contract_has_a_log_and_every_reader_a_consumer(nats_broker: NatsServer) -> None:
    settings = patient(nats_broker.url)
    await provision(settings)
    async with connection(settings) as context:
        for contract in contracts():
            stream = Stream.of(contract)
            config = (await context.stream_info(stream.name)).config
            assert config.subjects == [stream.pattern]
            assert (config.retention, config.storage) == (RetentionPolicy.LIMITS, StorageType.FILE)
            assert (config.discard, config.max_bytes) == (DiscardPolicy.NEW, settings.stream_bytes)
            assert config.duplicate_window == settings.duplicate_window
            readers = {info.name: info.config for info in await context.consumers_info(stream.name)}
            assert set(readers) == set(contract.consumers)
            for reader in readers.values():
                assert (reader.ack_policy, reader.max_deliver, reader.deliver_subject) == (AckPolicy.EXPLICIT, -1, None)
                assert reader.filter_subject == stream.pattern
                assert reader.ack_wait == settings.ack_wait


def test_dead_letters_of_all_rooms_share_a_log() -> None:
    assert Stream("gouji-v1-dead", "gouji.v1.dead.*", ("gateway", "portal")) in streams()


async def test_provisioning_again_changes_nothing_but_what_was_changed(nats_broker: NatsServer) -> None:
    await provision(patient(nats_broker.url))
    await provision(patient(nats_broker.url))
    changed = patient(nats_broker.url, stream_bytes=10_000_000, ack_wait=7.0)
    await provision(changed)
    async with connection(changed) as context:
        name = streams()[0].name
        assert (await context.stream_info(name)).config.max_bytes == 10_000_000
        assert {info.config.ack_wait for info in await context.consumers_info(name)} == {7.0}


async def test_a_broker_that_syncs_every_write_is_accepted(nats_broker: NatsServer) -> None:
    await provision(patient(nats_broker.url, monitor_url=nats_broker.monitor_url))


async def test_a_broker_that_syncs_now_and_then_is_refused(tmp_path: Path) -> None:
    with nats_server(tmp_path, sync="2m") as careless:
        settings = patient(careless.url, monitor_url=careless.monitor_url)
        with pytest.raises(TopologyError, match="sync_interval: always"):
            await provision(settings)
        async with connection(settings) as context:
            assert await context.streams_info() == []


async def test_a_broker_that_is_not_there_is_an_error(nats_broker: NatsServer) -> None:
    settings = patient(nats_broker.url, monitor_url=nats_broker.monitor_url, connect_timeout=0.2)
    nats_broker.stop()
    with pytest.raises(TopologyError, match="does not answer"):
        await provision(settings)
    with pytest.raises(TopologyError, match="cannot provision"):
        await provision(replace(settings, monitor_url=None))
