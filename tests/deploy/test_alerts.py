"""The alert rules are valid, fire when they should, and speak only of metrics that the rooms really export."""

import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"
ROOMS = ("gateway", "ingest", "validate", "score", "portal")

RULES = [
    rule for group in yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"] for rule in group["rules"]
]


def _promtool(*arguments: str) -> None:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed: apt-get install prometheus")
    done = subprocess.run([program, *arguments], check=False, cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.prometheus
def test_the_rules_and_the_configuration_are_valid() -> None:
    _promtool("check", "rules", "alerts.yaml")
    _promtool("check", "config", "prometheus.yaml")


@pytest.mark.prometheus
def test_every_alert_fires_and_ends_as_its_test_says() -> None:
    _promtool("test", "rules", "alerts.test.yaml")


def test_every_alert_has_a_test_in_which_it_fires() -> None:
    tests = yaml.safe_load((FOLDER / "alerts.test.yaml").read_text("utf-8"))["tests"]
    fired = {case["alertname"] for test in tests for case in test["alert_rule_test"] if case.get("exp_alerts")}
    assert fired == {rule["alert"] for rule in RULES}


def test_every_alert_says_what_and_what_to_do_in_both_languages() -> None:
    for rule in RULES:
        assert {"severity", "audience"} <= rule["labels"].keys()
        for told in ("summary", "description"):
            assert re.search(r"[\u4e00-\u9fff]", rule["annotations"][f"{told}_zh"]), rule["alert"]
            assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", rule["annotations"][f"{told}_en"]), rule["alert"]


def _exported() -> dict[str, set[str]]:
    """Labels of every metric that a room exports, by name; the client has no public way to ask for labels."""
    modules = [import_module(name) for name in ("shared.messaging.metrics", *(f"services.{r}.metrics" for r in ROOMS))]
    metrics = [value for module in modules for value in vars(module).values() if isinstance(value, MetricWrapperBase)]
    return {sample: set(metric._labelnames) for metric in metrics for sample in _samples(metric)}  # noqa: SLF001


def _samples(metric: MetricWrapperBase) -> set[str]:
    (family,) = metric.describe()
    return {f"{family.name}_total"} if family.type == "counter" else {family.name}


def test_the_rules_speak_of_metrics_that_exist_with_labels_that_exist() -> None:
    exported = _exported()
    for rule in RULES:
        asked = set(re.findall(r"gouji_[a-z_]+", rule["expr"]))
        assert asked <= exported.keys(), rule["alert"]
        lists = re.findall(r"(?:by|on) \(([^)]*)\)", rule["expr"])
        labels = {label.strip() for listed in lists for label in listed.split(",")}
        assert all(labels <= exported[name] for name in asked), rule["alert"]
