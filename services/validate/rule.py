"""What a rule is: complete, or it does not load."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.validate.filing import Filing
from shared.report.annual_report import Period
from shared.report.text import Text
from shared.report.verdict import Severity

Evidence = int | Decimal | str | date | Period | None


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the duty stands: the source, the place in it, and its wording (Chinese verbatim, English unofficial)."""

    source: Text
    article: Text
    wording: Text

    @property
    def sentence(self) -> Text:
        """Source, place and wording as one sentence."""
        return Text(
            zh=f"{self.source.zh}{self.article.zh}：「{self.wording.zh}」",
            en=f"{self.source.en}, {self.article.en}: “{self.wording.en}”",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a rule saw at one place. `words` fill the message beside `{at}`, `{expected}` and `{actual}`.

    `severity` is given where the duty binds this agency less strictly than the rule says.
    """

    expected: Evidence
    actual: Evidence
    holds: bool
    words: Mapping[str, Text] = field(default_factory=dict)
    severity: Severity | None = None


SOUND = Judgement(expected=None, actual=None, holds=True)
"""A place at which there is nothing to say: evidence is told of breaches only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, told in full: what it claims, on what basis, what a breach says, how to repair it.

    `places` names where this rule looks in a filing (cell addresses, `part.3`, `period`); no place means that it does
    not apply. `check` judges one of them and may let an UnreadableCellError pass: then that place, and only that one,
    is undecided. `revision` goes up when the meaning changes; ids are never used again. `editions` None means all.
    """

    id: str
    revision: int
    title: Text
    basis: tuple[Basis, ...]
    severity: Severity
    message: Text
    fix: Text
    places: Callable[[Filing], Iterable[str]]
    check: Callable[[Filing, str], Judgement]
    editions: tuple[str, ...] | None = None

    def covers(self, edition_id: str) -> bool:
        """Whether the rule speaks about this edition of the form."""
        return self.editions is None or edition_id in self.editions
