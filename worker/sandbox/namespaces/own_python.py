"""A module of ours in a process of its own, which may change what it is without changing the worker."""

import sys

from worker.sandbox.namespaces.view import CHECKOUT


def own_python(module: str) -> list[str]:
    """A command that runs `main()` of a module beside this one, in a bare Python of the worker's own."""
    start = f"import sys; sys.path.append({str(CHECKOUT)!r}); from {__package__}.{module} import main; main()"
    return [sys.executable, "-I", "-S", "-c", start]
