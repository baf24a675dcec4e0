"""Every sample earns exactly the score that problem.toml gives it, and every loss has a reason."""

from math import isclose

from graders.problem import Sample
from graders.proof.ends import lost_checks, said
from graders.proof.proof import Finding
from graders.report import Report


def about_sample(sample: Sample, report: Report) -> Finding:
    """A report of the sample, handed in as if it were a student's."""
    name, lost = f"samples.{sample.name}", lost_checks(report)
    numbers = {"earned": report.earned, "earns": sample.earns}
    for check in lost:
        if not (check.explanation and check.explanation.sentence):
            sentence = f"{name} loses {check.name} without a word of why: mend the judge, or tell us of it."
            return Finding(name, False, sentence, numbers)
    if isclose(report.earned, sample.earns, abs_tol=1e-9):  # thirds of points do not add up exactly
        return Finding(name, True, f"earns {sample.earns:g} of {report.points:g} points.", numbers)
    losses = f"; it loses {', '.join(check.name for check in lost)}" if lost else ""
    first = f". {lost[0].name} is told: {said(lost[0])}" if lost else "."
    sentence = (
        f"{name} earns {report.earned:g} points where problem.toml says earns = {sample.earns:g}{losses}"
        f"{first} Mend the sample's files, its `earns`, or the check."
    )
    return Finding(name, False, sentence, numbers)
