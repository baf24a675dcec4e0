"""Acts as people read them."""

from api.pages.views.act import told_of


def test_ids_and_emptiness_are_left_out_and_numbers_are_plain() -> None:
    details = {
        "grading": "01a20e7f-ba0d-75f9-828b-c32858630327",
        "marks": {"calls": 2.0, "sets": 1.5},
        "earlier": [],
        "reason": "",
        "now": 5.0,
        "was": None,
    }
    assert told_of(details) == [("marks", "calls: 2, sets: 1.5"), ("now", "5"), ("was", "nothing")]


def test_what_only_looks_like_an_id_is_shown() -> None:
    assert told_of({"section": "0123456789abcdef0123456789abcdef"}) == [
        ("section", "0123456789abcdef0123456789abcdef")
    ]


def test_other_values_are_written_as_a_program_would() -> None:
    told = told_of({"remove": True, "fields": ["name", "role"]})
    assert told == [("fields", "name, role"), ("remove", "true")]
