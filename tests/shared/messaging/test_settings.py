"""Settings come from the environment and default to one machine."""

import pytest

from shared.messaging.settings import BusSettings


def test_one_machine_needs_no_settings() -> None:
    assert BusSettings.from_environment({}) == BusSettings()
    assert BusSettings().url == "nats://127.0.0.1:4222"


def test_a_cluster_is_named_in_the_environment() -> None:
    settings = BusSettings.from_environment(
        {
            "GOUJI_NATS_URL": "nats://a:4222, nats://b:4222",
            "GOUJI_NATS_MONITOR_URL": "http://a:8222",
            "GOUJI_NATS_REPLICAS": "3",
            "GOUJI_NATS_STREAM_BYTES": "1000000",
        }
    )
    assert settings.servers == ["nats://a:4222", "nats://b:4222"]
    assert (settings.monitor_url, settings.replicas, settings.stream_bytes) == ("http://a:8222", 3, 1_000_000)


def test_a_number_must_be_one() -> None:
    with pytest.raises(ValueError, match="three"):
        BusSettings.from_environment({"GOUJI_NATS_REPLICAS": "three"})
