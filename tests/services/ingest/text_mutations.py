"""Damage as text dumps suffer it: pieces, separators, lines and breaks lost, added or moved."""

import re
from collections.abc import Callable
from random import Random  # noqa: TID251 - seeded by the test, so that damage repeats

Mutation = Callable[[str, Random], str]


def _line(text: str, chance: Random) -> tuple[list[str], int]:
    lines = text.split("\n")
    return lines, chance.choice([place for place, line in enumerate(lines) if re.search(r"\d", line)])


def lose_piece(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    pieces = lines[place].split("|")
    pieces.pop(chance.randrange(len(pieces)))
    lines[place] = "|".join(pieces)
    return "\n".join(lines)


def add_blank_piece(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    pieces = lines[place].split("|")
    pieces.insert(chance.randrange(len(pieces) + 1), " ")
    lines[place] = "|".join(pieces)
    return "\n".join(lines)


def add_number_piece(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    pieces = lines[place].split("|")
    pieces.insert(chance.randrange(1, len(pieces) + 1), f" {chance.randint(0, 99)} ")
    lines[place] = "|".join(pieces)
    return "\n".join(lines)


def fuse_pieces(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    lines[place] = re.sub(r"(\d) \| (?=\d)", r"\1", lines[place], count=chance.randint(1, 9))
    return "\n".join(lines)


def split_number(text: str, chance: Random) -> str:
    return re.sub(r"(\d)(\d+) \|", r"\1 | \2 |", text, count=chance.randint(1, 2))


def space_number(text: str, chance: Random) -> str:
    return re.sub(r"(\d)(\d+) \|", r"\1 \2 |", text, count=chance.randint(1, 5))


def break_line(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    cut = chance.randrange(len(lines[place]) + 1)
    lines[place : place + 1] = [lines[place][:cut], lines[place][cut:]]
    return "\n".join(lines)


def join_lines(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    lines[place : place + 2] = [chance.choice(["", " ", "|"]).join(lines[place : place + 2])]
    return "\n".join(lines)


def lose_line(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    del lines[place]
    return "\n".join(lines)


def double_line(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    lines.insert(place, lines[place])
    return "\n".join(lines)


def swap_lines(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    other = min(place + 1, len(lines) - 1)
    lines[place], lines[other] = lines[other], lines[place]
    return "\n".join(lines)


def strip_ends(text: str, chance: Random) -> str:
    del chance
    return "\n".join(line.rstrip(" |\t") for line in text.split("\n"))


def page_number(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    lines.insert(place, chance.choice(["3", "- 3 -", "第3页", "3 | "]))
    return "\n".join(lines)


def remark(text: str, chance: Random) -> str:
    lines, place = _line(text, chance)
    lines[place] = re.sub(r"(\d+)(?= \|)", r"\1（含续办2件）", lines[place], count=1)
    return "\n".join(lines)


def frame(text: str, chance: Random) -> str:
    del chance
    return "\n".join(f"|{line}|" if "|" in line else line for line in text.split("\n"))


def cut(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text) // 2, len(text))]


MUTATIONS: tuple[Mutation, ...] = (
    lose_piece,
    add_blank_piece,
    add_number_piece,
    fuse_pieces,
    split_number,
    space_number,
    break_line,
    join_lines,
    lose_line,
    double_line,
    swap_lines,
    strip_ends,
    page_number,
    remark,
    frame,
    cut,
)
