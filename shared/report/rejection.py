"""Why a file could not be read as a report."""

import msgspec

from shared.report.text import Text


class Reason(msgspec.Struct, frozen=True):
    """A stable code (`file.empty`), the place it is about, and what the agency should know and do."""

    code: str
    at: str
    message: Text
