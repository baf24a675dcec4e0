"""An exception of the student's, in words; its traceback is shown beside them."""

import re
from collections.abc import Callable

from graders.box import Raised
from graders.diagnose.wording import ended, one_line
from graders.report import Explanation

HOLDS = {
    "numpy": "numpy and Python's standard library",
    "torch": "torch, numpy and Python's standard library",
}

# Well-known packages: importing one of these is a wish, importing any other name is more likely a lost file.
PACKAGES = frozenset(
    (
        "torch", "torchvision", "torchaudio", "tensorflow", "keras", "jax", "flax", "scipy", "sklearn",
        "pandas", "matplotlib", "seaborn", "plotly", "cv2", "PIL", "skimage", "tqdm", "autograd", "cupy",
        "numba", "sympy", "h5py", "requests", "IPython", "numpy", "pytest", "wandb", "transformers",
    )
)  # fmt: skip

# Of these the work itself needs nothing, only what a student watches while it runs.
FOR_THE_EYE = frozenset(("matplotlib", "seaborn", "plotly", "tqdm", "IPython", "PIL", "wandb"))

# (type of exception, pattern in its message, what it often comes from).
ADVICE = (
    (
        "AttributeError",
        r"'NoneType' object",
        "Something is None there: is a `return` missing, or a call before it?",
    ),
    ("TypeError", r"'NoneType'", "Something is None there: is a `return` missing, or a call before it?"),
    ("TypeError", r"positional argument", "Compare the arguments with those in the handout."),
    (
        "ValueError",
        r"not aligned|matmul",
        "Print both shapes: a transpose (.T) is missing, or the order is swapped.",
    ),
    ("ValueError", r"broadcast", "Print both shapes just before this line."),
    ("NameError", "", "Is it misspelled, or its import missing?"),
    ("RecursionError", "", "A function calls itself without end."),
    ("FileNotFoundError", "", "Only the files of your handin are there, and it starts in their root."),
    ("SystemExit", "", "Remove the call of exit() or sys.exit(): it ends whatever program uses your code."),
    ("EOFError", "reading a line", "Nobody is there to answer input(): do without it."),
    ("BlockingIOError", "", "A handin may not start other processes: compute in this one."),
)


def explain_raised(raised: Raised, runtime: str) -> Explanation:
    """What an exception says, where it was raised, and what it often comes from."""
    missing = re.search(r"No module named '([^']+)'", raised.message)
    if missing and raised.kind != "missing-file":
        return _explain_module(missing[1], runtime)
    return _KINDS.get(raised.kind, _explain_exception)(raised)


def _explain_module(module: str, runtime: str) -> Explanation:
    name = one_line(module)
    holds = HOLDS.get(runtime, "what the handout names")
    package = name.partition(".")[0]
    if package in PACKAGES:
        mend = "do without it"
        if package in FOR_THE_EYE:
            mend = "import it inside the function that shows or draws something, and all else can be graded"
        sentence = f"Your code imports `{name}`, but this course's box holds {holds} only: {mend}."
    else:
        sentence = (
            f"Your code imports `{name}`, which is neither in your handin nor part of {holds}: "
            "is a file missing, or misspelled?"
        )
    return Explanation("missing-module", sentence)


def _explain_missing_file(raised: Raised) -> Explanation:
    sentence = f"Your handin holds no {one_line(raised.message)}: is the file missing, or in another folder?"
    return Explanation("missing-file", sentence)


def _explain_missing_name(raised: Raised) -> Explanation:
    found = re.search(r"module '([\w.]+)' has no attribute '(\w+)'", raised.message)
    if found:
        said = f"Your `{found[1]}.py` defines no `{found[2]}`: is it still to be written, or named otherwise?"
    else:
        said = ended(f"Your file lacks a name that this check asks for: {one_line(raised.message)}")
    return Explanation("missing-name", said)


def _explain_unwritten(raised: Raised) -> Explanation:
    frame = raised.frames[-1] if raised.frames else None
    named = frame and frame.function and frame.function != "<module>"
    what = f"`{one_line(frame.function)}`" if frame and named else "What this check asks for"
    where = f" (line {frame.line} of {one_line(frame.path)})" if frame else ""
    return Explanation(
        "not-implemented", f"{what} is still to be written{where}: it raises NotImplementedError."
    )


def _explain_import(raised: Raised) -> Explanation:
    what = ended(_said(raised, raised.type_name))
    if raised.type_name in ("SyntaxError", "IndentationError", "TabError"):
        where = f", around line {raised.frames[-1].line} of {raised.frames[-1].path}" if raised.frames else ""
        return Explanation(
            "syntax", f"A file of yours is not valid Python{where}, so none of it can run. {what}"
        )
    sentence = f"Importing your code fails{_place(raised)}. {what} {_advice(raised)}"
    return Explanation("import", sentence.strip())


def _explain_exception(raised: Raised) -> Explanation:
    if raised.type_name == "NotImplementedError":
        return _explain_unwritten(raised)
    what = ended(_said(raised, f"{raised.type_name}{_place(raised)}"))
    if raised.type_name == "MemoryError":
        advice = "Does an array grow in a loop, or does (n, 1) broadcast against (n,)?"
        return Explanation("memory", f"Your code needs more memory than it may use. {what} {advice}")
    unseen = "" if raised.frames else "It arose where this check used what your code had made or returned."
    return Explanation("exception", f"{what} {_advice(raised) or unseen}".strip())


def _said(raised: Raised, what: str) -> str:
    """What was raised, with its message where there is one."""
    message = one_line(raised.message)
    return f"{what}: {message}" if message else what


def _advice(raised: Raised) -> str:
    """What such an exception often comes from, or nothing."""
    matching = (
        advice
        for type_name, pattern, advice in ADVICE
        if raised.type_name == type_name and re.search(pattern, raised.message)
    )
    return next(matching, "")


def _place(raised: Raised) -> str:
    """Where it was raised: the innermost of the student's own frames."""
    if not raised.frames:
        return ""
    frame = raised.frames[-1]
    named = frame.function and frame.function != "<module>"
    function = f" in `{one_line(frame.function)}`," if named else ""
    return f"{function} at line {frame.line} of {one_line(frame.path)}"


_KINDS: dict[str, Callable[[Raised], Explanation]] = {
    "missing-file": _explain_missing_file,
    "missing-name": _explain_missing_name,
    "import": _explain_import,
    "exception": _explain_exception,
}
