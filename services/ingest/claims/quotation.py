"""The words of the report around a claim, as printed: the sentence, or of a long one the clauses around the number."""

from services.ingest.claims.words import Words

LONGEST = 120
_BEFORE = 70
_BREAKS = "，,；;：:（("


def quotation(words: Words, index: int) -> str:
    """The printed sentence around a token, at most `LONGEST` characters, cut at clauses where it must be."""
    printed = words.printed
    text = printed.strip()
    if len(text) <= LONGEST:
        return text
    token = words.tokens[index]
    start, end = words.places[token.start], words.places[token.end - 1] + 1
    earliest = max(start - _BEFORE, 0)
    if earliest:
        cut = min(
            (place for mark in _BREAKS if (place := printed.find(mark, earliest, start)) >= 0), default=earliest - 1
        )
        earliest = cut + 1
    latest = min(earliest + LONGEST, len(printed))
    if latest < len(printed):
        latest = max(*(printed.rfind(mark, end, latest) for mark in _BREAKS), min(end, latest))
    return printed[earliest:latest].strip() or text[:LONGEST]
