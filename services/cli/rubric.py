"""`gouji rubric`: how reports are graded, from the rubric's own data."""

from fractions import Fraction
from typing import Any, Literal

import msgspec

from services.cli.exits import Exit
from services.score.rubric import Rubric, rubric_for, rubrics


def rubric(year: int | None = None, /, *, format: Literal["text", "json"] = "text") -> int:  # noqa: A002 - the option's name
    """评分标准。 Show the rubrics, or the one that grades reports about YEAR.

    Parameters
    ----------
    year
        报告年度。 The year reports are about.
    format
        输出格式。 Text for people, JSON for programs.
    """
    chosen = rubrics() if year is None else (rubric_for(year),)
    if format == "json":
        body = {"schema": 1, "rubrics": [{"digest": each.digest, **_plain(each)} for each in chosen]}
        print(msgspec.json.encode(body).decode())
    else:
        print("\n\n".join(_in_full(each) for each in chosen))
    return Exit.CLEAN


def _plain(rubric: Rubric) -> dict[str, Any]:
    encoder = msgspec.json.Encoder(enc_hook=_number, decimal_format="number")
    tree: dict[str, Any] = msgspec.json.decode(encoder.encode(rubric))
    return tree


def _number(value: object) -> object:
    """Fractions as numbers where they are whole, as `"161/33"` where no decimal says them exactly."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    raise NotImplementedError(type(value).__name__)


def _in_full(rubric: Rubric) -> str:
    until = f"{rubric.last_year}" if rubric.last_year else "今 now"
    lines = [f"{rubric.zh}", f"{rubric.en}", f"适用年度 Years  {rubric.first_year}–{until}"]
    for dimension in rubric.dimensions:
        lines += ["", f"{_points(dimension.weight):>6}  {dimension.zh}  {dimension.en}"]
        whole = sum((item.weight for item in dimension.items), Fraction(0))
        for item in dimension.items:
            share = dimension.weight * item.weight / whole
            rules = "、".join(getattr(item, "rules", ())) or str(getattr(item, "measure", ""))
            lines += [f"        {_points(share):>6}  {rules}  {item.zh}  {item.en}"]
    lines += ["", "封顶 Caps"]
    lines += [f"        ≤{cap.at_most}  {cap.rule}  {cap.zh}  {cap.en}" for cap in rubric.caps]
    lines += ["", "等次 Grades"]
    lines += [f"        ≥{band.at_least}  {band.zh}  {band.en}" for band in rubric.bands]
    lines += [f"        {rubric.coverage.zh}  {rubric.coverage.en}"]
    return "\n".join(lines)


def _points(weight: Fraction) -> str:
    return f"{float(weight):.2f}".rstrip("0").rstrip(".")
