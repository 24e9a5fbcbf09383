"""The bundled samples: the manifest says what they are, and judging them offline finds exactly that."""

from pathlib import Path

import pytest

from services.cli.checking import Checked, check_all
from services.cli.sample_filings import REGISTER, Sample, sample_register, samples
from services.gateway.register import parse_register
from services.ingest.reading import ReadReport, UnreadableFileError
from services.ingest.reading import read as read_bytes
from shared.report.verdict import Severity

AGENCIES = {agency.code: agency for agency in parse_register(sample_register())}


def read(sample: Sample) -> ReadReport | UnreadableFileError:
    try:
        return read_bytes(sample.data, sample.file, "")
    except UnreadableFileError as refused:
        return refused


def check(sample: Sample) -> Checked:
    found = read(sample)
    assert isinstance(found, ReadReport)
    earlier = [other for other in samples() if (other.agency, other.year) == (sample.agency, sample.year - 1)]
    priors = [prior for prior in map(read, earlier) if isinstance(prior, ReadReport)]
    (checked,) = check_all({sample.file: found}, [AGENCIES[sample.agency]], priors[0] if priors else None)
    return checked


def named(sample: Sample) -> str:
    return sample.file


GRADED = [sample for sample in samples() if sample.outcome == "graded"]


def test_the_manifest_names_every_file(sample_folder: Path) -> None:
    files = {file.name for file in sample_folder.iterdir()} - {REGISTER, "manifest.toml"}
    assert {sample.file for sample in samples()} == files
    assert len(files) >= 12


def test_every_agency_is_in_the_register_and_files() -> None:
    assert {sample.agency for sample in samples()} == set(AGENCIES)


def test_earlier_years_are_filed_first() -> None:
    assert [sample.year for sample in samples()] == sorted(sample.year for sample in samples())


@pytest.mark.parametrize("sample", GRADED, ids=named)
def test_a_sample_is_by_its_agency_about_its_year(sample: Sample) -> None:
    report = check(sample).read.report
    assert report.agency == AGENCIES[sample.agency].name
    assert report.year == sample.year
    assert report.published_on in {sample.published_on, None}


@pytest.mark.parametrize("sample", GRADED, ids=named)
def test_a_sample_fails_exactly_what_the_manifest_says(sample: Sample) -> None:
    assert {verdict.rule for verdict in check(sample).failing(Severity.ERROR)} == set(sample.fails)


@pytest.mark.parametrize("sample", GRADED, ids=named)
def test_every_cell_of_a_sample_is_read(sample: Sample) -> None:
    found = check(sample).read
    printed = {section.number for section in found.report.sections}
    left_out = {part.table for part in found.report.form.parts if part.number not in printed}
    assert {note.at for note in found.reading.notes} == left_out - {None}
    unread = {cell.table for cell in found.report.cells() if found.reading.confidence(cell.address) != "read"}
    assert unread == left_out - {None}


@pytest.mark.parametrize("sample", [each for each in samples() if each.outcome == "rejected"], ids=named)
def test_a_rejected_sample_has_a_reason(sample: Sample) -> None:
    found = read(sample)
    assert isinstance(found, UnreadableFileError)
    assert found.reasons
