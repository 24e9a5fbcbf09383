"""Synthetic reports as a folder of files: the reports, the truth about each, a manifest, and the register of agencies.

One report after another is made and written, so that any number of them takes no more memory than one.
"""

import csv
import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

from services.cli.synthesis.agencies import REGISTER_HEADING, register_row
from services.cli.synthesis.chance import Stream, chance, pick
from services.cli.synthesis.drawing import EXTENSIONS, drawn, layouts_of
from services.cli.synthesis.faults import Fault
from services.cli.synthesis.layouts import Layout
from services.cli.synthesis.mischief import Format, some
from services.cli.synthesis.reports import Plan, synthesise
from shared.report.agency import Agency
from shared.report.claim import Claim
from shared.report.codec import encode
from shared.report.figures import Figures

SCHEMA = 1
_IN_A_FOLDER = 1000


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What is true about one file.

    `figures` is what may be read from it: None where a cell is blank or holds a dash. `printed` is the text of the
    cells that do not simply print their figure. `faults` say where printed figures differ from those that are right.
    """

    schema: int = SCHEMA
    index: int
    file: str
    format: Format
    layout: Layout
    mischief: tuple[str, ...]
    agency: Agency
    year: int
    edition: str
    merged_rows: tuple[str, ...]
    figures: Figures
    printed: dict[str, str]
    faults: tuple[Fault, ...]
    claims: tuple[Claim, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the manifest."""

    index: int
    file: str
    truth: str
    sha256: str
    format: Format
    layout: Layout
    mischief: tuple[str, ...]
    faults: tuple[str, ...]
    code: str
    agency: str
    agency_class: str
    year: int
    edition: str


class Wanted(msgspec.Struct, frozen=True):
    """What is asked for: the reports, and how they may be drawn."""

    plan: Plan
    formats: tuple[Format, ...]
    layouts: tuple[Layout, ...]
    mischief: tuple[str, ...]


def make(seed: int, index: int, wanted: Wanted) -> tuple[bytes, Truth]:
    """Report `index` as a file, and the truth about it."""
    report = synthesise(seed, index, wanted.plan)
    draw = chance(seed, Stream.DRAWING, index)
    form = pick(draw, wanted.formats)
    layout = pick(draw, [one for one in layouts_of(form) if one in wanted.layouts])
    happening = some(draw, wanted.mischief, form, layout)
    file = drawn(report, draw, form, layout, happening)
    return file.data, Truth(
        index=index,
        file=f"reports/{index // _IN_A_FOLDER:03d}/{index:06d}.{EXTENSIONS[form]}",
        format=form,
        layout=layout,
        mischief=tuple(one.name for one in happening),
        agency=report.member.agency,
        year=report.year,
        edition=report.report.edition,
        merged_rows=report.report.merged_rows,
        figures=file.figures,
        printed=file.printed,
        faults=report.faults,
        claims=report.report.claims,
    )


def write(out: Path, seed: int, count: int, wanted: Wanted, advance: Callable[[], None]) -> None:
    """Write reports `0 … count-1` into an empty folder; `advance` is called after each.

    Raises:
        OSError: the folder cannot be written to.
    """
    with ExitStack() as opened:
        manifest = opened.enter_context((out / "manifest.jsonl").open("wb"))
        register = csv.writer(opened.enter_context((out / "register.csv").open("w", encoding="utf-8", newline="")))
        register.writerow(REGISTER_HEADING)
        known: Agency | None = None
        for index in range(count):
            data, truth = make(seed, index, wanted)
            if truth.agency != known:
                known = truth.agency
                register.writerow(register_row(known))
            manifest.write(encode(_kept(out, data, truth)) + b"\n")
            advance()


def _kept(out: Path, data: bytes, truth: Truth) -> Entry:
    """Write a report and the truth about it."""
    file = out / truth.file
    told = out / "truth" / file.parent.name / f"{file.stem}.json"
    if truth.index % _IN_A_FOLDER == 0:
        file.parent.mkdir(parents=True)
        told.parent.mkdir(parents=True)
    file.write_bytes(data)
    told.write_bytes(encode(truth))
    return Entry(
        index=truth.index,
        file=truth.file,
        truth=told.relative_to(out).as_posix(),
        sha256=hashlib.sha256(data).hexdigest(),
        format=truth.format,
        layout=truth.layout,
        mischief=truth.mischief,
        faults=tuple(fault.kind.value for fault in truth.faults),
        code=truth.agency.code,
        agency=truth.agency.name,
        agency_class=truth.agency.agency_class.value,
        year=truth.year,
        edition=truth.edition,
    )
