"""A regrade as staff see it."""

from dataclasses import asdict

from api.anonymity.naming import Names
from api.assignments.place import Place
from api.db.models import Regrade, RegradeState
from api.regrades.changes import Change, Tally
from api.regrades.schemas import ChangeView, RegradeLinks, RegradeView


def view_of(place: Place, regrade: Regrade, known: Tally) -> RegradeView:
    """A regrade, and what is known of it so far."""
    here = address_of(place, regrade)
    return RegradeView(
        id=regrade.id,
        problem=regrade.bundle_version.problem.slug,
        version=regrade.bundle_version.number,
        which=regrade.which,
        state=regrade.state,
        sentence=sentence_of(regrade, known),
        **asdict(known),
        by=regrade.created_by.email,
        created_at=regrade.created_at,
        ended_at=regrade.ended_at,
        links=RegradeLinks(self=here, changes=f"{here}/changes"),
    )


def change_view(change: Change, names: Names) -> ChangeView:
    """A line of the list of changes."""
    told = asdict(change)
    told["student"] = names.call(told.pop("student_id"), change.student)
    return ChangeView(**told, by=change.after - (change.before or 0.0))


def address_of(place: Place, regrade: Regrade) -> str:
    """Where a regrade is found."""
    return f"/api/v1/courses/{place.course}/assignments/{place.assignment}/regrades/{regrade.id}"


def sentence_of(regrade: Regrade, known: Tally) -> str:
    """How it stands, and what to do next."""
    if regrade.state is RegradeState.CANCELLED:
        return "It was cancelled; it changed nothing."
    if regrade.state is RegradeState.LIVE:
        return _joined(_changes(regrade, known, "changed"), _decided(known))
    told = _changes(regrade, known, "would change")
    if known.faults:
        failed = f"We failed at {known.faults} of {known.total} handins: have them tried again."
        return _joined(failed, told, _decided(known))
    if known.done < known.total:
        so_far = f"{known.done} of {known.total} handins are graded, behind students' own. So far:"
        return _joined(so_far, told, _decided(known))
    return _joined(told, _decided(known), "Confirm the regrade to let that count." if known.changes else "")


def _changes(regrade: Regrade, known: Tally, verb: str) -> str:
    noun = "proposal" if regrade.bundle_version.by_hand else "score"
    if not known.changes:
        return f"No {noun} {verb}."
    counted = f"{known.changes} {noun}{'s' if known.changes > 1 else ''} {verb}"
    parts = [(known.up, "up"), (known.down, "down"), (known.fresh, "where we had failed")]
    return f"{counted}: {', '.join(f'{count} {what}' for count, what in parts if count)}."


def _decided(known: Tally) -> str:
    if known.decided > 1:
        return f"{known.decided} were decided by hand and stay."
    return "1 was decided by hand and stays." if known.decided else ""


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
