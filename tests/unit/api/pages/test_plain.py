import pytest

from api.pages.plain import FIRST_LINES, Printed, plain, plain_line


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[31m",
        "\x1b[0;1;38;5;12m",
        "\x1b[2J",
        "\x1b[?25l",
        "\x1b]0;a title\x07",
        "\x1b]8;;http://x\x1b\\",
        "␛[31m",
    ],
)
def test_terminal_sequences_are_dropped(sequence: str) -> None:
    assert plain(f"a{sequence}b") == "ab"


@pytest.mark.parametrize(
    ("character", "shown"),
    [("\0", "␀"), ("\x07", "␇"), ("\x1b", "␛"), ("\x7f", "␡"), ("\x85", "⟨U+0085⟩"), ("\u202e", "⟨U+202E⟩"),
     ("\u2066", "⟨U+2066⟩"), ("\u200b", "⟨U+200B⟩"), ("\u2028", "⟨U+2028⟩"), ("\ud800", "⟨U+D800⟩")],
)  # fmt: skip
def test_characters_that_act_are_shown_instead(character: str, shown: str) -> None:
    assert plain(f"a{character} b") == f"a{shown} b"


def test_ordinary_text_of_any_script_stays_as_it_is() -> None:
    text = "loss\t0.5 αβγ 🤷\u200d♀️ שלום\nmore"
    assert plain(text) == text


def test_carriage_returns_end_lines() -> None:
    assert plain("10 %\r20 %\r\nend") == "10 %\n20 %\nend"


def test_a_name_stays_on_one_line() -> None:
    assert plain_line("a\nb\tc.py") == "a␤b␉c.py"


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
