"""How long reading takes, as ratios within one run: `make bench`.

A web page is measured by what its bare parser takes to build the tree and walk the cells; every format by a yardstick,
a fixed piece of Python, so that figures of different machines can be compared. Nothing here passes or fails.
"""

import asyncio
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2
import turbohtml
from turbohtml import Element

from services.ingest.claims.extract import claims
from services.ingest.document import Document
from services.ingest.interpreter.interpret import interpret
from services.ingest.readers import readers
from services.ingest.reading import read
from services.ingest.sniff import sniff
from services.ingest.workers import Workers
from tests.services.ingest import pdf_files
from tests.services.ingest.seed_files import seeds

ROUNDS = 40
YARDSTICK_ENTRIES = 20_000
LARGE_PAGE = 95_000
_CELL = re.compile(r"<(t[dh])([^>]*)>(.*?)</\1>")
_PASTED = (
    r'<\1\2 style="border:solid windowtext 1.0pt;padding:0cm 5.4pt"><p class="MsoNormal" align="center" '
    r'style="text-align:center"><span style="font-size:10.5pt;font-family:宋体">\3<o:p></o:p></span></p></\1>'
)
_MENU = '<li class="nav-item"><a href="/zwgk/{n}/index.html" target="_blank">栏目{n}</a></li>\n'


def fastest(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of the fastest of some rounds, which other work on the machine disturbs least."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def yardstick() -> int:
    """A fixed piece of work of the kind that reading is made of: short strings, dictionaries, tuples."""
    seen: dict[str, tuple[int, str]] = {}
    for number in range(YARDSTICK_ENTRIES):
        text = f" 行政许可 {number % 997} "
        seen[text.strip()] = (number, text)
    return len(seen)


def pages() -> dict[str, bytes]:
    """The report as a plain page, and as sites show it: Word's markup in every cell, menus above."""
    plain = seeds()["html"].decode()
    pasted = _CELL.sub(_PASTED, plain)
    menus = ""
    while len((pasted + menus).encode()) < LARGE_PAGE:
        menus += _MENU.format(n=len(menus))
    return {"html": plain.encode(), "html, large": pasted.replace("<body>", f"<body><ul>{menus}</ul>").encode()}


def document_of(data: bytes) -> Document:
    """What the reader of a file makes of it.

    Raises:
        TypeError: it makes no document.
    """
    source = sniff(data)
    document = readers()[source.format](source)
    if not isinstance(document, Document):
        raise TypeError(source.format)
    return document


def files() -> dict[str, bytes]:
    """The report in every format, the PDF of it drawn so that it takes five pages."""
    pdf = pdf_files.pdf(document_of(seeds()["html"]), pdf_files.Style(size=12.0, breathing=9.0))
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = len(opened)
    return {**{form: data for form, data in seeds().items() if form != "pdf"}, f"pdf, {pages} pages": pdf}


def bare(page: str) -> list[tuple[object, ...]]:
    """What the parser alone takes: the tree built, the text and the spans of every cell of every row."""
    return [
        (cell.text, cell.attrs.get("colspan"), cell.attrs.get("rowspan"))
        for row in turbohtml.parse(page, positions=False).select("tr")
        for cell in row.children
        if isinstance(cell, Element)
    ]


def line(*columns: object) -> None:
    """A line of the table that is printed."""
    sys.stdout.write(
        "".join(f"{column!s:>13}" if place else f"{column!s:18}" for place, column in enumerate(columns)) + "\n"
    )


def of_pages() -> None:
    """The stages of reading web pages, in milliseconds and by the bare parser."""
    line("web page", "bytes", "bare ms", "reader ms", "tables ms", "claims ms", "whole ms", "reader/bare", "whole/bare")
    for name, data in pages().items():
        page, document = sniff(data), document_of(data)
        report = interpret(document).report
        form, merged = report.form, frozenset(report.merged_rows)
        parser = fastest(partial(bare, page.text))
        reader = fastest(partial(readers()["html"], page))
        prose = fastest(partial(claims, report.sections, form, report.year, merged, report.agency))
        tables = fastest(partial(interpret, document)) - prose
        whole = fastest(partial(read, data, "", ""))
        times = [f"{milliseconds:.2f}" for milliseconds in (parser, reader, tables, prose, whole)]
        line(name, len(data), *times, f"{reader / parser:.1f}", f"{whole / parser:.1f}")


def of_formats() -> None:
    """Every format from bytes to report, in milliseconds and by the yardstick."""
    measure = fastest(yardstick)
    line("format", "bytes", "reader ms", "whole ms", "yardsticks")
    for name, data in files().items():
        source = sniff(data)
        reader = fastest(partial(readers()[source.format], source))
        whole = fastest(partial(read, data, "", ""))
        line(name, len(data), f"{reader:.1f}", f"{whole:.1f}", f"{whole / measure:.2f}")
    line("yardstick", "", "", f"{measure:.1f}", "1.00")


async def of_memory() -> None:
    """The most memory a reader process has taken after it has read every format."""
    workers = Workers(1)
    await workers.start()
    try:
        for name, data in {**files(), **pages()}.items():
            await workers.read(data, name, "")
        (number,) = workers.processes
        status = await asyncio.to_thread(Path(f"/proc/{number}/status").read_text)
    finally:
        await workers.stop()
    peak = next(row.split()[1] for row in status.splitlines() if row.startswith("VmHWM"))
    line("reader process", "", "", f"{int(peak) / 1024:.0f} MiB", "at most")


if __name__ == "__main__":
    of_pages()
    of_formats()
    if sys.platform == "linux":
        asyncio.run(of_memory())
