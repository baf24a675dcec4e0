"""An exception as a student should read it: their own frames with their source lines, and no others.

An exception of a handin is untrusted through and through: its class may lie about itself and its
`__str__` may raise or return anything. It can run code here, as it could anywhere; it cannot break
the report of its step.
"""

from types import TracebackType

from graders.inside.frames import Fields
from graders.inside.tree import Tree

MAX_TEXT = 2000
"""Characters of a message that are kept."""
MAX_LINE = 300
"""Characters of a source line or a name that are kept; a caret below a line may take as many again."""
END_FRAMES = 8
"""Frames kept at either end of a deep traceback; a syntax error adds the place that it is about."""

_name_of = type.__dict__["__qualname__"].__get__
_bases_of = type.__dict__["__mro__"].__get__
_args_of = BaseException.__dict__["args"].__get__
_traceback_of = BaseException.__dict__["__traceback__"].__get__

Frame = tuple[str, int, str, str]
"""Path, line, function and source, as in `graders.box.StudentFrame`."""


def describe(error: BaseException, tree: Tree) -> Fields:
    """The fields of a RAISED frame, its kind aside."""
    frames = student_frames(_traceback_of(error), tree)
    if issubclass(type(error), SyntaxError):
        frames += _syntax_frames(error, tree)
    message = tree.shorten(_message(error))
    return {"type_name": _public_name(error), "message": message, "frames": frames}


def student_frames(traceback: TracebackType | None, tree: Tree) -> list[Frame]:
    """The frames of a traceback that are in the handin's files, outermost first."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if path := tree.name(code.co_filename):
            found.append((path, traceback.tb_lineno, code.co_qualname))
        traceback = traceback.tb_next
    if len(found) > 2 * END_FRAMES:
        found = found[:END_FRAMES] + found[-END_FRAMES:]
    return [show_frame(path, line, function, tree) for path, line, function in found]


def show_frame(path: str, line: int, function: str, tree: Tree) -> Frame:
    """A frame with its source line."""
    return path, max(line, 0), clean(function, MAX_LINE), clean(tree.line(path, line), MAX_LINE)


def clean(text: str, limit: int) -> str:
    """Plain text no longer than a limit: exactly a str, and one that JSON can carry."""
    text = str.__getitem__(text, slice(0, limit))
    return text.encode("utf-8", "backslashreplace").decode()[:limit]


def _public_name(error: BaseException) -> str:
    """The name of its class, or of what that is derived from: numpy's _ArrayMemoryError is a MemoryError."""
    names = [clean(_name_of(kind), MAX_LINE) for kind in _bases_of(type(error))]
    return next(name for name in names if not name.startswith("_"))


def _message(error: BaseException) -> str:
    try:
        if type(error) in (SyntaxError, IndentationError, TabError):
            text = str(_args_of(error)[0])
        else:
            text = str(error)
        return clean(text, MAX_TEXT)
    except BaseException:  # noqa: BLE001  # whatever a handin's __str__ raises is no message
        return "(its message cannot be shown)"


def _syntax_frames(error: BaseException, tree: Tree) -> list[Frame]:
    """Where the handin's source is not Python: the line, with a caret under the place."""
    try:
        name, line, column, text = _args_of(error)[1][:4]
        path = tree.name(name)
        if not path:
            return []
        source = clean(str(text or "").rstrip("\n"), MAX_LINE)
        caret = " " * (column - 1) + "^" if 0 < column <= MAX_LINE else ""
        return [(path, int(line), "", f"{source}\n{caret}")]
    except Exception:  # noqa: BLE001  # a handin may raise a SyntaxError with any arguments
        return []
