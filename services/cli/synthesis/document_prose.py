"""What a report says about documents, decisions and information published; every number of a cell is true."""

from collections.abc import Iterator
from decimal import Decimal

from services.cli.synthesis.chance import Chance, happens, pick
from services.cli.synthesis.sentences import Figures, Number, Sentence, count, loose, sentence
from shared.report.claim import Relation, Scope

_DOCUMENTS = "proactive.normative_documents"


def published_said(draw: Chance, year: int) -> Iterator[Sentence]:
    """How much was put on websites, which no table holds."""
    every = int(draw.integers(20, 9000))
    if every > 1000 and happens(draw, 0.4):  # noqa: PLR2004 - only large numbers are told roughly
        rough = every // 100 * 100
        yield sentence(
            pick(draw, ("全年通过政府网站主动公开政府信息{number}余条。", "通过门户网站发布各类信息{number}多条。")),
            number=loose("disclosed_on_website", rough, Scope.WEBSITE, Relation.AT_LEAST),
        )
    else:
        yield sentence(
            pick(
                draw,
                (
                    "全年通过政府网站主动公开政府信息{number}条。",
                    f"{year}年在政务网站发布各类信息{{number}}条，内容涵盖政策文件、规划计划、财政预决算等。",
                    "全年主动公开信息{number}条，点击量稳步提升。",
                ),
            ),
            number=loose("disclosed_on_website", every, Scope.WEBSITE),
        )
    if happens(draw, 0.5):
        posts, answers = (int(number) for number in draw.integers(5, 900, 2))
        yield sentence(
            pick(
                draw,
                (
                    "政务新媒体推送信息{posts}篇，解读政策{answers}篇。",
                    "微信公众号推送{posts}条，回应关切{answers}条。",
                ),
            ),
            posts=loose("disclosed_on_website", posts, Scope.WEBSITE),
            answers=loose("disclosed_on_website", answers, Scope.WEBSITE),
        )


def documents_said(draw: Chance, figures: Figures) -> Iterator[Sentence]:
    """The stock of documents, where the form asks for it."""
    if f"{_DOCUMENTS}.in_force" not in figures:
        made = count("normative_documents", figures, f"{_DOCUMENTS}.made")
        if made.value:
            yield sentence("本年度新制作规范性文件{made}件。", made=made)
        return
    issued, repealed, in_force = (
        count("normative_documents", figures, f"{_DOCUMENTS}.{name}") for name in ("issued", "repealed", "in_force")
    )
    if issued.value or repealed.value:
        yield sentence(
            pick(
                draw,
                (
                    "本年度印发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。",
                    "全年制发行政规范性文件{issued}件，废止行政规范性文件{repealed}件，现行有效行政规范性文件{in_force}件。",
                ),
            ),
            issued=issued,
            repealed=repealed,
            in_force=in_force,
        )
    elif in_force.value:
        yield sentence(
            pick(
                draw,
                (
                    "截至年底，现行有效行政规范性文件{in_force}件，已全部在网站公开。",
                    "本年度未制定行政规范性文件，现行有效行政规范性文件{in_force}件。",
                ),
            ),
            in_force=in_force,
        )
    else:
        yield sentence("本机关未制定行政规范性文件。", issued=issued)


def decisions_said(draw: Chance, figures: Figures) -> Iterator[Sentence]:
    """Licences, penalties and fees."""
    if "proactive.fees" not in figures:
        return
    licences, penalties, fees = (
        count(name, figures, f"proactive.{name}") for name in ("licensing", "penalties", "fees")
    )
    if licences.value and penalties.value:
        yield sentence(
            pick(
                draw,
                (
                    "全年作出行政许可决定{licences}件、行政处罚决定{penalties}件，并依法公开。",
                    "本年度办理行政许可{licences}件，行政处罚{penalties}件。",
                ),
            ),
            licences=licences,
            penalties=penalties,
        )
    elif licences.value:
        yield sentence("全年办理行政许可{licences}件。", licences=licences)
    if fees.value and happens(draw, 0.4):
        yield sentence("收取行政事业性收费{fees}万元。", fees=fees)


def fees_said(draw: Chance, figures: Figures, unpaid: int) -> Sentence:
    """The fee for handling information, which part six must report even when it is zero."""
    taken = Decimal(figures.get("proactive.fees", 0)) * 10000
    amount = int(draw.integers(1, 40)) * 10
    if taken >= amount and happens(draw, 0.2):
        notices = unpaid + int(draw.integers(1, 4))
        return sentence(
            "依据《政府信息公开信息处理费管理办法》，本年度发出收费通知{notices}件，实际收取信息处理费{amount}元。",
            notices=loose("information_fee_notices", notices, Scope.OWN),
            amount=_yuan(amount),
        )
    if unpaid:
        return sentence(
            "本年度依规发出收费通知{notices}件，申请人逾期未缴纳费用{unpaid}件，未收取信息处理费。",
            notices=loose("information_fee_notices", unpaid, Scope.OWN),
            unpaid=count("other_fee_unpaid", figures, "requests.other_fee_unpaid.total"),
            amount=_yuan(0),
        )
    if happens(draw, 0.2):
        return sentence("本年度收取信息处理费共计{amount}元。", amount=_yuan(0))
    return sentence(
        pick(
            draw,
            (
                "本年度未收取信息处理费。",
                "依据《政府信息公开信息处理费管理办法》，本年度没有产生信息处理费。",
                "按照国务院办公厅关于信息处理费的规定，全年未收取政府信息公开信息处理费。",
            ),
        ),
        amount=_yuan(0),
    )


def _yuan(amount: int) -> Number:
    return Number("information_fee", str(amount), Decimal(amount))
