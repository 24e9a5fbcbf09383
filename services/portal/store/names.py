"""Agencies by any part of their names, and organs by who stands below them, kept as the register changes."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Select, delete, func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.name_tables import branch, called, gram, gram_tally
from services.portal.store.tables import EVERYWHERE, agency
from shared.report.agency import Agency
from shared.storage.insert import add_up, insert_missing, upsert

BROAD = 5_000
"""In more names than these a search does not look one by one."""

_LETTER = 1 << 21
_CHUNK = 500


def folded(name: str) -> str:
    """A name as it is searched: full-width and half-width letters are the same, and so are large and small ones."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def grams(name: str) -> frozenset[int]:
    """Every two letters of a folded name that follow each other, and its last one alone, as numbers in their order."""
    return frozenset(_number(pair) for pair in _pairs(name))


def _pairs(name: str) -> Iterator[str]:
    yield from (name[start : start + 2] for start in range(len(name)))


def _number(letters: str) -> int:
    return ord(letters[0]) * _LETTER + (ord(letters[1]) if len(letters) > 1 else 0)


async def name_anew(connection: AsyncConnection, agencies: Sequence[Agency]) -> None:
    """Bring the names of these up to date."""
    for start in range(0, len(agencies), _CHUNK):
        names = {one.code: folded(one.name) for one in agencies[start : start + _CHUNK]}
        stood = await connection.execute(select(called).where(called.c.agency_code.in_(names)))
        former = {row.agency_code: row.folded for row in stood}
        renamed = [code for code, name in names.items() if former.get(code) != name]
        counts = Counter(one for code in renamed for one in grams(names[code]))
        counts.subtract(one for code in renamed for one in grams(former.get(code, "")))
        if gone := [code for code in renamed if code in former]:
            await connection.execute(delete(gram).where(gram.c.agency_code.in_(gone)))
        rows = sorted((one, code) for code in renamed for one in grams(names[code]))
        await insert_missing(connection, gram, [{"gram": one, "agency_code": code} for one, code in rows])
        more = [{"gram": one, "agencies": count} for one, count in sorted(counts.items()) if count]
        await add_up(connection, gram_tally, more, ("gram",))
        now = [{"agency_code": code, "folded": names[code]} for code in renamed]
        await upsert(connection, called, now, key=("agency_code",))


async def branch_anew(connection: AsyncConnection, codes: Collection[str]) -> None:
    """Note of each of these whether somebody stands below it, and below whom it stands itself."""
    listed = sorted(codes)
    below = agency.alias()
    inhabited = select(below.c.code).where(below.c.parent == agency.c.code).exists()
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        question = select(agency.c.parent, agency.c.code).where(agency.c.code.in_(chunk), inhabited)
        now = {(parent or EVERYWHERE, code) for parent, code in await connection.execute(question)}
        stood = await connection.execute(select(branch.c.parent, branch.c.code).where(branch.c.code.in_(chunk)))
        if now != {(parent, code) for parent, code in stood}:
            await connection.execute(delete(branch).where(branch.c.code.in_(chunk)))
            rows = [{"parent": parent, "code": code} for parent, code in sorted(now)]
            await insert_missing(connection, branch, rows)


async def rarest(connection: AsyncConnection, name: str) -> tuple[int, int, int]:
    """Where to look for a name: the first and last number of the letters in fewest names, and in how many names."""
    wanted = folded(name)
    if len(wanted) < 2:  # noqa: PLR2004 - two letters make a gram
        first = _number(wanted)
        here = select(func.sum(gram_tally.c.agencies)).where(gram_tally.c.gram.between(first, first + _LETTER - 1))
        return first, first + _LETTER - 1, int(await connection.scalar(here) or 0)
    pairs = {_number(wanted[start : start + 2]) for start in range(len(wanted) - 1)}
    question = select(gram_tally.c.gram, gram_tally.c.agencies).where(gram_tally.c.gram.in_(sorted(pairs)))
    counts = dict.fromkeys(pairs, 0) | {row.gram: row.agencies for row in await connection.execute(question)}
    fewest = min(pairs, key=lambda pair: (counts[pair], pair))
    return fewest, fewest, counts[fewest]


def of_that_name(name: str, first: int, last: int) -> Select[tuple[str]]:
    """The codes of the agencies that have the name, or have it for their code."""
    named = (
        select(gram.c.agency_code)
        .join(called, called.c.agency_code == gram.c.agency_code)
        .where(gram.c.gram.between(first, last), called.c.folded.contains(folded(name), autoescape=True))
    )
    found = union(named, select(agency.c.code).where(agency.c.code == name)).subquery()
    return select(found.c[0])
