"""Checked reports as one self-contained web page; the statutory tables are drawn as in the form, faults marked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from services.cli.checking import Checked, Rejected
from services.cli.gains import told_gain
from services.cli.grades import GRADES
from services.cli.rules import ASKS
from services.validate.catalogue import catalogue
from shared.layout.form_tables import form_tables
from shared.report.verdict import Severity


def page(results: Sequence[Checked | Rejected]) -> str:
    """The page; everything that came from a file is text in it, never markup."""
    environment = Environment(
        loader=PackageLoader("services.cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    files = [_rejected(each) if isinstance(each, Rejected) else _checked(each) for each in results]
    return environment.get_template("check.html.j2").render(files=files)


def _rejected(result: Rejected) -> dict[str, Any]:
    return {"file": result.file, "reasons": result.reasons}


def _checked(result: Checked) -> dict[str, Any]:
    report = result.read.report
    rules = {rule.id: rule for rule in catalogue()}
    findings = sorted(result.failing(*Severity), key=lambda verdict: list(Severity).index(verdict.severity))
    return {
        "file": result.file,
        "report": report,
        "scorecard": result.scorecard,
        "grade": GRADES[result.scorecard.grade],
        "findings": [
            {
                "verdict": verdict,
                "rule": rules[verdict.rule],
                "asks": ASKS[verdict.severity],
                "gain": told_gain(verdict, result.scorecard),
            }
            for verdict in findings
        ],
        "diagnoses": result.diagnoses,
        "tables": form_tables(report.form, report.merged_rows),
        "cells": _cells(result),
        "notes": result.read.reading.notes,
    }


def _cells(result: Checked) -> dict[str, dict[str, str]]:
    """What stands in each cell, the class it is drawn with, and what is said about it."""
    breaches = {
        breach.at: breach.message
        for verdict in result.failing(Severity.ERROR, Severity.WARNING)
        for breach in verdict.breaches
    }
    reading = result.read.reading
    cells: dict[str, dict[str, str]] = {}
    for cell in result.read.report.cells():
        value = result.read.report.tables.get(cell.address)
        confidence = reading.confidence(cell.address)
        doubt = "" if confidence.is_sound else confidence.value
        told = breaches.get(cell.address)
        cells[cell.address] = {
            "text": _printed(value),
            "mark": "breach" if told else doubt,
            "hint": f"{cell.label.zh}{'：' + told.zh + ' ' + told.en if told else ''}",
        }
    return cells


def _printed(value: int | Decimal | None) -> str:
    return "" if value is None else str(value)
