"""Fields in the text: what was asked for is skipped, the result it gave is read."""

import re

_SIGNS = re.compile("[\x13\x14\x15]")
_BEGIN, _SEPARATOR = "\x13", "\x14"


def instructions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches that fields' instructions cover, in order and apart.

    A field without an end hides nothing: what follows a sign lost in damage must not vanish.
    """
    closed: list[tuple[int, int]] = []
    open_fields: list[list[int]] = []
    for sign in _SIGNS.finditer(text, start, end):
        if sign[0] == _BEGIN:
            open_fields.append([sign.start(), -1])
        elif not open_fields:
            continue
        elif sign[0] == _SEPARATOR:
            if open_fields[-1][1] < 0:
                open_fields[-1][1] = sign.start()
        else:
            begin, separator = open_fields.pop()
            closed.append((begin, separator if separator >= 0 else sign.start()))
    apart: list[tuple[int, int]] = []
    for begin, last in sorted(closed):
        if apart and begin <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], last + 1)
        else:
            apart.append((begin, last + 1))
    return apart
