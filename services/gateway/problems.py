"""The shape of every answer that is not a success: problem details (RFC 9457) in both languages, with the way on."""

from collections.abc import Mapping, Sequence

import msgspec

from shared.report.text import Text

MEDIA_TYPE = "application/problem+json"
CATALOGUE_PATH = "/v1/filing/problems"


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One particular: the field or column it is about, its own code, the sentence about it, and in a file the row."""

    at: str
    code: str
    messages: Text
    row: int | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an answer; `title`, `detail` are Chinese, `titles`, `messages` and `way_on` have both languages."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    titles: Text
    messages: Text
    way_on: Text
    errors: tuple[Fault, ...] = ()


class Kind(msgspec.Struct, frozen=True):
    """A problem before it has met a request; `detail` may have placeholders."""

    code: str
    status: int
    title: Text
    detail: Text
    way_on: Text

    def fault(self, at: str = "", **values: object) -> Fault:
        """This kind as one particular of an answer."""
        return Fault(at=at, code=self.code, messages=self.detail.format(**values))


class ProblemError(Exception):
    """The request cannot be done: what kind of problem it is, the particulars, and headers the answer needs."""

    def __init__(self, kind: Kind, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None) -> None:
        self.kind = kind
        self.faults = tuple(faults) or (kind.fault(),)
        self.headers = dict(headers or {})
        super().__init__(f"{kind.code}: {self.faults[0].messages.en}")

    def answer(self, instance: str) -> Problem:
        """The body for a request to the path `instance`; the first particular gives the detail."""
        messages = self.faults[0].messages
        return Problem(
            type=f"{CATALOGUE_PATH}#{self.kind.code}",
            title=self.kind.title.zh,
            status=self.kind.status,
            detail=messages.zh,
            instance=instance,
            code=self.kind.code,
            titles=self.kind.title,
            messages=messages,
            way_on=self.kind.way_on,
            errors=tuple(fault for fault in self.faults if fault.at or fault.row is not None),
        )
