"""What people transcribed from published reports, by the addresses of the form's cells."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from services.ingest.reading import read
from shared.report.edition import edition

REQUEST_ROWS = {
    "new": "received",
    "carried_in": "brought_forward",
    "granted": "granted",
    "partial": "partly_granted",
    "total": "closed",
    "carried_out": "carried_forward",
}
NUMBERED = {
    "denied": "state_secret prohibited_by_law security_stability third_party_rights internal_affairs "
    "process_information enforcement_files administrative_query",
    "unable": "not_held needs_creation unclear",
    "rejected": "petition repeat publication excessive confirmation",
    "other": "no_correction fee_unpaid misc",
}
CANONICAL = {"denied": "denied", "unable": "unavailable", "rejected": "declined", "other": "other"}
PROACTIVE = {
    "regulations": "government_rules",
    "normative": "normative_documents",
    "licensing": "licensing",
    "other_services": "other_services",
    "punishment": "penalties",
    "coercion": "compulsory_measures",
    "fees": "fees",
    "procurement": "procurement",
}
ROUTES = {
    "review": "reconsideration",
    "litigation_direct": "direct_suit",
    "litigation_post_review": "suit_after_reconsideration",
}

Figure = int | Decimal | None
Truth = Mapping[str, Figure]


def transcription(path: Path) -> Truth:
    """The figures as printed; cells nobody could transcribe (fused digits) are left out.

    The file is a transcription by the rows of the printed tables, or a report in the house's own JSON.
    """
    data = msgspec.json.decode(path.read_bytes())
    if "table3" in data:
        return dict(_by_rows(data))
    return dict(read(path.read_bytes(), path.name, "application/json").report.tables)


def _by_rows(data: dict[str, Any]) -> dict[str, Figure]:
    rows = {f"proactive.{PROACTIVE[key]}": row for key, row in data["table2"].items() if key in PROACTIVE}
    rows |= {f"requests.{canonical_row(key)}": row for key, row in data["table3"].items()}
    rows |= {f"reviews.{ROUTES[key]}": row for key, row in data["table4"].items()}
    rows["requests.other_combined"] = data.get("other_merged")
    cells: dict[str, Figure] = {}
    for table in edition(data["table2"]["format"]).tables:
        for block in table.blocks:
            for row in block.rows:
                printed = rows.get(f"{table.key}.{row.key}")
                values = [printed] if isinstance(printed, int | float) else printed
                if isinstance(values, list):
                    for column, value in zip(block.columns, values, strict=True):
                        address = f"{table.key}.{row.key}" + (f".{column.key}" if column.key else "")
                        cells[address] = _figure(value)
    return cells


def _figure(printed: float | str | None) -> Figure:
    """The figure a transcription writes; an amount in yuan becomes one in the form's unit."""
    if isinstance(printed, str):
        return Decimal(printed.removesuffix("元")) / 10_000
    return Decimal(str(printed)) if isinstance(printed, float) else printed


def canonical_row(key: str) -> str:
    """The form's name of a row that a transcription names by its number."""
    if key in REQUEST_ROWS:
        return REQUEST_ROWS[key]
    family, number = key.split("_")
    return f"{CANONICAL[family]}_{NUMBERED[family].split()[int(number) - 1]}"
