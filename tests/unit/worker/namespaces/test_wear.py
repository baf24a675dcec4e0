import pytest

from worker.sandbox.namespaces.wear import Wear


@pytest.mark.parametrize(
    ("children", "seconds", "growth", "shows"),
    [(9, 59.0, 99, False), (10, 0.0, 0, True), (0, 60.5, 0, True), (0, 0.0, 101, True), (0, 0.0, -50, False)],
)
def test_a_template_is_worn_by_children_by_age_and_by_growth(children, seconds, growth, shows):
    assert Wear(children=10, seconds=60.0, growth=100).shows(children, seconds, growth) is shows
