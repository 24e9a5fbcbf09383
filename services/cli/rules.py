"""`gouji rules [ID]`: the rule catalogue, or one rule with its legal basis and its repair."""

from typing import Any, Literal

import msgspec

from services.cli.exits import Exit, UsageError
from services.validate.catalogue import catalogue, digest
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity

ASKS = {
    Severity.ERROR: Text("退回更正", "correct and file again"),
    Severity.WARNING: Text("请确认或说明", "confirm or explain"),
    Severity.NOTICE: Text("仅供监督参考", "for the supervisor"),
}


def rules(rule_id: str | None = None, /, *, format: Literal["text", "json"] = "text") -> int:  # noqa: A002 - the option's name
    """规则目录。 List the rules, or tell one of them in full.

    Parameters
    ----------
    rule_id
        规则编号，如 A301。 The rule's id.
    format
        输出格式。 Text for people, JSON for programs.
    """
    chosen = [rule for rule in catalogue() if rule_id is None or rule.id == rule_id.upper()]
    if not chosen:
        raise UsageError(Text(f"没有规则 {rule_id}。", f"There is no rule {rule_id}."))
    if format == "json":
        body = {"schema": 1, "catalogue": digest(), "rules": [_told(rule) for rule in chosen]}
        print(msgspec.json.encode(body).decode())
    elif rule_id is None:
        for rule in chosen:
            print(f"{rule.id}  {rule.title.zh}  {rule.title.en}  〔{ASKS[rule.severity].zh} {ASKS[rule.severity].en}〕")
    else:
        print(_in_full(chosen[0]))
    return Exit.CLEAN


def _told(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "revision": rule.revision,
        "severity": rule.severity,
        "title": rule.title,
        "message": rule.message,
        "fix": rule.fix,
        "editions": rule.editions,
        "basis": [{"source": each.source, "article": each.article, "wording": each.wording} for each in rule.basis],
    }


def _in_full(rule: Rule) -> str:
    asks = ASKS[rule.severity]
    lines = [f"{rule.id} {rule.title.zh}", f"     {rule.title.en}", ""]
    lines += [f"后果 Asks     {asks.zh} {asks.en}"]
    lines += [f"提示 Message  {rule.message.zh}", f"              {rule.message.en}"]
    lines += [f"更正 Repair   {rule.fix.zh}", f"              {rule.fix.en}"]
    for basis in rule.basis:
        lines += [f"依据 Basis    {basis.sentence.zh}", f"              {basis.sentence.en}"]
    return "\n".join(lines)
