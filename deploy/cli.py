"""The command line: `allclose`. Every refusal is a sentence and exit status 1, never a traceback.

Commands that need the server, the database or Docker import them themselves: the others start in a third of
the time.
"""

import gc
import logging
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from deploy.backup.commands import commands as backup_commands
from deploy.catalogue import Task, find_problem, find_task
from deploy.cli_of_service import app as of_service
from deploy.console import err, out, refuse, settings_with, uses_database
from deploy.errors import Refusal
from deploy.local import grade_locally, read_local_handin
from deploy.proof_shelf import prove_all
from deploy.proof_summary import proofs_table
from deploy.proving import fresh_seeds, proof_table, prove_locally
from deploy.settings import EmbeddedSettings
from deploy.table import report_table
from graders.errors import AllcloseError
from graders.grade import Progress as GradingProgress
from graders.handin import Handin
from graders.report import Report
from worker.logs import configure_logs

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Grades deep-learning homework in boxes, and says why an array is wrong.",
)
app.add_typer(of_service)
app.add_typer(backup_commands)

BAR = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())

Box = Annotated[
    str,
    typer.Option(help="namespaces, bwrap-exec, docker, or bare for no isolation at all (your own code)."),
]


BARE = "Handins run without a box: they can read and change whatever you can. Serve only people you trust."


@app.command()
def grade(
    what: Annotated[
        str, typer.Argument(metavar="PROBLEM_OR_ASSIGNMENT", help="A slug, or a problem's folder.")
    ],
    handin: Annotated[Path, typer.Argument(help="A tar, zip or folder.")],
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
    box: Box = "",
    device: Annotated[
        str, typer.Option(help="cpu or cuda, for problems that may be graded on either.")
    ] = "cpu",
) -> None:
    """Grade a handin here and now, without a server."""
    if device not in ("cpu", "cuda"):
        raise typer.BadParameter("say cpu or cuda", param_hint="--device")
    settings = settings_with(box=box)
    task = find_task(what, settings)
    files = read_local_handin(handin, task.wanted)
    reports = grade_with_progress(task, files, settings, device)
    if json:
        typer.echo(msgspec.json.encode(reports))
        return
    for note in files.notes:
        out.print(note, style="dim", markup=False, highlight=False)
    out.print(report_table(reports))


def grade_with_progress(
    task: Task, handin: Handin, settings: EmbeddedSettings, device: str = "cpu"
) -> list[Report]:
    """Grade with a progress bar on the error stream; the reports in the task's order."""
    with Progress(*BAR, console=err, transient=True) as bar:
        total = sum(len(bundle.problem.checks) for bundle in task.bundles)
        line = bar.add_task("Preparing boxes", total=total)

        def listen(told: GradingProgress) -> None:
            bar.update(line, completed=told.number, description=f"{told.problem}: {told.check}")

        graded = grade_locally(task, handin, settings, listen, device)
        reports = {report.problem: report for report in graded}
    return [reports[bundle.problem.slug] for bundle in task.bundles]


@app.command()
def prove(
    problem: Annotated[
        str, typer.Argument(help="A slug, or a problem's folder; all of this machine's if left out.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print the proof as JSON.")] = False,
    seeds: Annotated[int, typer.Option(min=2, help="How many fresh seeds draw the inputs.")] = 3,
    seed: Annotated[
        list[int] | None, typer.Option(help="These seeds, two at least, to repeat a proof.")
    ] = None,
    box: Box = "",
) -> None:
    """Show in boxes that a problem grades as it says; exit status 1 where it does not.

    Of all problems the proofs are kept, on seeds that are always the same; what did not change is not
    proved again.
    """
    settings = settings_with(box=box)
    if not problem:
        raise typer.Exit(prove_shipped(settings, json=json))
    if seed and len(set(seed)) < 2:
        raise typer.BadParameter("give two different seeds at least", param_hint="--seed")
    with Progress(*BAR, console=err, transient=True) as bar:
        proof = prove_locally(find_problem(problem, settings), settings, seed or fresh_seeds(seeds), bar)
    if json:
        typer.echo(msgspec.json.encode(proof))
    else:
        out.print(proof_table(proof))
    raise typer.Exit(not proof.passed)


def prove_shipped(settings: EmbeddedSettings, *, json: bool) -> bool:
    """Prove all problems of this machine, and print them; whether one is not proved."""
    with Progress(*BAR, console=err, transient=True) as bar:
        proofs = prove_all(settings, bar)
    if json:
        typer.echo(msgspec.json.encode(proofs))
        return not all(proof.passed for proof in proofs)
    for proof in proofs:
        if not proof.passed:
            out.print(proof_table(proof))
    out.print(proofs_table(proofs))
    return not all(proof.passed for proof in proofs)


@app.command()
@uses_database
def serve(
    host: str = "",
    port: int = -1,
    data: Annotated[str, typer.Option(help="Folder of the database, files and secrets.")] = "",
    box: Box = "",
    admin: Annotated[
        str, typer.Option(help="E-mail of the administrator that a first start makes.")
    ] = "admin@localhost",
) -> None:
    """Serve everything from one process: HTTP, SQLite, files, boxes."""
    from deploy.courses import first_admin
    from deploy.embedded import embedded, wait_for_end

    configure_logs()
    settings = settings_with(host=host, port=port if port >= 0 else "", data=data, box=box)
    with embedded(settings) as service, service.answering():
        made = first_admin(service.database, admin)
        if made:
            err.print(f"Administrator {made.email}, password {made.password} (shown once).", markup=False)
        err.print(f"Allclose is at {service.address}; its data are in {settings.data}.", markup=False)
        if settings.box == "bare":
            err.print(BARE, style="yellow")
        gc.freeze()  # as in deploy/service.py
        wait_for_end()
        err.print("Finishing what runs …")


@app.command()
@uses_database
def offer(
    assignment: Annotated[str, typer.Argument(help="A slug, or a folder with assignment.toml.")],
    course: Annotated[str, typer.Argument(help="The course's slug; made if there is none.")],
    title: Annotated[str, typer.Option(help="The title of a course that is made.")] = "",
    due: Annotated[datetime | None, typer.Option(help="When it is due, in UTC.")] = None,
    data: Annotated[str, typer.Option(help="The server's data folder.")] = "",
    box: Box = "",
) -> None:
    """Put an assignment, with its starter kit, into a course of this machine's server."""
    from deploy.offering import offer_from_folder

    settings = settings_with(data=data, box=box)
    offered = offer_from_folder(settings, assignment, course, title, due)
    out.print(f"{offered.title} ({offered.points:g} points) is in course {course}.", markup=False)


@app.command()
def doctor(
    box: Box = "",
    json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Say what this machine offers to boxes, what is missing and how to mend it, and try them.

    Exit status 1 where the kind of box that was asked for cannot be used here.
    """
    from deploy.doctor.examination import examine
    from deploy.doctor.page import page

    with err.status("Looking at this machine, and trying its boxes …"):
        examination = examine(settings_with(box=box))
    if json:
        typer.echo(msgspec.json.encode(examination))
    else:
        out.print(page(examination))
    raise typer.Exit(not examination.usable)


@app.command()
def image(
    runtime: Annotated[str, typer.Argument(help="numpy, torch, or another runtime that is installed.")],
    base: Annotated[str, typer.Option(help="The image to build on; the Dockerfile's own where empty.")] = "",
) -> None:
    """Make the image that boxes of kind docker run a runtime in."""
    from deploy.images import make_image

    settings = settings_with()
    for line in make_image(settings, runtime, base):
        err.print(line, style="dim", markup=False, highlight=False)


@app.command()
@uses_database
def demo(
    leave: Annotated[bool, typer.Option("--exit", help="End after the table.")] = False,
    host: str = "",
    port: int = 0,
    box: Box = "",
) -> None:
    """Serve a course made up for a look around: sample students hand in, their scores are printed."""
    from deploy.demo import run_demo

    configure_logs(logging.WARNING)
    raise typer.Exit(run_demo(settings_with(host=host, port=port, box=box), out, leave=leave))


def main() -> None:
    """Run the command line; what is refused is said in a sentence."""
    try:
        app(prog_name="allclose")
    except (AllcloseError, Refusal) as refusal:
        refuse(str(refusal))
    except OSError as failure:
        refuse(f"{failure.filename or 'A file'} cannot be used: {failure.strerror or failure}.")
    except ValidationError as wrong:
        refuse(
            "\n".join(setting_refused(each["loc"][0], each["input"], each["msg"]) for each in wrong.errors())
        )


def setting_refused(name: object, given: object, why: str) -> str:
    """What is wrong with a setting, by the names that it may have been given under."""
    return f"The setting {name} (ALLCLOSE_{str(name).upper()}, or the option) cannot be {given!r}: {why}."


if __name__ == "__main__":
    main()
