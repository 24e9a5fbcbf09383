"""The numbers that lists put before their items, counted as office programs count them."""

from services.ingest.markup import whole
from services.ingest.open_document.styles import ListLevel, Styles
from services.ingest.wordprocessing.numbering import written

_MAX_COUNT = 9_999


class Numbers:
    """Counters of all lists, by list style."""

    def __init__(self, styles: Styles) -> None:
        self._lists = styles.lists
        self._counts: dict[str, dict[int, int]] = {}

    def restart(self, name: str) -> None:
        """A new list of that style begins."""
        self._counts.pop(name, None)

    def next(self, name: str, depth: int, start: str | None = None) -> str:
        """The number of the next item at a depth counted from one, as printed; nothing before a bullet."""
        levels = self._lists.get(name, {})
        level = levels.get(depth, ListLevel())
        counts = self._counts.setdefault(name, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        if start is not None:
            counts[depth] = whole(start, 1)
        counts[depth] = min(max(counts[depth], 0), _MAX_COUNT)
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if not level.writing:
            return ""
        shown = range(max(depth - level.shown + 1, 1), depth + 1)
        numbers = [
            written(counts.get(at, levels.get(at, ListLevel()).start), levels.get(at, ListLevel()).writing or "decimal")
            for at in shown
        ]
        return level.prefix + ".".join(numbers) + level.suffix
