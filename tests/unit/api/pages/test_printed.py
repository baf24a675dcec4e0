from api.pages.printed import FIRST_LINES, Printed


def test_nothing_printed_is_nothing_to_show() -> None:
    assert Printed.of(" \n\n") is None


def test_the_first_lines_and_the_rest_are_the_whole() -> None:
    lines = [f"epoch {number}" for number in range(FIRST_LINES + 5)]
    printed = Printed.of("\n".join(lines) + "\n")
    assert printed is not None
    assert printed.lines == FIRST_LINES + 5
    assert f"{printed.first}\n{printed.rest}".split("\n") == lines


def test_a_very_long_line_is_cut_and_says_by_how_much() -> None:
    printed = Printed.of("x" * 1_000_000)
    assert printed is not None
    assert len(printed.first) < 2_100
    assert printed.first.endswith("and 998,000 more characters in this line")
