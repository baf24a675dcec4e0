import pytest

from graders.text import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("tab\tand\nnewline, naïve ✓ 日本", "tab\tand\nnewline, naïve ✓ 日本"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("10%\r20%\r\ndone", "10%\n20%\ndone"),
        ("\x7f\x9b31m", "␡�31m"),
        ("abc\u202edcba\u2066", "abc�dcba�"),
    ],
)
def test_text_is_shown_and_not_obeyed(text: str, plain: str):
    assert plain_text(text) == plain
