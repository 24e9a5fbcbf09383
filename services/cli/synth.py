"""`gouji synth`: write synthetic reports with known truth, one after another, as many as wanted."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import Parameter

from services.cli.exits import Exit, SystemFaultError, UsageError
from services.cli.progress import bar
from services.cli.synthesis.agencies import FEWEST_ORGANS, MOST_ORGANS
from services.cli.synthesis.drawing import layouts_of
from services.cli.synthesis.fault_kinds import FaultKind
from services.cli.synthesis.files import Wanted, write
from services.cli.synthesis.layouts import Layout
from services.cli.synthesis.mischief import MISCHIEF, Format
from services.cli.synthesis.reports import FIRST_YEAR, Plan
from shared.report.agency import AgencyClass
from shared.report.text import Text

Kind = TypeVar("Kind", bound=StrEnum)

ANY, NONE = "any", "none"
MERGED_ROW = "merged_row"
_LAST_OF_ALL = 2100


def synth(
    *,
    out: Path,
    count: int | None = None,
    seed: int = 0,
    classes: Annotated[str, Parameter(name="--class")] = ANY,
    county: bool = False,
    organs: int | None = None,
    years: int = 1,
    last_year: int = 2025,
    format: str = "html",  # noqa: A002 - the option's name
    layout: str = Layout.STATUTORY.value,
    mischief: str = NONE,
    faults: str = NONE,
    fault_count: int = 1,
) -> int:
    """生成已知真值的仿真报告。 Write synthetic reports with known truth.

    Several values are separated by commas; `any` stands for all of them, `none` for no one.

    Parameters
    ----------
    out
        输出文件夹，须为空。 The folder to write to; it must be empty.
    count
        报告份数；写明 --organs 时缺省为一个县的全部报告。 How many reports; with --organs, by default a whole county's.
    seed
        随机种子；同一种子、同一序号的报告总相同。 The seed; report number i follows from it and i alone.
    classes
        机关类别。 Classes of agencies.
    county
        生成整县机关：县政府（数据为各机关之和）、部门、乡镇。 Whole counties: government, departments, towns.
    organs
        每个县的机关数（含县政府）。 Organs of each county, its government among them; implies --county.
    years
        每个机关连续报告的年数。 How many years in a row each agency reports.
    last_year
        最后一个年度。 The last of these years.
    format
        html、docx、xlsx、text、json。 Formats of the files.
    layout
        表格排法。 Arrangements of the tables: statutory, blocks, unmerged, group_lines, tabs, markdown, cells, lines.
    mischief
        不改变数字的排版问题。 What happens to the layout without changing a figure, such as zeros_blank or word_paste.
    faults
        数字差错的种类。 Kinds of faults in the figures, such as off_by_one or total_blank.
    fault_count
        每份报告的差错数。 How many independent faults each report has.
    """
    if organs is not None and not FEWEST_ORGANS <= organs <= MOST_ORGANS:
        raise UsageError(
            Text(
                f"一个县有 {FEWEST_ORGANS} 至 {MOST_ORGANS} 个机关。",
                f"A county has {FEWEST_ORGANS} to {MOST_ORGANS} organs.",
            )
        )
    if count is None:
        count = (organs or 0) * years
    if count < 1 or seed < 0 or fault_count < 0:
        raise UsageError(
            Text("份数须为正，种子和差错数不得为负。", "The count is positive; seed and faults not negative.")
        )
    if not (FIRST_YEAR <= last_year <= _LAST_OF_ALL and 1 <= years <= last_year - FIRST_YEAR + 1):
        raise UsageError(Text(f"年度须在 {FIRST_YEAR} 年以后。", f"Reports begin with the year {FIRST_YEAR}."))
    wanted_mischief = _names(mischief, (*MISCHIEF, MERGED_ROW), "mischief")
    kinds = _kinds(faults, FaultKind, "faults")
    plan = Plan(
        classes=_kinds(classes, AgencyClass, "class"),
        years=years,
        last_year=last_year,
        county=county or organs is not None,
        organs=organs,
        merged=True if MERGED_ROW in wanted_mischief and mischief != ANY else None,
        faults=fault_count if kinds else 0,
        fault_kinds=kinds,
    )
    formats, layouts = _kinds(format, Format, "format"), _kinds(layout, Layout, "layout")
    formats = tuple(one for one in formats if set(layouts) & set(layouts_of(one)))
    if not formats or not plan.classes:
        raise UsageError(Text("没有这样的格式与排法组合。", "No format has such a layout."))
    _write(out, count, seed, Wanted(plan, formats, layouts, wanted_mischief))
    print(f"已生成 {count} 份报告：{out}  {count} reports in {out}")
    return Exit.CLEAN


def _kinds(text: str, kind: type[Kind], option: str) -> tuple[Kind, ...]:
    return tuple(kind(name) for name in _names(text, tuple(kind), option))


def _names(text: str, known: Sequence[str], option: str) -> tuple[str, ...]:
    """The names listed, in the order in which they are known.

    Raises:
        UsageError: one of them is not known.
    """
    if text in {ANY, NONE}:
        return tuple(known) if text == ANY else ()
    listed = {name.strip() for name in text.split(",")}
    if unknown := sorted(listed - set(known)):
        raise UsageError(
            Text(
                f"--{option} 没有“{unknown[0]}”；可用：{'、'.join(known)}。",
                f"--{option} knows no “{unknown[0]}”; it knows {', '.join(known)}.",
            )
        )
    return tuple(name for name in known if name in listed)


def _write(out: Path, count: int, seed: int, wanted: Wanted) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise UsageError(Text(f"文件夹不是空的：{out}", f"The folder is not empty: {out}"))
        with bar(Text("生成报告", "Writing reports"), count) as advance:
            write(out, seed, count, wanted, advance)
    except OSError as error:
        raise SystemFaultError(Text(f"无法写入：{out}：{error}", f"Cannot write to {out}: {error}")) from error
