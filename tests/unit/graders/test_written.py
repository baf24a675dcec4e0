"""A written answer is only read for whether a person will be able to read it."""

import pytest

from graders.proof import Finding, Trials, prove
from graders.report import Verdict
from graders.student_view import student_view
from graders.written import report_written, unreadable
from tests.unit.graders.written import PDF, written
from worker.sandbox.bare import BareSandbox

PROBLEM = written().problem


def told(**files: bytes) -> list[str]:
    return list(unreadable(PROBLEM, files))


def test_an_answer_that_can_be_read_is_told_nothing():
    assert told(**{"proofs.pdf": PDF}) == []
    assert told(**{"hw6.pdf": PDF, "notes.txt": b"x"}) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0", "`proofs.pdf` is no PDF but an old Office document: export"),
        (b"PK\x03\x04", "is no PDF but a zip archive"),
        (b"\x89PNG", "is no PDF but a PNG picture"),
        (b"", "is no PDF but an empty file"),
        (b"<html>%PDF-1.4", "is no PDF but a web page"),
        (PDF[:40], "breaks off before its end"),
        (PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "is encrypted"),
    ],
)
def test_what_nobody_can_read_is_told_with_how_to_mend_it(data: bytes, said: str):
    [sentence] = told(**{"proofs.pdf": data})
    assert said in sentence


def test_an_absent_answer_is_told_by_its_name():
    assert told(**{"other.pdf": PDF}) == [
        "`proofs.pdf` is not in the handin: put your answer into a PDF of that name and hand in again."
    ]


def test_a_report_waits_and_holds_the_rubrics_points():
    report = report_written(PROBLEM, "0" * 64, {})
    assert report.verdict is Verdict.WAITING
    assert (report.points, report.earned, report.checks) == (7, 0, ())
    assert len(report.notes) == 1


def test_its_student_sees_the_whole_of_a_report_that_waits():
    report = report_written(PROBLEM, "0" * 64, {})
    assert student_view(report, deadline_passed=False) == report


def findings(**files: bytes | None) -> dict[str, Finding]:
    bundle = written(**files)
    proof = prove(Trials(bundle, BareSandbox({})), [1, 2], lambda *told: None)
    assert proof.passed is all(finding.passed for finding in proof.findings)
    return {finding.name: finding for finding in proof.findings}


def test_a_proof_shows_the_rubric_the_model_answer_and_the_samples():
    found = findings()
    assert list(found) == ["rubric", "reference", "samples.full-marks", "samples.word", "samples.nothing"]
    assert all(finding.passed for finding in found.values())
    assert found["rubric"].sentence == "4 density + 3 positive = 7 points."


def test_a_sample_that_is_told_something_else_is_not_proved():
    found = findings(**{"samples/word/proofs.pdf": PDF})
    assert not found["samples.word"].passed
    assert "samples.word can be read, and not 'an old Office document'" in found["samples.word"].sentence
    found = findings(**{"samples/full-marks/proofs.pdf": b"Let x be."})
    assert "samples.full-marks is told: `proofs.pdf` is no PDF" in found["samples.full-marks"].sentence
