"""Every rule against its vectors: outcome, how many places it judged, and which were at fault."""

from pathlib import Path

import pytest

import services.validate.rules
from services.validate.catalogue import load
from services.validate.engine import judge
from services.validate.rule import Rule
from tests.services.validate.vectors import Case, vectors


def cases() -> list[object]:
    return [
        pytest.param(rule, case, id=f"{rule.id}: {case.name}")
        for module, rule in load(services.validate.rules)
        for case in vectors(Path(str(module.__file__)).stem, module.__name__.split(".")[-2])
    ]


@pytest.mark.parametrize(("rule", "case"), cases())
def test_vector(rule: Rule, case: Case) -> None:
    (verdict,) = judge(case.filing(), (rule,))
    assert verdict.outcome is case.outcome
    assert verdict.applied == case.applied
    assert tuple(breach.at for breach in verdict.breaches) == case.at
    if case.undecided is not None:
        assert verdict.undecided == case.undecided
    assert verdict.severity is (case.severity or rule.severity)
    for fragment in case.says:
        message = verdict.breaches[0].message
        assert fragment in message.zh or fragment in message.en
