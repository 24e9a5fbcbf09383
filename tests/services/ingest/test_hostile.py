"""Files made to hurt: answered within seconds and within memory, one way or the other."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.ingest.reading import UnreadableFileError, read
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.services.ingest import render

ROOT = Path(__file__).parents[3]
FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
PAGE = render.html(FORM, FIGURES)
MEGABYTES = 1_000_000

REFUSED = {
    "every cell spans all": (PAGE.replace("<td>", '<td colspan="1000000000" rowspan="1000000000">'), "too_large"),
    "nested": ("<div>" * 100_000 + PAGE, "too_deep"),
    "nested tables": ("<table><tr><td>" * 100_000, "too_deep"),
    "tables": ("<table>" * 714_000, "too_large"),
    "cells": ("<table>" + "<tr><td>1" * 550_000, "too_large"),
    "paragraphs": ("<p>1" * 1_250_000, "too_large"),
    "bars": ("|" * 5 * MEGABYTES, "too_large"),
    "lines": ("1\n" * 2_500_000, "too_large"),
    "headings": ("一、甲\n" * 500_000, "too_large"),
    "heads of tables": ("自然人|商业企业|总计\n" * 30_000, "no_statutory_tables"),
    "brackets": ("行政许可" + "(" * 2 * MEGABYTES + ")" * 2 * MEGABYTES, "no_statutory_tables"),
    "attributes": ("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x", "no_statutory_tables"),
    "arrays": ("[" * 5 * MEGABYTES, "json.syntax"),
    "a long number": ('{"tables":{"a":' + "1" * 5 * MEGABYTES + "}}", "json.syntax"),
    "dates": ("统计2021年1月1日至2021年12月31日 " * 100_000, "no_statutory_tables"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_time(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(UnreadableFileError) as refused:
        read(data.encode(), "", "")
    assert code in refused.value.reasons[0].code


def test_noise_is_refused() -> None:
    noise = bytes((n * n * 31 + n // 7 * 97 + (n >> 5)) % 256 for n in range(2 * MEGABYTES))
    with pytest.raises(UnreadableFileError) as refused:
        read(noise, "", "")
    assert refused.value.reasons[0].code in {"file.binary_noise", "file.encoding"}


def test_a_wide_span_is_cut_and_told() -> None:
    result = read(PAGE.replace('<td colspan="4">', '<td colspan="1000000000">').encode(), "", "")
    assert dict(result.report.tables) == FIGURES
    assert {note.code for note in result.reading.notes} == {"table.span_capped"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("whole", [PAGE, render.text(FORM, FIGURES), render.one_per_line(FORM, FIGURES)])
def test_a_file_cut_off_anywhere_is_right_as_far_as_it_goes(whole: str, encoding: str) -> None:
    data = whole.replace("utf-8", encoding).encode(encoding)
    for end in range(len(data) // 3, len(data), 61):
        try:
            result = read(data[:end], "", "")
        except UnreadableFileError:
            continue
        for address in result.reading.having(Confidence.READ):
            assert result.report.tables[address] == FIGURES[address], (end, address)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "99"><!ENTITY b "&a;&a;&a;">]>' + PAGE.replace(">3</td>", ">&b;</td>")
    result = read(bomb.encode(), "", "")
    assert all(value in (None, FIGURES[address]) for address, value in result.report.tables.items())


CONFINED = """
import resource
from services.ingest.reading import UnreadableFileError, read
resource.setrlimit(resource.RLIMIT_AS, (1200 * 2**20, 1200 * 2**20))
for data in ("<p>1" * 1_250_000, "|" * 5_000_000, "1 " * 2_500_000, "<table>" + "<tr><td>1" * 550_000):
    try:
        read(data.encode(), "", "")
    except UnreadableFileError as refused:
        print(refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits on Windows")
def test_memory_stays_bounded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4
