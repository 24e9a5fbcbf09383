"""What rules say of themselves: verdicts bring their titles, repairs and sources along, and the newest are kept."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.rule_findings import RuleText, Told, merged
from services.portal.store.standing import Standing
from services.portal.store.tables import rule
from shared.report.codec import decode, encode
from shared.report.verdict import Verdict
from shared.storage.insert import upsert


async def keep_texts(connection: AsyncConnection, standings: Sequence[Standing]) -> None:
    """Take over what the verdicts of these submissions tell about their rules."""
    told = _told(standings)
    known = await rule_texts(connection, told)
    news = [one for key, one in told.items() if key not in known or merged(known[key], one) != known[key]]
    rows = [_row(merged(known[one.text.id], one) if one.text.id in known else one) for one in news]
    await upsert(connection, rule, rows)


async def rule_texts(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, Told]:
    """What is known of these rules."""
    question = select(rule.c.id, rule.c.told_at, rule.c.body).where(rule.c.id.in_(sorted(set(ids))))
    return {key: Told(decode(body, RuleText), at) for key, at, body in await connection.execute(question)}


def _told(standings: Sequence[Standing]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for standing in standings:
        if standing.validated is not None:
            for verdict in standing.verdicts:
                one = Told(_text(verdict), standing.validated.occurred_at)
                told[verdict.rule] = merged(told[verdict.rule], one) if verdict.rule in told else one
    return told


def _text(verdict: Verdict) -> RuleText:
    return RuleText(
        id=verdict.rule,
        revision=verdict.revision,
        severity=verdict.severity,
        title=verdict.title,
        fix=verdict.fix,
        basis=verdict.basis,
    )


def _row(one: Told) -> dict[str, object]:
    return {"id": one.text.id, "revision": one.text.revision, "told_at": one.at, "body": encode(one.text)}
