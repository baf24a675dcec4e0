"""What a bundle's files must hold to, given a `problem.toml` that is sound in itself."""

import ast
from collections.abc import Iterator, Mapping
from threading import Lock

from graders.bundle.bundle import HANDOUT, HIDDEN, JUDGE, JUDGE_DATA, VISIBLE, Bundle
from graders.bundle.manifest import text_of
from graders.bundle.recipes import sample_complaints
from graders.bundle.tree import folder, folders_in
from graders.errors import BundleRefused
from graders.problem import Check, Misconception
from graders.written import pdf_complaint

SOURCE_BYTES = 256 * 1024


def contents_complaints(bundle: Bundle) -> Iterator[str]:
    """A sentence for each rule that is broken, naming the file; none for a sound bundle."""
    yield from handout_complaints(bundle.files)
    if bundle.problem.is_written:
        yield from _about_written(bundle)
    else:
        yield from _about_exercise(bundle, VISIBLE)
        yield from _about_exercise(bundle, HIDDEN)
        yield from _about_judge(bundle)
    yield from _about_reference(bundle)
    yield from _about_misconceptions(bundle)
    yield from sample_complaints(bundle.files, bundle.problem.samples, others={})


def handout_complaints(files: Mapping[str, bytes]) -> Iterator[str]:
    """There must be a handout, in UTF-8; raises BundleRefused when it is not."""
    if not text_of(files.get(HANDOUT, b""), HANDOUT).strip():
        yield f"{HANDOUT}: is missing or empty; it tells students what to do."


def _about_exercise(bundle: Bundle, file: str) -> Iterator[str]:
    names = {check.name for check in bundle.problem.checks}
    asked = {check.name: _arguments(check) for check in bundle.checks(hidden=file == HIDDEN)}
    functions = _functions(bundle.files.get(file, b""), file)
    for name, arguments in sorted(asked.items()):
        if functions.get(name) != len(arguments):
            call = f"{name}({', '.join(arguments)})"
            yield f"{file}: must hold a function `{call}` for the check of that name."
    for name in sorted((names - asked.keys()) & functions.keys()):
        other = VISIBLE if file == HIDDEN else HIDDEN
        yield f"{file}: holds `{name}`, whose check's visibility asks for it in {other}; move it there."


def _arguments(check: Check) -> tuple[str, ...]:
    """What its function is called with."""
    return ("handin", "rng", "case") if check.cases else ("handin", "rng")


def _about_judge(bundle: Bundle) -> Iterator[str]:
    judged = [check.name for check in bundle.problem.checks if check.judged]
    for path, source in folder(bundle.files, JUDGE_DATA).items():
        if path.endswith(".py"):
            _functions(source, f"{JUDGE_DATA}/{path}")
    functions = _functions(bundle.files.get(JUDGE, b""), JUDGE)
    for name in judged:
        if functions.get(name) != 3:
            yield f"{JUDGE}: must hold a function `{name}(handin, rng, answer)` for the check of that name."
    for name in sorted({check.name for check in bundle.problem.checks} - set(judged)):
        if name in functions:
            yield f"{JUDGE}: holds `{name}`, whose check does not say `judged = true`; say so or remove it."
    if not judged and (JUDGE in bundle.files or folder(bundle.files, JUDGE_DATA)):
        yield f"{JUDGE}, {JUDGE_DATA}/: no check says `judged = true`; say so, or remove them."


PARSING = Lock()
"""Python 3.11 counts the parser's depth for all threads together, and two at once can make it a SystemError.

Source: CPython issue 106905.
"""


def _functions(source: bytes, file: str) -> dict[str, int]:
    """How many arguments each function at the top of a module takes; the module is read, never run."""
    if len(source) > SOURCE_BYTES:
        raise BundleRefused(f"{file}: is larger than {SOURCE_BYTES // 1024} KiB; move data to data/.")
    try:
        with PARSING:
            tree = ast.parse(text_of(source, file))
    except SyntaxError as error:
        raise BundleRefused(f"{file}: is not Python: {error.msg} in line {error.lineno}.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise BundleRefused(f"{file}: is not Python that can be read.") from error
    return {
        node.name: len(node.args.posonlyargs) + len(node.args.args)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def _about_written(bundle: Bundle) -> Iterator[str]:
    """Nothing that would run, and a model answer that people can read."""
    for file in bundle.files:
        if file.endswith(".py") and "/" not in file:
            yield f"{file}: nothing of a written problem runs; remove it."
    reference = bundle.reference()
    for path in reference.keys() & bundle.problem.wanted:
        if complaint := pdf_complaint(reference[path]):
            yield f"reference/{path}: {complaint}"


def _about_reference(bundle: Bundle) -> Iterator[str]:
    reference = bundle.reference()
    for path in bundle.problem.files:
        if not reference.keys() & {path, *bundle.problem.aliases.get(path, ())}:
            yield f"reference/{path}: is missing; the reference must hold every file that a handin should."


def _about_misconceptions(bundle: Bundle) -> Iterator[str]:
    named = {misconception.name for misconception in bundle.problem.misconceptions}
    found = folders_in(bundle.files, "misconceptions")
    for name in sorted(found - named):
        yield f"misconceptions/{name}/: describe it under [[misconceptions]] in problem.toml or remove it."
    for misconception in bundle.problem.misconceptions:
        if complaint := _misconception_complaint(bundle, misconception, found):
            yield f"problem.toml, misconceptions.{misconception.name}{complaint}"


def _misconception_complaint(bundle: Bundle, misconception: Misconception, folders: set[str]) -> str:
    """What is wrong with a known wrong solution's files, after its place; "" for a sound one."""
    name = misconception.name
    if not misconception.edits and name not in folders:
        return f": must say how it differs from reference/, by edits or by files in misconceptions/{name}/."
    try:
        same = bundle.misconception(name) == bundle.reference()
    except BundleRefused as refusal:
        return f".edits: {refusal}"
    return ": is the same as reference/." if same else ""
