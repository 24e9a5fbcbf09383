"""A second parser with its own plain span expansion sees the same grids as the reader, on damaged pages too."""

import re
from random import Random  # noqa: TID251 - seeded by hypothesis, so that damage repeats

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from services.ingest.document import Grid
from services.ingest.readers import html
from services.ingest.sniff import sniff
from tests.services.ingest import mutations, page_shapes, render
from tests.services.ingest.forms import Filled, filled

Slots = dict[tuple[int, int], str]

CHANGES = [page_shapes.pasted_from_word, page_shapes.placeholders_at_some_ends, lambda page: page]


def seen_by_the_reader(page: str) -> list[Slots]:
    document = html.read(sniff(page.encode(), "text/html"))
    return [
        {
            (row, column): _squeezed(cell.text)
            for row, line in enumerate(grid.rows)
            for cell in line
            for column in range(cell.column, cell.end)
        }
        for grid in document.blocks
        if isinstance(grid, Grid)
    ]


def seen_by_the_oracle(page: str) -> list[Slots]:
    """Tables that hold no other table, slot by slot: a cell goes to the first free slot; no span leaves its group."""
    tables = LexborHTMLParser(page).css("table")
    return [_slots(table) for table in tables if sum(node.tag == "table" for node in table.traverse()) == 1]


def _slots(table: LexborNode) -> Slots:
    slots: Slots = {}
    number = 0
    for group in (child for child in table.iter() if child.tag in {"thead", "tbody", "tfoot"}):
        rows = [row for row in group.iter() if row.tag == "tr" and not _hidden(row)]
        for place, row in enumerate(rows):
            column = 0
            for cell in (child for child in row.iter() if child.tag in {"td", "th"}):
                while (number, column) in slots:
                    column += 1
                left = len(rows) - place
                for down in range(min(_span(cell, "rowspan", left), left)):
                    for right in range(_span(cell, "colspan", 1)):
                        slots.setdefault((number + down, column + right), _squeezed(_text(cell)))
            number += 1
    return slots


def _text(cell: LexborNode) -> str:
    return (cell.text() or "").replace("\u200b", "")


def _hidden(row: LexborNode) -> bool:
    return "display" in (row.attributes.get("style") or "")


def _span(cell: LexborNode, name: str, zero: int) -> int:
    match = re.match(r"\s*(\d+)", cell.attributes.get(name) or "")
    return (int(match[1]) or zero) if match else 1


def _squeezed(text: str) -> str:
    return "".join(text.replace("^", "").split())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    filled(),
    st.sampled_from(CHANGES),
    st.lists(st.sampled_from(mutations.MUTATIONS), max_size=3),
    st.integers(0, 2**32),
)
def test_two_parsers_see_the_same_grids(
    case: Filled, change: page_shapes.Change, damages: list[mutations.Mutation], seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - damage, not secrets
    page = render.html(case.form, case.figures, case.merged)
    for damage in damages:
        page = damage(page, chance)
    page = change(page)
    assert seen_by_the_reader(page) == seen_by_the_oracle(page)
