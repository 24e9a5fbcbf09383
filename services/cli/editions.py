"""`gouji editions`: the statutory forms, every row, column and sum, from their data files."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from services.cli.exits import Exit, UsageError
from shared.report.edition import Edition
from shared.report.edition import editions as known
from shared.report.text import Text


def editions(edition_id: str | None = None, /, *, format: Literal["text", "json"] = "text") -> int:  # noqa: A002 - the option's name
    """报告格式。 Show the editions of the form, or one of them.

    Parameters
    ----------
    edition_id
        版次，如 2021。 The edition's id.
    format
        输出格式。 Text for people, JSON for programs.
    """
    if edition_id is not None and edition_id not in known():
        raise UsageError(Text(f"没有 {edition_id} 版格式。", f"There is no edition {edition_id}."))
    chosen = [edition for edition in known().values() if edition_id in {None, edition.id}]
    if format == "json":
        body = [{**msgspec.to_builtins(edition), "cells": edition.cells()} for edition in chosen]
        print(msgspec.json.encode({"schema": 1, "editions": body}).decode())
    else:
        print("\n\n".join("\n".join(_told(edition)) for edition in chosen))
    return Exit.CLEAN


def _told(edition: Edition) -> Iterator[str]:
    yield edition.title.zh
    yield edition.title.en
    cells, sums = len(edition.cells()), len(edition.equations())
    yield f"{edition.notice}；自 {edition.first_year} 年度起 from report year {edition.first_year}"
    yield f"{cells} 格 cells，{sums} 个勾稽等式 sums"
    for part in edition.parts:
        yield f"\n{part.number}. {part.zh}  {part.en}"
        for table in edition.tables:
            if table.key == part.table:
                yield from (
                    f"   {cell.address}  {cell.label.zh}  {cell.label.en}"
                    for cell in edition.cells()
                    if cell.table == table.key
                )
    yield "\n勾稽关系 Sums"
    for identity in edition.identities:
        line = {"column": "逐列 in every column", "row": "逐行 in every row"}.get(identity.every, identity.every)
        yield f"   {identity.zh}  {identity.en}  〔{line}〕"
        yield f"      {' + '.join(identity.left)} = {' + '.join(identity.right)}"
