"""C309 — the prose is the agency's own, not another agency's with other names and numbers."""

from collections.abc import Iterable

from services.validate.filing import Filing, Peer
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.likeness import passage
from services.validate.rule import SOUND, Judgement, Rule
from services.validate.shingles import anonymous, prose, shared_percent
from shared.report.text import Text
from shared.report.verdict import Severity

_PLACE = "prose"
_LEAST = 85


def places(filing: Filing) -> Iterable[str]:
    return () if filing.peers is None else (_PLACE,)


def check(filing: Filing, _: str) -> Judgement:
    if not filing.peers:
        return SOUND
    mine = anonymous(filing.report, filing.agency.name if filing.agency else None)

    def shared(peer: Peer) -> int:
        return shared_percent(mine, anonymous(peer.report, peer.name))

    percent, likest = max(((shared(peer), peer) for peer in filing.peers), key=lambda found: found[0])
    if percent < _LEAST:
        return Judgement(expected=None, actual=percent, holds=True)
    here, there = passage(prose(filing.report), prose(likest.report))
    told = {"quote": Text(here, here), "name": Text(likest.name, likest.name), "other": Text(there, there)}
    return Judgement(expected=None, actual=percent, holds=False, words=told)


RULE = Rule(
    id="C309",
    revision=1,
    title=Text("文字与其他机关不雷同", "The prose is not another agency's"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text(
        "{at}除机关名称、数字和固定表述外与{name}的报告 {actual}% 相同：本报告“{quote}”，{name}“{other}”。",
        "{at}: {actual}% as in the report of {name}, names, numbers and set phrases aside; here “{quote}”, "
        "there “{other}”.",
    ),
    fix=Text(
        "按本机关实际工作重新撰写；确属统一表述的请说明。",
        "Write it from your own work; where a wording was prescribed, say so.",
    ),
    places=places,
    check=check,
)
