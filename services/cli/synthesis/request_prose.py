"""What a report says about the requests it received, and about the disputes over them; every number is true."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from services.cli.synthesis.chance import Chance, happens, pick
from services.cli.synthesis.sentences import (
    Figures,
    Sentence,
    change,
    count,
    loose,
    of_applicant,
    results,
    sentence,
    share,
    spelled,
    total,
)
from shared.report.claim import Relation, Scope
from shared.report.vocabulary import Applicant, RequestRow, ReviewResult, ReviewRoute

_GRANTED = (RequestRow.GRANTED,)
_PARTLY = (RequestRow.PARTLY_GRANTED,)
_DENIED = tuple(row for row in RequestRow if row.value.startswith("denied_"))
_UNAVAILABLE = tuple(row for row in RequestRow if row.value.startswith("unavailable_"))
_DECLINED = tuple(row for row in RequestRow if row.value.startswith("declined_"))
_LISTED = (
    ("granted", "予以公开", _GRANTED),
    ("partly_granted", "部分公开", _PARTLY),
    ("denied", "不予公开", _DENIED),
    ("unavailable", "无法提供", _UNAVAILABLE),
    ("declined", "不予处理", _DECLINED),
)
_DETAILS = (
    ("属于四类过程性信息", RequestRow.DENIED_PROCESS_INFORMATION),
    ("属于三类内部事务信息", RequestRow.DENIED_INTERNAL_AFFAIRS),
    ("属于行政执法案卷", RequestRow.DENIED_ENFORCEMENT_FILES),
    ("本机关不掌握相关政府信息", RequestRow.UNAVAILABLE_NOT_HELD),
    ("没有现成信息需要另行制作", RequestRow.UNAVAILABLE_NEEDS_CREATION),
    ("属于信访举报投诉类申请", RequestRow.DECLINED_PETITION),
    ("重复申请", RequestRow.DECLINED_REPEAT),
)
_NAMES = {
    Applicant.NATURAL_PERSON: "自然人",
    Applicant.BUSINESS: "商业企业",
    Applicant.RESEARCH_INSTITUTION: "科研机构",
    Applicant.PUBLIC_INTEREST: "社会公益组织",
    Applicant.LEGAL_SERVICES: "法律服务机构",
    Applicant.OTHER_ORGANISATION: "其他组织",
}
_SUITS = (ReviewRoute.DIRECT_SUIT, ReviewRoute.SUIT_AFTER_RECONSIDERATION)
_ENOUGH_TO_COMPARE = 5


def requests_said(draw: Chance, year: int, figures: Figures, last: Figures) -> Iterator[Sentence]:
    """The sentences about requests."""
    numbers = {row.value: count(row.value, figures, *total(row)) for row in _ROLLED}
    if happens(draw, 0.05):
        numbers = {name: spelled(number) for name, number in numbers.items()}
    received, brought, closed, carried = (numbers[row.value].value for row in _ROLLED)
    if not received:
        words = (
            pick(draw, _NONE)
            if not brought
            else "本年度未新收到政府信息公开申请，上年结转{brought_forward}件，已办结{closed}件。"
        )
        said = ("received", "brought_forward", "closed") if brought else ("received",)
        yield sentence(words, **{name: numbers[name] for name in said})
        return
    if brought or carried:
        words = pick(draw, _TAKEN_WHOLE if carried else _TAKEN_CLOSED)
        yield sentence(words.replace("{year}", str(year)).replace("{next}", str(year + 1)), **numbers)
    else:
        yield sentence(pick(draw, _TAKEN_ALL).replace("{year}", str(year)), received=numbers["received"])
    if received > 1:
        yield from _applicants(draw, figures)
        if happens(draw, 0.2):
            yield _channels(draw, int(received))
    if closed:
        yield from _outcomes(draw, figures)
    if not carried:
        # A rate of 100 per cent says that nothing was carried forward.
        rate = replace(numbers[RequestRow.CARRIED_FORWARD], printed="100")
        yield sentence(
            pick(draw, ("已全部办结，办结率{rate}%。", "以上申请均在法定期限内办结，办结率{rate}%。")), rate=rate
        )
    yield from _compared(draw, figures, last)


_ROLLED = (RequestRow.RECEIVED, RequestRow.BROUGHT_FORWARD, RequestRow.CLOSED, RequestRow.CARRIED_FORWARD)
_NONE = (
    "本年度未收到政府信息公开申请。",
    "全年没有收到公民、法人或其他组织的政府信息公开申请，也无上年结转申请。",
    "本年度政府信息公开申请为零，没有需要答复的事项。",
)
_TAKEN_WHOLE = (
    "全年共收到政府信息公开申请{received}件，上年结转{brought_forward}件，办结{closed}件，{carried_forward}件结转到{next}年度继续办理。",
    "{year}年共受理政府信息公开申请{received}件，另有上年结转{brought_forward}件；全年办结{closed}件，结转下年度继续办理{carried_forward}件。",
    "共受理政府信息公开申请{received}件，答复{closed}件（含上年度结转申请{brought_forward}件），另有{carried_forward}件顺延到下年度答复。",
    "本年新收政府信息公开申请{received}件，加上年结转{brought_forward}件，共答复{closed}件，尚有{carried_forward}件顺延至下一年度办理。",
)
_TAKEN_CLOSED = (
    "全年共收到政府信息公开申请{received}件，上年结转{brought_forward}件，办结{closed}件，无结转下年度办理的申请。",
    "全年收到政府信息公开申请{received}件，上年结转{brought_forward}件，已办结{closed}件，结转下年度{carried_forward}件。",
)
_TAKEN_ALL = (
    "全年共收到和答复政府信息公开申请{received}件，无上年结转。",
    "本年度共收到政府信息公开申请{received}件，较好满足了群众的信息需求。",
    "{year}年，共收到{received}份政府信息公开申请，没有上年度结转的申请。",
    "全年受理依申请公开事项{received}件。",
    "依申请公开方面，共接收申请{received}件。",
    "{year}年新收政府信息公开申请{received}件，均按程序登记。",
)


def _applicants(draw: Chance, figures: Figures) -> Iterator[Sentence]:
    present = [one for one in _NAMES if figures[of_applicant(one, RequestRow.RECEIVED)[0]]]
    if len(present) == 1:
        yield sentence(f"申请人均为{_NAMES[present[0]]}。")
        return
    numbers = {
        one.value: count("received", figures, *of_applicant(one, RequestRow.RECEIVED), scope=Scope.ONE_APPLICANT)
        for one in present
    }
    listed = "、".join(f"{_NAMES[one]}{{{one.value}}}件" for one in present)
    yield sentence(f"{pick(draw, ('新收申请中，', '从申请人看，', '按申请主体分，'))}{listed}。", **numbers)
    granted = of_applicant(Applicant.NATURAL_PERSON, RequestRow.GRANTED)
    if happens(draw, 0.2) and figures[granted[0]]:
        number = count("granted", figures, *granted, scope=Scope.ONE_APPLICANT)
        yield sentence("自然人申请中，予以公开{granted}件。", granted=number)


def _channels(draw: Chance, received: int) -> Sentence:
    """By what way requests came, which no table tells."""
    online = int(draw.integers(received + 1))
    letters = int(draw.integers(received - online + 1))
    ways = {"online": online, "letters": letters, "counter": received - online - letters}
    numbers = {way: loose("channel", number, Scope.OWN) for way, number in ways.items()}
    return sentence("从申请方式看，网络申请{online}件，信函申请{letters}件，当面申请{counter}件。", **numbers)


def _others(figures: Figures) -> tuple[RequestRow, ...]:
    merged = total(RequestRow.OTHER_COMBINED)[0] in figures
    if merged:
        return (RequestRow.OTHER_COMBINED,)
    return (RequestRow.OTHER_NO_CORRECTION, RequestRow.OTHER_FEE_UNPAID, RequestRow.OTHER_MISC)


def _outcomes(draw: Chance, figures: Figures) -> Iterator[Sentence]:
    every = (*_LISTED, ("other", "其他处理", _others(figures)))
    groups = [(kind, words, total(*rows)) for kind, words, rows in every if any(figures[cell] for cell in total(*rows))]
    closed = total(RequestRow.CLOSED)
    if happens(draw, 0.25):
        granted = total(*_GRANTED, *_PARTLY)
        digits, cut = int(draw.integers(1, 3)), happens(draw, 0.2)
        yield sentence(
            pick(
                draw,
                ("予以公开和部分公开合计{number}件，占{rate}%。", "其中，予以公开及部分公开{number}件、占{rate}%。"),
            ),
            number=count("disclosed", figures, *granted),
            rate=share("disclosed", figures, granted, closed, digits, cut=cut),
        )
        groups = groups[2:] if len(groups) > 2 else []  # noqa: PLR2004 - the first two have been told together
        groups = [group for group in groups if group[0] not in {"granted", "partly_granted"}]
    if groups:
        numbers = {kind: count(kind, figures, *cells) for kind, _, cells in groups}
        mark, item = (
            pick(draw, ("，", "；", "、")),
            pick(draw, ("{words}{number}件", "{words}{number}件", "{number}件{words}")),
        )
        listed = mark.join(item.format(words=words, number=f"{{{kind}}}") for kind, words, _ in groups)
        yield sentence(f"{pick(draw, ('办理结果为：', '从办理结果看，', '其中'))}{listed}。", **numbers)
    details = [(words, row) for words, row in _DETAILS if figures[total(row)[0]]]
    if details and happens(draw, 0.3):
        words, row = pick(draw, details)
        yield sentence(
            f"{words}的{{number}}件，均依法告知申请人并说明理由。", number=count(row.value, figures, *total(row))
        )
    withdrawn = total(RequestRow.OTHER_MISC)[0]
    if figures.get(withdrawn, 0) and happens(draw, 0.3):
        part = int(draw.integers(1, int(figures[withdrawn]) + 1))
        least = replace(count("other_misc", figures, withdrawn), printed=str(part), value=Decimal(part))
        yield sentence("申请人主动撤销申请{part}件。", part=replace(least, relation=Relation.AT_LEAST))


def _compared(draw: Chance, figures: Figures, last: Figures) -> Iterator[Sentence]:
    cell = total(RequestRow.RECEIVED)[0]
    before, now = last.get(cell, 0), figures[cell]
    if before < _ENOUGH_TO_COMPARE:
        return
    if happens(draw, 0.3) and before != now:
        rate = change("received", figures, last, cell, int(draw.integers(1, 3)))
        words = ("申请量较上年增长{rate}%。", "申请数量同比上升{rate}%。") if now > before else (
            "申请量较上年下降{rate}%。", "申请数量较去年回落{rate}%。"
        )  # fmt: skip
        yield sentence(pick(draw, words), rate=rate)
    elif happens(draw, 0.2):
        yield sentence(
            "上年度共收到申请{number}件。", number=replace(count("received", last, cell), scope=Scope.LAST_YEAR)
        )


def reviews_said(draw: Chance, figures: Figures) -> Iterator[Sentence]:
    """The sentences about reconsideration and litigation."""
    cases = count("reconsideration", figures, *results(ReviewResult.TOTAL, ReviewRoute.RECONSIDERATION))
    suits = count("litigation", figures, *results(ReviewResult.TOTAL, *_SUITS))
    if not cases.value and not suits.value:
        yield sentence(pick(draw, _NO_DISPUTES), reconsideration=cases, litigation=suits)
        return
    yield sentence(pick(draw, _DISPUTES), reconsideration=cases, litigation=suits)
    found = [(result, words) for result, words in _RESULTS if figures[results(result, ReviewRoute.RECONSIDERATION)[0]]]
    if len(found) > 1:
        numbers = {
            result.value: count("reconsideration", figures, *results(result, ReviewRoute.RECONSIDERATION))
            for result, _ in found
        }
        listed = "，".join(f"{words}{{{result.value}}}件" for result, words in found)
        yield sentence(f"行政复议中，{listed}。", **numbers)
    elif found and found[0][0] is ReviewResult.UPHELD:
        # Said in words: none ended in any other way.
        others = [result for result, _ in _RESULTS[1:]]
        none = {
            each.value: count("reconsideration", figures, *results(each, ReviewRoute.RECONSIDERATION))
            for each in others
        }
        yield sentence("行政复议均获维持。", **none)


_RESULTS = (
    (ReviewResult.UPHELD, "结果维持"),
    (ReviewResult.CORRECTED, "结果纠正"),
    (ReviewResult.OTHER, "其他结果"),
    (ReviewResult.PENDING, "尚未审结"),
)
_NO_DISPUTES = (
    "本年度未发生因政府信息公开引起的行政复议、行政诉讼。",
    "全年没有因政府信息公开工作被申请行政复议或者提起行政诉讼。",
)
_DISPUTES = (
    "因政府信息公开被申请行政复议{reconsideration}件，被提起行政诉讼{litigation}件。",
    "全年政府信息公开行政复议{reconsideration}件、行政诉讼{litigation}件。",
    "因政府信息公开引起的行政复议案件{reconsideration}件，行政诉讼案件{litigation}件。",
)


def unpaid_of(figures: Figures) -> int:
    """How many requests were closed because the fee was not paid; the form that prints one row does not say."""
    cell = total(RequestRow.OTHER_FEE_UNPAID)[0]
    return int(figures.get(cell, 0))
