"""How samples are made, of folders and of one another, and what their recipes must hold to.

A sample may be made of samples that stand before it, and of no others: so each can be made in turn.
"""

from collections.abc import Iterator, Mapping, Sequence

from graders.bundle.rules import path_complaint
from graders.bundle.tree import edited, edits_complaints, folder, folders_in
from graders.errors import BundleRefused
from graders.problem import Recipe

BASES = ("reference", "starter", "nothing")
"""What `base` means a folder by, even where a sample has that name."""
BEFORE = "a sample that stands before this one (in assignment.toml also problem/sample)"

Files = Mapping[str, bytes]


def sample_tree(
    files: Files, recipes: Sequence[Recipe], name: str, others: Mapping[str, Files]
) -> dict[str, bytes]:
    """The handin of a sample. others: samples of problems, as problem/sample, that recipes may name.

    Raises KeyError for a name that no recipe has.
    """
    made = dict(others)
    for recipe in recipes:
        made[recipe.name] = _made(files, recipe, made)
        if recipe.name == name:
            return dict(made[name])
    raise KeyError(name)


def sample_complaints(files: Files, recipes: Sequence[Recipe], others: Mapping[str, Files]) -> Iterator[str]:
    """A sentence for each rule that is broken, naming the sample and the key, or the folder."""
    made, refused = dict(others), set[str]()
    for recipe in recipes:
        complaints = [*_about_words(recipe), *_about_sources(recipe, made.keys() | refused)]
        if not complaints and not _sources(recipe) & refused:
            complaints = list(_about_making(files, recipe, made))
        yield from complaints
        if recipe.name not in made:
            refused.add(recipe.name)
    for name in sorted(folders_in(files, "samples") - {recipe.name for recipe in recipes}):
        yield f"samples/{name}/: no sample has that name; describe it under [[samples]] or remove the folder."


def _sources(recipe: Recipe) -> set[str]:
    """The samples that it is made of."""
    return {recipe.base} - set(BASES) | set(recipe.takes.values())


def _about_sources(recipe: Recipe, known: set[str]) -> Iterator[str]:
    key = f"samples.{recipe.name}"
    if recipe.base not in known.union(BASES):
        yield f"{key}.base: {recipe.base!r} must be one of {', '.join(BASES)}, or {BEFORE}."
    for path, source in recipe.takes.items():
        if source not in known:
            yield f"{key}.takes.{path}: {source!r} must be {BEFORE}."


def _about_words(recipe: Recipe) -> Iterator[str]:
    for path, name in recipe.rename.items():
        if complaint := path_complaint(name):
            yield f"samples.{recipe.name}.rename.{path}: {complaint}"
    for complaint in edits_complaints(recipe.edits, f"samples/{recipe.name}"):
        yield f"samples.{recipe.name}.edits: {complaint}"


def _about_making(files: Files, recipe: Recipe, made: dict[str, Files]) -> Iterator[str]:
    """What keeps it from being made; it is added to those made where nothing does."""
    try:
        tree = made[recipe.name] = _made(files, recipe, made)
    except BundleRefused as refusal:
        yield f"samples.{recipe.name}{refusal}"
        return
    if not tree:
        yield f"samples/{recipe.name}/: is missing; without it the sample holds no file."
    folders = {path[:at] for path in tree for at, letter in enumerate(path) if letter == "/"}
    for path in sorted(folders & tree.keys()):
        yield f"samples.{recipe.name}: {path!r} is both a file and a folder; rename one of them."


def _made(files: Files, recipe: Recipe, made: Mapping[str, Files]) -> dict[str, bytes]:
    """Raises BundleRefused: the key that does not fit what was made of the keys before it, and why."""
    tree = folder(files, recipe.base) if recipe.base in BASES else dict(made[recipe.base])
    for path, source in recipe.takes.items():
        if path not in made[source]:
            raise BundleRefused(f".takes: {path!r} is not in the sample {source}.")
        tree[path] = made[source][path]
    for path in recipe.remove:
        if tree.pop(path, None) is None:
            raise BundleRefused(f".remove: {path!r} is not in {_whence(recipe)}.")
    _rename(tree, recipe)
    tree |= folder(files, f"samples/{recipe.name}")
    try:
        return edited(tree, recipe.edits)
    except BundleRefused as refusal:
        raise BundleRefused(f".edits: {refusal}") from refusal


def _rename(tree: dict[str, bytes], recipe: Recipe) -> None:
    for path, name in recipe.rename.items():
        if path not in tree:
            raise BundleRefused(f".rename: {path!r} is not in {_whence(recipe)}.")
        if name in tree:
            raise BundleRefused(f".rename: there is a file {name!r} already.")
        tree[name] = tree.pop(path)


def _whence(recipe: Recipe) -> str:
    """What its files are of before any of its own are laid over them."""
    base = f"{recipe.base}/" if recipe.base in BASES else f"the sample {recipe.base}"
    return f"{base} or what it takes" if recipe.takes else base
