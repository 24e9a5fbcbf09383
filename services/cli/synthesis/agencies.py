"""Fictitious agencies of a fictitious country: single ones of every class, and whole counties with all their organs."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from services.cli.synthesis.chance import Stream, chance, happens, pick
from shared.report.agency import Agency, AgencyClass, LocalDeadline

_FIRST = (
    "黛霓棠樱磐琥珀琅玳瑶旸昀曜暄眺栩楠橡槐檀荷苇蘅芷蔷薇霁岚翠泠潇玄"
    "素霜露晴雪鸥鲤龟鹭鹃莺鸢麒驹骊琴笙箫瑟笛筝砚笺翰晓暮虹蕙菱藕莲絮"
)
_SECOND = (
    "溪川江湖泽潭泉浦港湾洲岛屿山岭峰岗坡原野林园田陂圩桥亭台城堡关津"
    "渡渠塘堰沟谷峪坪坝坞垭岩崖矶碛滩沙荡泊漾汊浜渚汀沚坻屯墩寨汛圃苑"
)
_BASE = 64
_STRIDE, _BEGIN = 2731, 1337
"""Neighbouring numbers get names that are not alike; the stride is odd, so that no name is met twice."""
_DEPARTMENTS = (
    "人民政府办公室", "发展和改革局", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局",
    "财政局", "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局",
    "农业农村局", "商务局", "文化和旅游局", "卫生健康局", "退役军人事务局", "应急管理局", "审计局",
    "市场监督管理局", "统计局", "医疗保障局", "林业局", "信访局", "城市管理局", "行政审批局",
    "国有资产监督管理局", "粮食和物资储备局", "金融工作局", "乡村振兴局", "机关事务管理局", "地方志办公室",
    "体育局", "人民防空办公室", "大数据局", "投资促进局", "外事办公室", "民族宗教事务局", "残疾人联合会",
    "档案局", "供销合作社", "气象局", "税务局", "烟草专卖局", "住房公积金管理中心", "不动产登记中心",
    "公共资源交易中心", "政务服务中心", "疾病预防控制局", "消防救援大队", "海洋与渔业局", "港航管理局",
    "园林绿化局", "房产管理局", "畜牧兽医局", "农业机械化服务中心", "移民工作局", "地震局", "邮政管理局",
    "营商环境建设局", "新闻出版局",
)  # fmt: skip
_MORE_DEPARTMENTS = tuple(
    f"{field}{kind}"
    for kind in ("综合行政执法大队", "服务中心", "事务中心", "监察支队")
    for field in (
        "劳动保障", "农业", "文化市场", "交通运输", "水务", "林业", "安全生产", "市场监管", "城管",
        "生态环境", "卫生", "建设", "自然资源", "土地储备", "就业",
    )
)  # fmt: skip
_CENTRAL = ("流域管理局", "海域事务局", "航道总局", "林草保护局", "地质调查局", "测绘局", "气候观测局", "粮食储备局")
_INSTITUTIONS = (
    "第一人民医院",
    "自来水公司",
    "公共交通公司",
    "供热公司",
    "职业技术学院",
    "中心血站",
    "燃气公司",
    "博物馆",
)
_TOWN_KINDS = ("镇", "乡", "街道办事处")
_COUNTY_KINDS = ("县", "区", "市")
_USUAL_WEIGHTS = {
    AgencyClass.DEPARTMENT: 0.48,
    AgencyClass.TOWNSHIP: 0.28,
    AgencyClass.COUNTY_GOVERNMENT: 0.08,
    AgencyClass.INSTITUTION: 0.05,
    AgencyClass.DEVELOPMENT_ZONE: 0.04,
    AgencyClass.MUNICIPAL_GOVERNMENT: 0.04,
    AgencyClass.CENTRAL_DEPARTMENT: 0.02,
    AgencyClass.PROVINCIAL_GOVERNMENT: 0.01,
}
"""How common the classes are among single agencies."""
FEWEST_DEPARTMENTS, MOST_DEPARTMENTS = 40, 120
FEWEST_TOWNS, MOST_TOWNS = 8, 24
_OTHER_ORGANS = 4
"""The government itself, the development zone, two institutions."""
FEWEST_ORGANS, MOST_ORGANS = _OTHER_ORGANS + 2, _OTHER_ORGANS + MOST_DEPARTMENTS + MOST_TOWNS
"""How many organs may be asked for."""


class Member(msgspec.Struct, frozen=True):
    """An agency and the number its chance hangs on; `county` is set for the government of a county that adds up.

    `organs` is how many organs were asked for in that county, None where chance decided.
    """

    number: int
    agency: Agency
    county: int | None = None
    organs: int | None = None


def single(seed: int, number: int, classes: Sequence[AgencyClass] = tuple(AgencyClass)) -> Member:
    """Agency `number` of an endless row of agencies, no two of one name."""
    draw = chance(seed, Stream.AGENCY, number)
    weights = [_USUAL_WEIGHTS[each] for each in classes]
    drawn = float(draw.random()) * sum(weights)
    chosen = classes[-1]
    for each, weight in zip(classes, weights, strict=True):
        drawn -= weight
        if drawn < 0:
            chosen = each
            break
    place = place_name(number)
    county = f"{place}{_COUNTY_KINDS[number % len(_COUNTY_KINDS)]}"
    name = {
        AgencyClass.CENTRAL_DEPARTMENT: f"国家{place}{pick(draw, _CENTRAL)}",
        AgencyClass.PROVINCIAL_GOVERNMENT: f"{place}省人民政府",
        AgencyClass.MUNICIPAL_GOVERNMENT: f"{place}市人民政府",
        AgencyClass.COUNTY_GOVERNMENT: f"{county}人民政府",
        AgencyClass.DEPARTMENT: f"{county}{pick(draw, _DEPARTMENTS)}",
        AgencyClass.TOWNSHIP: f"{county}{place_name(int(draw.integers(_BASE * _BASE)))}{pick(draw, _TOWN_KINDS)}",
        AgencyClass.DEVELOPMENT_ZONE: f"{place}经济开发区管理委员会",
        AgencyClass.INSTITUTION: f"{county}{pick(draw, _INSTITUTIONS)}",
    }[chosen]
    region = {
        AgencyClass.CENTRAL_DEPARTMENT: "中央",
        AgencyClass.PROVINCIAL_GOVERNMENT: f"{place}省",
        AgencyClass.MUNICIPAL_GOVERNMENT: f"东海省{place}市",
    }.get(chosen, f"东海省{city_name(number)}{county}")
    local = LocalDeadline(2, 28) if chosen is AgencyClass.TOWNSHIP and happens(draw, 0.1) else None
    return Member(number, Agency(f"SY{number:07d}", name, chosen, region, local_deadline=local))


@lru_cache(maxsize=8)
def county(seed: int, number: int, first: int, organs_wanted: int | None = None) -> tuple[Member, ...]:
    """All organs of a county, the government first; it reports what the others add up to. `first` is its number.

    Without `organs_wanted` (the government counted) how many there are is left to chance.
    """
    draw = chance(seed, Stream.COUNTY, number)
    size, towns = _county_size(seed, number, organs_wanted)
    name = f"{place_name(number)}{_COUNTY_KINDS[number % len(_COUNTY_KINDS)]}"
    region = f"东海省{city_name(number)}{name}"
    code = f"SC{number:05d}"
    every = [*_DEPARTMENTS, *_MORE_DEPARTMENTS]
    kept = [every[0], *(every[1 + int(place)] for place in sorted(draw.permutation(len(every) - 1)[: size - 1]))]
    town_names = [place_name(int(place)) for place in draw.permutation(_BASE * _BASE)[:towns]]
    organs = [
        *((f"{name}{each}", AgencyClass.DEPARTMENT) for each in kept),
        *((f"{name}{each}{pick(draw, _TOWN_KINDS)}", AgencyClass.TOWNSHIP) for each in town_names),
        (f"{name}经济开发区管理委员会", AgencyClass.DEVELOPMENT_ZONE),
        *((f"{name}{each}", AgencyClass.INSTITUTION) for each in _INSTITUTIONS[:2]),
    ]
    government = Agency(code, f"{name}人民政府", AgencyClass.COUNTY_GOVERNMENT, region)
    members = [Member(first, government, county=number, organs=organs_wanted)]
    for place, (organ, kind) in enumerate(organs, start=1):
        members.append(Member(first + place, Agency(f"{code}-{place:03d}", organ, kind, region, parent=code)))
    return tuple(members)


def county_member(seed: int, number: int, organs_wanted: int | None = None) -> Member:
    """Organ `number` of the endless row that counties make one after another."""
    if organs_wanted is not None:
        found, place = divmod(number, organs_wanted)
        return county(seed, found, number - place, organs_wanted)[place]
    starts = _starts(seed)
    while starts[-1] <= number:
        starts.append(starts[-1] + sum(_county_size(seed, len(starts) - 1)) + _OTHER_ORGANS)
    found = bisect_right(starts, number) - 1
    return county(seed, found, starts[found])[number - starts[found]]


@lru_cache(maxsize=8)
def _starts(seed: int) -> list[int]:
    """How many organs stand before each county, as far as has been counted."""
    del seed
    return [0]


@lru_cache(maxsize=1024)
def _county_size(seed: int, number: int, organs_wanted: int | None = None) -> tuple[int, int]:
    """Departments and towns of a county."""
    draw = chance(seed, Stream.COUNTY, number, 1)
    departments = int(draw.integers(FEWEST_DEPARTMENTS, MOST_DEPARTMENTS + 1))
    towns = int(draw.integers(FEWEST_TOWNS, MOST_TOWNS + 1))
    if organs_wanted is None:
        return departments, towns
    both = organs_wanted - _OTHER_ORGANS
    towns = min(max(towns, both - MOST_DEPARTMENTS), both // 2)
    return both - towns, towns


def place_name(number: int) -> str:
    """A name for a place; no two numbers share one."""
    more, place = divmod(number, _BASE * _BASE)
    high, low = divmod((place * _STRIDE + _BEGIN) % (_BASE * _BASE), _BASE)
    name = _FIRST[high] + _SECOND[low]
    while more:
        more, digit = divmod(more, _BASE)
        name = _SECOND[digit] + name
    return name


def city_name(number: int) -> str:
    """The city a county belongs to."""
    return f"{_FIRST[number // 12 % _BASE]}州市"


REGISTER_HEADING = ("code", "name", "class", "region", "parent", "deadline")
"""The columns of the gateway's register."""


def register_row(agency: Agency) -> tuple[str, ...]:
    """The agency as a row of that register."""
    day = agency.local_deadline
    deadline = f"{day.month:02d}-{day.day:02d}" if day else ""
    return (agency.code, agency.name, agency.agency_class.value, agency.region, agency.parent or "", deadline)
