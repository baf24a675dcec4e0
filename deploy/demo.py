"""`make demo`: courses made up for a look around.

Serves, enrols a student for every sample of an assignment, has each hand in a real archive over HTTP, shows
how the gradings go, and prints what everyone earned and why they lost points. Behind whoever looks at that, a
course of a hundred students comes to life (`deploy/living`). Passwords and tokens are drawn anew each time;
the data live in a temporary folder and end with the demo.
"""

import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.live import Live

from api.auth import service as auth
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import Role
from api.secret import secret_of
from deploy import courses
from deploy.catalogue import find_assignment
from deploy.demo_class import coming_alive
from deploy.demo_students import Student, packed
from deploy.demo_table import hints, score_table
from deploy.embedded import Service, embedded, wait_for_end
from deploy.settings import EmbeddedSettings
from graders.assignment import Assignment

COURSE = "demo"
ASSIGNMENT = "hw1p1"
POLL_SECONDS = 0.2
MOST_SECONDS = 300.0
SHOWN = ("full-marks", "gradients-summed", "almost", "lying-arrays", "loops-for-ever")
"""Students worth looking at, whose sign-ins are printed."""


def run_demo(settings: EmbeddedSettings, out: Console, *, leave: bool) -> int:
    """Show it all. leave: end after the table instead of serving on. Returns the exit status: 0 when
    every sample earned what it must.
    """
    homework = find_assignment(ASSIGNMENT, settings)
    with TemporaryDirectory(prefix="allclose-demo-") as folder:
        settings = settings.model_copy(update={"data": Path(folder)})
        with embedded(settings) as service, service.answering():
            out.print(f"Allclose is at {service.address}", markup=False)
            students, instructor = set_up(service, homework)
            show_grading(students, homework, out)
            out.print()
            out.print(hints(students))
            wrong = [student for student in students if not student.as_expected]
            out.print(closing_words(students, wrong), markup=False)
            if not leave:
                serve_on(service, [instructor, *(s.sign_in for s in students if s.name in SHOWN)], out)
    return 1 if wrong else 0


def set_up(service: Service, homework: Assignment) -> tuple[list[Student], courses.SignIn]:
    """A course with the assignment, an instructor, and a student for every sample."""
    keys = Keys(secret_of(service.settings))
    kit = courses.starter_kit(homework, service.sandbox)
    with service.database.writing() as session:
        course = courses.course(session, COURSE, "Introduction to Deep Learning (demo)")
        due = utc_now() + timedelta(days=7)
        courses.offer(session, service.blobs, course, homework, kit, due)
        instructor = courses.enrol(session, keys, course, "instructor@example.edu", "Iris", Role.INSTRUCTOR)
        students = []
        for number, sample in enumerate(homework.samples):
            email = f"{sample.name}@example.edu"
            sign_in = courses.enrol(session, keys, course, email, sample.name, Role.STUDENT)
            token = auth.create_token(session, keys, courses.user(session, email), "demo")[1]
            name, archive = packed(homework.sample(sample.name), number)
            students.append(Student(service.address, sign_in, token, sample, name, archive))
    return students, instructor


def show_grading(students: list[Student], homework: Assignment, out: Console) -> None:
    """Hand everything in, and show the table fill until every grading is done."""
    began = time.monotonic()
    with Live(console=out, auto_refresh=False) as live:
        for student in students:
            student.hand_in(f"/api/v1/courses/{COURSE}/assignments/{homework.slug}/submissions")
            live.update(score_table(students, homework), refresh=True)
        while not all(student.done for student in students):
            if time.monotonic() - began > MOST_SECONDS:
                raise TimeoutError(f"The demo's handins were not graded within {MOST_SECONDS:g} seconds.")
            time.sleep(POLL_SECONDS)
            for student in students:
                student.look()
            live.update(score_table(students, homework), refresh=True)


def closing_words(students: list[Student], wrong: list[Student]) -> str:
    """Whether everyone earned what their sample says."""
    if not wrong:
        return f"\nAll {len(students)} handins earned exactly what they must."
    named = ", ".join(student.name for student in wrong)
    return f"\n{len(wrong)} of {len(students)} handins did not earn what they must: {named}."


def serve_on(service: Service, people: list[courses.SignIn], out: Console) -> None:
    """Leave the server running, and say who may look."""
    out.print(f"\nLook around at {service.address}, signed in as", markup=False)
    for person in people:
        out.print(f"  {person.email:28} password {person.password}", markup=False, highlight=False)
    out.print("Ctrl-C ends the demo.")
    with coming_alive(service, people[0].email, out):
        wait_for_end()
