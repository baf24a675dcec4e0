"""The parts of a submission's page that change while it is graded, as server-sent events of HTML.

The name of an event is the name of the part that it replaces. Problems are replaced one by one, as they
are decided, so that nothing folds up under a reader's eyes.
"""

from collections.abc import AsyncIterator
from typing import Any

from fastapi.sse import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.db.models import EventKind
from api.errors import NotFound
from api.events.watch import House, Watch, follow
from api.pages.site import fragment
from api.pages.views.check import Standing
from api.pages.views.submission import SubmissionView, Waiting
from api.submissions import repository
from api.submissions.views import Viewer

Part = tuple[str, str]


class Live:
    """Turns news of a submission into new parts of its page."""

    def __init__(self, house: House, submission_id: str, viewer: Viewer, watch: Watch) -> None:
        self._database = house.database
        self._queue = house.queue
        self._places = house.places
        self._id = submission_id
        self._viewer = viewer
        self._watch = watch

    async def parts(self) -> AsyncIterator[ServerSentEvent]:
        """Send new parts until the submission is settled."""
        async for news in follow(self._watch):
            made = await run_in_threadpool(self._made_of, EventKind(str(news.event)), news.data)
            for name, html in made:
                # Only the last part carries the number: a browser that lost the others asks for all again.
                yield ServerSentEvent(
                    event=name, raw_data=html, id=news.id if (name, html) == made[-1] else None
                )

    def _made_of(self, kind: EventKind, told: dict[str, Any]) -> list[Part]:
        if kind is EventKind.PROGRESS:
            return [running(told["done"] + 1, told["total"])]
        view = self._view()
        if kind is EventKind.STATE:
            return [*unsettled(view), standing(view), spoken(view)]
        if kind is EventKind.REPORT:
            return [score(view), problem(view, told["problem"])]
        return [score(view), standing(view), spoken(view), ("finished", "finished")]

    def _view(self) -> SubmissionView:
        with self._database.reading() as session:
            row = repository.submission(session, self._id)
            if row is None:
                raise NotFound("You have no such submission.")
            waiting = Waiting(self._places.of(session, self._id, self._queue.served))
            viewer = self._viewer.still(row.assignment)
            return SubmissionView.of(row, viewer, waiting, repository.previous(session, row))


def running(check: int, checks: int) -> Part:
    """Say which check runs."""
    word = Waiting(check=check, checks=checks).sentence(Standing.RUNNING)
    return "standing", fragment(
        "submission/standing.html", standing=Standing.RUNNING, word=word, undecided=[]
    )


def standing(view: SubmissionView) -> Part:
    """Say where the submission stands."""
    told = {"standing": view.standing, "word": view.word, "undecided": view.undecided}
    return "standing", fragment("submission/standing.html", **told)


def spoken(view: SubmissionView) -> Part:
    """Say it for those who listen: only what is news, not every check."""
    return "spoken", fragment("submission/spoken.html", submission=view)


def score(view: SubmissionView) -> Part:
    """Add up the score so far."""
    return "score", fragment("submission/score.html", submission=view)


def problem(view: SubmissionView, slug: str) -> Part:
    """Show a problem with its checks."""
    shown = next(each for each in view.problems if each.slug == slug)
    html = fragment("submission/problem.html", problem=shown, first_failed=view.first_failed)
    return f"problem-{slug}", html


def unsettled(view: SubmissionView) -> list[Part]:
    """Show the problems that wait or run."""
    return [problem(view, each.slug) for each in view.problems if not each.settled]
