"""What was shown of a problem, as it is stored and printed."""

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One thing that was to be shown.

    name: what it is about, in the words of problem.toml: "reference", "samples.blank", "tolerance.forward".
    sentence: what was seen; for one that did not pass, what is wrong with what and how to mend it.
    numbers: what was measured, all finite.
    """

    name: str
    passed: bool
    sentence: str
    numbers: dict[str, float] = {}


class Proof(Struct, frozen=True):
    """All findings on one bundle. `passed`: none of them failed.

    seeds: the gradings' own; none where nothing runs.
    """

    problem: str
    title: str
    bundle: str
    runtime: str
    device: str
    box: str
    seeds: tuple[int, ...]
    passed: bool
    findings: tuple[Finding, ...]
