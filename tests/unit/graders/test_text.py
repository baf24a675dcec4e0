import pytest

from graders.text import plain_line, plain_text


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[31m",
        "\x1b[0;1;38;5;12m",
        "\x1b[2J",
        "\x1b[?25l",
        "\x1b]0;a title\x07",
        "\x1b]8;;http://x\x1b\\",
        "\x1bM",
    ],
)
def test_terminal_sequences_are_dropped(sequence: str) -> None:
    assert plain_text(f"a{sequence}b") == "ab"


@pytest.mark.parametrize(
    ("character", "shown"),
    [("\0", "␀"), ("\x07", "␇"), ("\x1b", "␛"), ("\x7f", "␡"), ("\x85", "⟨U+0085⟩"), ("\u202e", "⟨U+202E⟩"),
     ("\u2066", "⟨U+2066⟩"), ("\u200b", "⟨U+200B⟩"), ("\u2028", "⟨U+2028⟩"), ("\ud800", "⟨U+D800⟩")],
)  # fmt: skip
def test_characters_that_act_are_shown_instead(character: str, shown: str) -> None:
    assert plain_text(f"a{character} b") == f"a{shown} b"


def test_ordinary_text_of_any_script_stays_as_it_is() -> None:
    text = "loss\t0.5 αβγ 🤷\u200d♀️ שלום\nmore"
    assert plain_text(text) == text


def test_carriage_returns_end_lines() -> None:
    assert plain_text("10 %\r20 %\r\nend") == "10 %\n20 %\nend"


def test_a_name_stays_on_one_line() -> None:
    assert plain_line("a\nb\tc.py") == "a␤b␉c.py"


def test_a_sequence_hidden_in_another_is_shown_and_not_obeyed() -> None:
    assert plain_text("\x1b\x1b[1m[31mred") == "␛[31mred"


def test_plain_text_stays_as_it_is() -> None:
    once = plain_text("\x1b[31mred\x1b \x9b \u202e\r\n")
    assert plain_text(once) == once
