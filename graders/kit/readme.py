"""The README of a starter kit."""

from graders.assignment import Assignment

TEXT = """# {title}

| Problem | Points | What it asks |
| --- | ---: | --- |
{rows}
| **Total** | **{points:g}** | |

Start with [handout.md](handout.md), then take the problems one by one.

| What | How |
| --- | --- |
| Try your code on public examples | `python3 autograder/runner.py` |
| One problem only, with what it prints | `python3 autograder/runner.py {slug} --prints` |
| The same with pytest | `pytest autograder` |
| Pack your work | `sh create_tarball.sh` makes `handin.tar` |
| Hand it in | `python3 submit.py` |

{answers}You need Python 3.8 or later, and numpy to try your code: `python3 -m pip install numpy pytest`.

The examples were computed beforehand from a reference solution. The server asks the same questions with
inputs of its own, and its result is the one that counts. Hand in as often as you like.
"""
WRITTEN = """Put the written part beside your code, as {files}: it is packed along, and people read it.

"""
ROW = "| {title} | {points:g} | [handouts/{slug}.md](handouts/{slug}.md) |"


def readme(assignment: Assignment) -> str:
    """What is in the kit and how to use it, in Markdown."""
    problems = [bundle.problem for bundle in assignment.bundles]
    files = [f"`{path}`" for each in problems if each.is_written for path in each.files]
    run = [each for each in problems if not each.is_written] or problems
    rows = [ROW.format(title=each.title, points=each.points, slug=each.slug) for each in problems]
    return TEXT.format(
        title=assignment.title,
        points=assignment.points,
        slug=run[0].slug,
        rows="\n".join(rows),
        answers=WRITTEN.format(files=" and ".join(files)) if files else "",
    )
