"""`python -m worker`: a process that grades what the server has it grade."""

import sys

from pydantic import ValidationError

from graders.errors import AllcloseError
from worker.app import run
from worker.logs import configure_logs
from worker.settings import WorkerRefused, WorkerSettings, refuse_a_database


def main() -> None:
    """Work until asked to end; what is refused is said in a sentence, with exit status 1."""
    try:
        refuse_a_database()
        configure_logs()
        run(WorkerSettings())
    except (WorkerRefused, AllcloseError) as refusal:
        refuse(str(refusal))
    except ValidationError as wrong:
        name, given, why = (wrong.errors()[0][key] for key in ("loc", "input", "msg"))
        refuse(f"The setting ALLCLOSE_{str(name[0]).upper()} cannot be {given!r}: {why}.")


def refuse(sentence: str) -> None:
    """Say why not, and end."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(1) from None


if __name__ == "__main__":
    main()
