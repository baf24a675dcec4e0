"""What a template sees of a machine."""

from pathlib import Path

from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import view_of

HOME = Path("/home/ada")
OWN = Runtime(HOME / "python/bin/python3", HOME / "python", HOME / "numpy/lib/python3.11/site-packages")
SYSTEM = Runtime(Path("/usr/bin/python3.11"), Path("/usr"), HOME / "numpy/lib/python3.11/site-packages")


def shown(runtime):
    return dict(reversed(bind) for bind in view_of(runtime).binds)


def test_only_the_interpreter_and_the_packages_of_a_home_folder_are_shown():
    assert [source for source in shown(OWN).values() if source.startswith(str(HOME))] == [
        str(OWN.packages),
        str(OWN.base),
    ]


def test_the_packages_appear_at_a_place_that_names_nobody():
    assert shown(OWN)["/runtime"] == str(OWN.packages)


def test_the_systems_python_needs_no_folder_of_its_own():
    assert set(shown(OWN)) - set(shown(SYSTEM)) == {str(OWN.base)}


def test_the_harness_is_shown_and_not_readable():
    assert any(place.startswith("/allclose/") for place in shown(OWN))
    assert not any(path.startswith("/allclose") for path in view_of(OWN).readable)


def test_nothing_of_etc_but_the_loaders_cache_is_shown():
    assert {place for place in shown(OWN) if place.startswith("/etc")} <= {"/etc/ld.so.cache"}
