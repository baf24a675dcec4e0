"""`allclose offer`: an assignment's folder into a course of this machine's server, running or not."""

from datetime import UTC, datetime

from api.blobs.open import open_blobs
from api.db.migrate import upgrade
from api.db.session import Database
from deploy import courses
from deploy.boxes import open_boxes
from deploy.catalogue import find_assignment
from deploy.settings import EmbeddedSettings
from graders.assignment import Assignment
from worker.runtimes import installed_runtimes


def offer_from_folder(
    settings: EmbeddedSettings, name: str, course: str, title: str, due: datetime | None
) -> Assignment:
    """Make or renew the assignment in the course. due: in UTC, None for no date. Raises Unknown."""
    homework = find_assignment(name, settings)
    blobs = open_blobs(settings)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    try:
        with open_boxes(settings, installed_runtimes(settings.home)) as sandbox:
            kit = courses.starter_kit(homework, sandbox)
        with database.writing() as session:
            place = courses.course(session, course, title)
            day = due.replace(tzinfo=UTC) if due else None
            courses.offer(session, blobs, place, homework, kit, day)
    finally:
        database.close()
    return homework
