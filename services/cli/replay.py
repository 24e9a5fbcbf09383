"""`gouji replay`: an archive of reports held to a candidate catalogue or rubric, without touching anything."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, Literal

import msgspec
import nats.errors

from services.cli.archive_filings import filings_of_files, filings_of_house
from services.cli.exits import Exit, SystemFaultError, UsageError
from services.cli.grades import GRADES
from services.cli.impact import Change, Group, Impact, Standard, failing_sums, impact
from services.cli.paths import contents
from services.score.rubric import Rubric, load
from services.validate.candidate import candidate
from services.validate.catalogue import CatalogueError, catalogue
from services.validate.filing import Filing
from shared.report.text import Text

MOST_NAMED = 40


def replay(
    *paths: Path,
    catalogue: Path | None = None,
    rubric: Path | None = None,
    register: Path | None = None,
    data: Path | None = None,
    nats_url: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002 - the option's name
    dry_run: bool = True,
) -> int:
    """以备选标准试评存档，不改动数据。 Hold an archive to candidate rules or a candidate rubric; nothing is changed.

    Parameters
    ----------
    paths
        报告文件或文件夹；不给出时读取正在运行的系统。 Reports or folders of reports; none: the log of a running house.
    catalogue
        备选规则所在文件夹（规则文件，按编号替换或增加）。 A folder of rule files that replace or add rules by id.
    rubric
        备选评分标准（TOML）。 A candidate rubric.
    register
        机关名录（CSV），用于按类别、地区汇总。 The register, for levels and regions.
    data
        正在运行的系统的数据文件夹。 The folder of a running house.
    nats_url
        消息系统地址，优先于 data。 The broker's address, instead of data.
    format
        输出格式。 Text for people, JSON Lines for programs.
    dry_run
        只试评（目前仅有此方式）。 Only try: a standard takes effect by being deployed.
    """
    if not dry_run:
        raise UsageError(
            Text(
                "规则与评分标准随系统部署生效，replay 只作试评。",
                "A standard takes effect by deployment; replay only tries it.",
            )
        )
    if catalogue is None and rubric is None:
        raise UsageError(
            Text("请用 --catalogue 或 --rubric 给出备选标准。", "Name a candidate with --catalogue or --rubric.")
        )
    before, after = _standards(catalogue, rubric)
    filings = filings_of_files(paths, register) if paths else _of_house(data, nats_url)
    found = impact(filings, before, after)
    sums = list(failing_sums(filings)) if filings else []
    for line in _json(found, sums) if format == "json" else _text(found, sums):
        print(line)
    return Exit.FINDINGS if any(change.flips for change in found.changes) else Exit.CLEAN


def _standards(folder: Path | None, rubric: Path | None) -> tuple[Standard, Standard]:
    now = catalogue()
    try:
        rules = candidate(folder) if folder else now
    except CatalogueError as error:
        raise UsageError(Text(f"备选规则有误：{error}", f"The candidate catalogue is wrong: {error}")) from error
    return Standard(now), Standard(rules, _rubric(rubric) if rubric else None)


def _rubric(file: Path) -> Rubric:
    try:
        return load(contents(file).decode())
    except (TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError(Text(f"备选评分标准有误：{error}", f"The candidate rubric is wrong: {error}")) from error


def _of_house(data: Path | None, nats_url: str | None) -> Sequence[Filing]:
    try:
        return asyncio.run(filings_of_house(data, nats_url))
    except (nats.errors.Error, OSError) as error:
        raise SystemFaultError(Text(f"无法读取存档：{error}", f"The archive cannot be read: {error!r}")) from error


Sums = Iterable[tuple[str, int, int, int]]


def _json(found: Impact, sums: Sums) -> Iterator[str]:
    summary: dict[str, Any] = {
        "schema": 1,
        "reports": found.reports,
        "flips": sum(change.flips for change in found.changes),
        "sums": [
            {"identity": identity, "judged": judged, "failing": failing, "reports": reports}
            for identity, judged, failing, reports in sums
        ],
        "rules": {
            rule: [{"before": old, "after": new, "reports": count} for (old, new), count in sorted(moves.items())]
            for rule, moves in sorted(found.rules.items())
        },
        "grades": [
            {"before": old, "after": new, "reports": count} for (old, new), count in sorted(found.grades.items())
        ],
        "levels": _groups(found.levels),
        "regions": _groups(found.regions),
    }
    yield msgspec.json.encode(summary).decode()
    for change in sorted(found.changes, key=lambda one: one.by):
        yield msgspec.json.encode(
            {
                "agency": change.name,
                "year": change.year,
                "level": change.level,
                "region": change.region,
                "rules": {rule: {"before": old, "after": new} for rule, (old, new) in change.rules.items()},
                "points": {"before": float(change.points[0]), "after": float(change.points[1])},
                "grade": {"before": change.grades[0], "after": change.grades[1]},
            }
        ).decode()


def _groups(groups: Mapping[str, Group]) -> dict[str, dict[str, float]]:
    return {
        name: {"reports": group.reports, "flips": group.flips, "mean": float(group.mean)}
        for name, group in sorted(groups.items())
    }


def _text(found: Impact, sums: Sums) -> Iterator[str]:
    flips = [change for change in found.changes if change.flips]
    yield f"报告 {found.reports} 份，等次变化 {len(flips)} 份  {found.reports} reports, {len(flips)} change grade"
    for identity, judged, failing, reports in sums:
        yield f"  {identity}: {judged} 项勾稽 sums, 不符 failing {failing}, 涉及报告 in reports {reports}"
    for (old, new), count in found.grades.most_common():
        yield f"  {GRADES[old].zh} → {GRADES[new].zh}  {GRADES[old].en} → {GRADES[new].en}: {count}"
    for rule, moves in sorted(found.rules.items()):
        for (before, after), count in moves.most_common():
            yield f"  {rule}: {before} → {after}: {count}"
    for title, groups in (("类别 level", found.levels), ("地区 region", found.regions)):
        for name, group in sorted(groups.items()):
            yield (
                f"  {title} {name or '—'}: {group.reports} 份 reports, "
                f"变化 flips {group.flips}, 平均 mean {group.mean:+}"
            )
    for change in sorted(flips, key=lambda one: one.by)[:MOST_NAMED]:
        yield f"  {_told(change)}"
    if len(flips) > MOST_NAMED:
        yield f"  另有 {len(flips) - MOST_NAMED} 份 {len(flips) - MOST_NAMED} more (--format json)"


def _told(change: Change) -> str:
    old, new = change.grades
    return (
        f"{change.name or '—'} {change.year or ''}  {change.points[0]} → {change.points[1]} ({change.by:+})  "
        f"{GRADES[old].zh} → {GRADES[new].zh} {GRADES[old].en} → {GRADES[new].en}"
    )
