"""A bundle that breaks a rule is refused by a sentence that names the file and the key."""

import pytest

from graders.bundle import read_bundle
from graders.errors import BundleRefused
from tests.unit.graders.archives import tar
from tests.unit.graders.bundles import FILES, MANIFEST


def refusal(files: dict[str, bytes]) -> str:
    with pytest.raises(BundleRefused) as caught:
        read_bundle(tar(files))
    return str(caught.value)


def test_the_sound_bundle_is_read():
    assert read_bundle(tar(FILES)).problem.points == 5


CHANGES = {
    "problem.toml: is not TOML: .*line 1": ('slug = "small"', "slug = small"),
    "problem.toml: .*unknown field `colour`": ('slug = "small"', 'slug = "small"\ncolour = 1'),
    r"problem.toml, checks\[1\] \(secret\): .*unknown field `weight`": (
        "points = 3",
        "points = 3\nweight = 1",
    ),
    r"problem.toml, checks\[0\].points \(forward\): Expected `float`, got `str`": (
        "points = 2",
        'points = "2"',
    ),
    r"problem.toml, checks\[1\].visibility \(secret\): Invalid enum value 'secret'": ('"hidden"', '"secret"'),
    "problem.toml: .*missing required field `slug`": ('slug = "small"', ""),
    "slug: 'Not a slug' must be lower-case": ('"small"', '"Not a slug"'),
    "title: must be one line": ('"A small problem"', '"two\\nlines"'),
    "device: 'tpu' must be one of cpu, cuda, any": ("files = [", 'device = "tpu"\nfiles = ['),
    "runtime: '../x' must be lower-case": ("files = [", 'runtime = "../x"\nfiles = ['),
    "files: there must be at least one": ('files = ["code/layer.py"]', "files = []"),
    r"files: `\.\./layer.py` points outside": ('files = ["code/layer.py"]', 'files = ["../layer.py"]'),
    "path: 'code/' must be written as 'code'": ('path = ["code"]', 'path = ["code/"]'),
    r"aliases\.code/x\.py: is not among `files`": ('{ "code/layer.py"', '{ "code/x.py"'),
    "limits.wall_seconds: 0.0 must be between": ("[[checks]]", "[limits]\nwall_seconds = 0\n[[checks]]"),
    "limits.memory_mb: 9999999 must be between": ("[[checks]]", "[limits]\nmemory_mb = 9999999\n[[checks]]"),
    "limits.wall_seconds: nan must be between": ("[[checks]]", "[limits]\nwall_seconds = nan\n[[checks]]"),
    "checks.forward.points: -1.0 must be a number": ("points = 2", "points = -1"),
    "checks.forward.points: nan must be a number": ("points = 2", "points = nan"),
    "checks.forward.points: inf must be a number": ("points = 2", "points = inf"),
    "checks.forward.rtol: nan must be a number": ("points = 2", "points = 2\nrtol = nan"),
    "checks.forward.wall_seconds: -1.0 must be between": ("points = 2", "points = 2\nwall_seconds = -1"),
    "checks.forward.times_reference: 1 must be between 5 and 1000": (
        "points = 2",
        "points = 2\ntimes_reference = 1",
    ),
    "checks.forward.times_reference: nan must be between 5 and 1000": (
        "points = 2",
        "points = 2\ntimes_reference = nan",
    ),
    "checks.forward.times_reference: bounds nothing: 0.5 s are always allowed, and wall_seconds ends it": (
        "points = 2",
        "points = 2\ntimes_reference = 20\nwall_seconds = 0.5",
    ),
    "checks.forward.memory_times_reference: 1e\\+06 must be between 2 and 1000": (
        "points = 2",
        "points = 2\nmemory_times_reference = 1e6",
    ),
    "checks.forward.memory_times_reference: counts main memory, .* 'cpu', and this one's is 'any'": (
        '[[checks]]\nname = "forward"\npoints = 2',
        'device = "any"\n[[checks]]\nname = "forward"\npoints = 2\nmemory_times_reference = 4',
    ),
    "checks.forward.cheaper: is said where a check costs too much beside the reference": (
        "points = 2",
        'points = 2\ncheaper = "sum first"',
    ),
    r"checks\[0\].times_reference \(forward\): Expected `float \| null`, got `str`": (
        "points = 2",
        'points = 2\ntimes_reference = "20"',
    ),
    r"checks\[0\] \(forward\): .*unknown field `time_reference`": (
        "points = 2",
        "points = 2\ntime_reference = 20",
    ),
    "checks.forward.dtype: 'any' must be one of exact": ("points = 2", 'points = 2\ndtype = "any"'),
    r"checks\[0\].compare \(forward\): Invalid enum value 'equal'": (
        "points = 2",
        'points = 2\ncompare = "equal"',
    ),
    "checks.forward.rtol: must be more than 0, as the largest relative": (
        "points = 2",
        'points = 2\nrtol = 0\ncompare = "relative-error"',
    ),
    "checks.forward.seeds: 0 must be between 1 and 100": ("points = 2", "points = 2\nseeds = 0"),
    "checks.forward.seeds: 101 must be between 1 and 100": ("points = 2", "points = 2\nseeds = 101"),
    "checks.forward.cases: 'a, b' must be a name": ("points = 2", 'points = 2\ncases = ["a, b"]'),
    "checks.forward.cases: a name comes more than once": ("points = 2", 'points = 2\ncases = ["a", "a"]'),
    r"checks\[0\].credit \(forward\): Invalid enum value 'half'": (
        "points = 2",
        'points = 2\ncredit = "half"',
    ),
    "checks.forward.credit: there is only one seed": ("points = 2", 'points = 2\ncredit = "seed"'),
    "checks.forward.gradients.dx: 'dw' is a gradient too": (
        "points = 2",
        'points = 2\ngradients = { dx = "dw", dw = "slope" }',
    ),
    "checks.forward.gradients.dx: a handin's arrays whose names begin with _ are not sent": (
        "points = 2",
        'points = 2\ngradients = { dx = "_slope" }',
    ),
    "checks.forward.judged: leaves seeds, cases, credit and gradients to judge.py": (
        "points = 2",
        "points = 2\njudged = true\nseeds = 2",
    ),
    "checks.forward.credit: a part of the points would tell": (
        "points = 2",
        'points = 2\nreveal = false\ncredit = "array"',
    ),
    r"exercise.py: must hold a function `forward\(handin, rng, case\)`": (
        "points = 2",
        'points = 2\ncases = ["a"]',
    ),
    "checks.forward.scales.lr: 0.0 must be a number": ("points = 2", "points = 2\nscales = { lr = 0 }"),
    "checks.for: 'for' must be a name": ('name = "forward"', 'name = "for"'),
    "checks.a b: 'a b' must be a name": ('name = "forward"', 'name = "a b"'),
    "checks.secret: comes more than once": ('name = "forward"', 'name = "secret"'),
    "misconceptions.Off: 'Off' must be lower-case": ("off-by-one", "Off"),
    "misconceptions.off-by-one.hint: must say": ('"You start at 1."', '" "'),
    "misconceptions.off-by-one.fails: 'backward' is no check": (
        'fails = ["forward"]',
        'fails = ["backward"]',
    ),
    "misconceptions.off-by-one.fails: must name": ('fails = ["forward"]', "fails = []"),
    "misconceptions.one-word-off.edits: every `find` must be some text": ('find = "same"', 'find = ""'),
    r"misconceptions.one-word-off.edits: 'ghost' is in code/other.py 0 times": ("same", "ghost"),
    "misconceptions.one-word-off.edits: there is no file 'code/gone.py'": ("code/other.py", "code/gone.py"),
    "misconceptions.one-word-off: is the same as reference/": ('put = "other"', 'put = "same"'),
    r"misconceptions\[1\].edits\[0\] \(one-word-off\): .*unknown field `line`": (
        'find = "same"',
        'line = 1\nfind = "same"',
    ),
    "samples.blank: comes more than once": ("no-file", "blank"),
    "samples.full-marks.earns: 6 must be between 0 and the problem's 5": ("earns = 5", "earns = 6"),
    "samples.full-marks.earns: nan must be between": ("earns = 5", "earns = nan"),
    "samples.blank.base: 'zip' must be one of": ('"nothing"', '"zip"'),
    "samples.no-file.remove: 'code/gone.py' is not in reference/": (
        '["code/layer.py"]\nearns',
        '["code/gone.py"]\nearns',
    ),
    "checks: there must be at least one": (
        MANIFEST.decode()[MANIFEST.decode().index("[[checks]]") :],
        "checks = []",
    ),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_a_broken_rule_of_problem_toml_is_named_with_its_key(sentence):
    old, new = CHANGES[sentence]
    manifest = MANIFEST.decode().replace(old, new, 1)
    assert manifest != MANIFEST.decode()
    told = refusal({**FILES, "problem.toml": manifest.encode()})
    assert told.startswith(("problem.toml", "samples.", "exercise.py"))
    with pytest.raises(BundleRefused, match=sentence):
        read_bundle(tar({**FILES, "problem.toml": manifest.encode()}))


LACKS = {
    "problem.toml": "problem.toml: is missing",
    "handout.md": "handout.md: is missing",
    "exercise.py": "exercise.py: must hold a function `forward(handin, rng)`",
    "hidden.py": "hidden.py: must hold a function `secret(handin, rng)`",
    "reference/code/layer.py": "reference/code/layer.py: is missing",
    "misconceptions/off-by-one/code/layer.py": (
        "problem.toml, misconceptions.off-by-one: must say how it differs from reference/"
    ),
    "samples/blank/notes.txt": "samples/blank/: is missing",
}


@pytest.mark.parametrize("path", LACKS)
def test_a_missing_file_is_named(path):
    assert LACKS[path] in refusal({name: data for name, data in FILES.items() if name != path})


HOLDS = {
    "exercise.py: is not Python: .* in line 2": {"exercise.py": b"def forward(handin, rng):\nreturn"},
    "exercise.py: is not Python that can be read": {"exercise.py": b"x = " + b"-" * 100_000 + b"1"},
    "exercise.py: is larger than 256 KiB": {"exercise.py": b"#" * 300_000},
    "exercise.py: is not UTF-8": {"exercise.py": b"# \xff"},
    r"exercise.py: must hold a function `forward\(handin, rng\)`": {
        "exercise.py": b"def forward(handin): ..."
    },
    "exercise.py: holds `secret`, .* in hidden.py": {
        "exercise.py": FILES["exercise.py"] + FILES["hidden.py"]
    },
    "handout.md: is not UTF-8": {"handout.md": b"\xff"},
    "handout.md: is missing or empty": {"handout.md": b" \n"},
    "misconceptions/unnamed/: describe it": {"misconceptions/unnamed/code/layer.py": b""},
    "problem.toml, misconceptions.off-by-one: is the same as reference": {
        "misconceptions/off-by-one/code/layer.py": b"right"
    },
    "misconceptions.one-word-off.edits: 'same' is in code/other.py 2 times, and must be": {
        "reference/code/other.py": b"same same"
    },
    "samples/unnamed/: no sample has that name": {"samples/unnamed/code/layer.py": b""},
}


@pytest.mark.parametrize("sentence", HOLDS)
def test_a_wrong_file_is_named(sentence):
    with pytest.raises(BundleRefused, match=sentence):
        read_bundle(tar({**FILES, **HOLDS[sentence]}))


def test_a_wrong_value_in_a_table_of_free_keys_is_refused():
    manifest = MANIFEST.decode().replace("[[checks]]", '[[checks]]\naxes = {out = [["batch"]]}', 1)

    with pytest.raises(BundleRefused, match=r"checks\[0\]\.axes\[\.\.\.\]\[0\].*got `array`"):
        read_bundle(tar(FILES | {"problem.toml": manifest.encode()}))


def test_all_that_is_wrong_is_told_at_once():
    told = refusal(
        {**FILES, "problem.toml": MANIFEST.replace(b"points = 2", b"points = 2\natol = -1\nrtol = -1")}
    )
    assert len(told.splitlines()) == 2


def test_an_exercise_is_read_and_never_run(tmp_path):
    witness = tmp_path / "witness"
    source = f"open({str(witness)!r}, 'w')\n".encode() + FILES["exercise.py"]
    read_bundle(tar({**FILES, "exercise.py": source}))
    assert not witness.exists()
