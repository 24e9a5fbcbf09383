"""The six parts of a report in words: five aspects, the figures told truly, problems and measures, the fee."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from services.cli.synthesis.agencies import Member
from services.cli.synthesis.chance import Chance, happens, pick
from services.cli.synthesis.counts import YearCounts
from services.cli.synthesis.document_prose import decisions_said, documents_said, fees_said, published_said
from services.cli.synthesis.request_prose import requests_said, reviews_said, unpaid_of
from services.cli.synthesis.sentences import Sentence, loose, paragraph, sentence
from shared.report.agency import AgencyClass
from shared.report.claim import Scope
from shared.report.edition import Edition, edition

_ORDINALS = "一二三四五六七八九十"


class Prose(msgspec.Struct, frozen=True):
    """The words of a report: what stands before part one, and the lines of every part."""

    title: str
    published_on: date
    preamble: str
    parts: tuple[tuple[Sentence, ...], ...]


def prose(draw: Chance, member: Member, counts: YearCounts) -> Prose:
    """Write one report."""
    agency, year, form = member.agency, counts.year, edition(counts.edition)
    self = pick(draw, _SELF[agency.agency_class])
    last_day = agency.deadline(year)
    published = last_day - timedelta(days=int(draw.integers(0, 20)))
    figures = counts.figures
    fee = fees_said(draw, figures, unpaid_of(figures))
    disputes = paragraph(reviews_said(draw, figures))
    early = happens(draw, 0.4)
    parts = (
        _overview(draw, member, counts, self, disputes if early else None),
        (),
        (),
        () if early else (disputes,),
        _improvement(draw, self),
        (fee,)
        if happens(draw, 0.5)
        else (fee, Sentence(pick(draw, ("无其他需要报告的事项。", "除上述情况外，没有其他需要报告的事项。")))),
    )
    return Prose(
        title=f"{agency.name}{year}年{pick(draw, ('', '度'))}政府信息公开工作年度报告",
        published_on=published,
        preamble=_preamble(draw, form, year, published),
        parts=parts,
    )


_SELF = {
    AgencyClass.CENTRAL_DEPARTMENT: ("我局", "本机关"),
    AgencyClass.PROVINCIAL_GOVERNMENT: ("全省", "省政府"),
    AgencyClass.MUNICIPAL_GOVERNMENT: ("全市", "市政府"),
    AgencyClass.COUNTY_GOVERNMENT: ("全县", "县政府"),
    AgencyClass.DEPARTMENT: ("我局", "本单位", "我单位"),
    AgencyClass.TOWNSHIP: ("我镇", "本机关"),
    AgencyClass.DEVELOPMENT_ZONE: ("管委会", "我区"),
    AgencyClass.INSTITUTION: ("本单位", "我单位"),
}


def _preamble(draw: Chance, form: Edition, year: int, published: date) -> str:
    basis = pick(draw, _BASES).format(notice=form.notice, year=year)
    names = "、".join(part.zh.replace("、", "和") for part in form.parts)
    contents = f"全文由{names}六部分组成。" if happens(draw, 0.5) else ""
    period = pick(
        draw,
        (
            f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
            f"本年度报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
            f"报告中所列数据统计期限从{year}年1月1日起，到{year}年12月31日止。",
        ),
    )
    day = f"{published.year}-{published.month:02d}-{published.day:02d}"
    when = pick(draw, (f"发布日期：{day}\n", f"发布时间：{published.year}年{published.month}月{published.day}日\n"))
    return f"{when}{basis}{contents}{period}"


def _overview(
    draw: Chance, member: Member, counts: YearCounts, self: str, disputes: Sentence | None
) -> tuple[Sentence, ...]:
    figures, year = counts.figures, counts.year
    opening = pick(draw, _OPENINGS).format(year=year, self=self)
    requests = paragraph(
        (Sentence(pick(draw, _REQUEST_OPENINGS)), *requests_said(draw, year, figures, counts.last), disputes)
    )
    aspects = (
        (_ASPECTS[0], paragraph((*published_said(draw, year), *decisions_said(draw, figures)))),
        (_ASPECTS[1], requests),
        (_ASPECTS[2], paragraph((Sentence(pick(draw, _MANAGEMENT)), *documents_said(draw, figures)))),
        (_ASPECTS[3], paragraph((Sentence(pick(draw, _PLATFORM)), _plan(draw, year)))),
        (
            _ASPECTS[4],
            Sentence(pick(draw, _SUPERVISION) + (_GOVERNMENT if member.agency.agency_class.is_government else "")),
        ),
    )
    if happens(draw, 0.7):
        headed = (
            line
            for place, (names, said) in enumerate(aspects)
            for line in (Sentence(f"（{_ORDINALS[place]}）{pick(draw, names)}"), said)
        )
        return (Sentence(opening), *headed)
    running = (
        Sentence(f"（{_ORDINALS[place]}）{pick(draw, names)}。").joined(said)
        for place, (names, said) in enumerate(aspects)
    )
    return (Sentence(opening), *running)


def _plan(draw: Chance, year: int) -> Sentence | None:
    if not happens(draw, 0.15):
        return None
    number = loose("disclosed_on_website", int(draw.integers(1, 30)) * 100, Scope.PLAN)
    return sentence(f"{year + 1}年计划发布各类信息{{number}}条。", number=number)


def _improvement(draw: Chance, self: str) -> tuple[Sentence, ...]:
    chosen = [_PROBLEMS[int(place)] for place in draw.permutation(len(_PROBLEMS))[: int(draw.integers(2, 4))]]
    numbered = list(zip(_ORDINALS, chosen, strict=False))
    if happens(draw, 0.5):
        problems = "".join(f"{number}是{problem}。" for number, (problem, _) in numbered)
        measures = "".join(f"{number}是{measure}。" for number, (_, measure) in numbered)
        return (
            Sentence(f"{self}政府信息公开工作取得了一定成效，但仍存在一些问题：{problems}"),
            Sentence(f"下一步，{self}将从以下方面加以改进：{measures}"),
        )
    lines: Iterable[str] = (f"{number}是{problem}。改进措施：{measure}。" for number, (problem, measure) in numbered)
    return (Sentence("存在的主要问题和改进情况如下。"), *(Sentence(line) for line in lines))


_BASES = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和统一的年度报告格式（{notice}）要求，编制本年度报告。",
    "本报告依据《中华人民共和国政府信息公开条例》和年度报告格式（{notice}）编制。",
    "按照《中华人民共和国政府信息公开条例》第五十条和{notice}文件的规定，现公布{year}年度政府信息公开工作年度报告。",
)
_OPENINGS = (
    "{year}年，{self}认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，各项工作有序推进。",
    "{year}年，{self}围绕中心工作，依法做好政府信息公开，保障公众知情权、参与权和监督权。",
    "过去一年，{self}把政府信息公开作为转变作风、服务群众的重要抓手，不断提高公开质量。",
)
_ASPECTS = (
    ("主动公开", "主动公开情况", "主动公开政府信息", "扎实推进主动公开"),
    ("依申请公开", "依申请公开情况", "规范办理依申请公开", "依申请公开办理"),
    ("政府信息管理", "加强政府信息管理"),
    ("政府信息公开平台建设", "平台建设"),
    ("监督保障", "强化监督保障"),
)
_REQUEST_OPENINGS = (
    "严格按照法定程序和时限办理政府信息公开申请。",
    "进一步畅通申请渠道，完善登记、审核、答复、归档各环节。",
    "坚持与申请人充分沟通，不断提高答复质量。",
)
_MANAGEMENT = (
    "落实信息发布三审三校制度，动态调整公开目录，做好公文公开属性的源头认定。",
    "健全政府信息全生命周期管理，发布前严格进行保密审查。",
)
_PLATFORM = (
    "优化网站公开专栏的栏目设置和检索功能，加强政务新媒体日常管理。",
    "以门户网站为主渠道，公开栏与便民大厅为补充，方便群众查阅。",
)
_SUPERVISION = (
    "主要负责人定期听取汇报，明确专人负责，开展业务培训，并将公开工作纳入日常督查。",
    "完善工作机制，对各科室公开情况按季度检查，发现问题及时整改。",
)
_GOVERNMENT = "将政府信息公开纳入年度工作考核，组织开展社会评议，评议结果总体满意；本年度未发生责任追究的情形。"
_PROBLEMS = (
    ("主动公开内容还不够深入，部分栏目更新不够及时", "细化公开目录，建立栏目更新提醒机制"),
    ("政策解读形式比较单一，文字解读偏多", "增加图解、视频等形式，让群众看得懂"),
    ("工作人员业务能力有待提高，新进人员对条例掌握不够", "定期组织业务培训和案例研讨"),
    ("依申请公开答复文书不够规范", "统一答复文书样式，加强法制审核"),
    ("公开平台的检索功能不够便捷", "完善检索和下载功能，优化页面设置"),
    ("各科室之间协同不够，信息报送有时滞后", "明确各科室信息报送的责任和时限"),
    ("公众参与渠道不够丰富", "通过座谈、问卷等方式听取群众意见"),
    ("规范性文件清理后的公布不够及时", "清理结果确定后及时更新文件目录"),
)
