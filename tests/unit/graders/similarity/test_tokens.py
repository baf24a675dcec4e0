"""Sources as normalized tokens: what is forgotten, what is kept, and that no text takes long."""

import random

import pytest

from graders.similarity.document import MOST_TOKENS, read_sources
from graders.similarity.tokens import SYMBOLS, read_tokens


def spelt(text: str) -> str:
    return " ".join(SYMBOLS[code] for code in read_tokens(text, MOST_TOKENS).codes)


def test_names_numbers_and_strings_are_all_the_same():
    assert spelt("width = 3 * x['a']") == spelt("b=17.5e-3*other[r'''c''']")
    assert spelt("for i in range(3): pass") == "for name in name ( number ) : pass"


def test_comments_docstrings_blanks_and_line_ends_are_nothing():
    told = '"""What it does."""\ndef f(x):\n    """Doc.\n    More."""\n    # why\n    return x + \\\n    1;\n'
    assert spelt(told) == spelt("def f(y): return y+2")


def test_a_string_that_is_used_is_no_docstring():
    assert spelt("x = 'a'\nf('b')\n") == "name = string name ( string )"
    assert spelt("f(\n'a'\n)") == "name ( string )"


def test_a_table_of_numbers_is_one_number_however_long():
    assert spelt("x = [1, 2, 3, 4]") == spelt("x = [5]")
    assert spelt("x = 'a' 'b'\n") == spelt("x = 'c'\n")


def test_every_token_knows_its_line():
    tokens = read_tokens('a = """\n\n"""\nb = 1\n', MOST_TOKENS)
    assert tokens.lines == [1, 1, 1, 4, 4, 4]


@pytest.mark.parametrize(
    "text", ["def f(:\n  return (", "x = '''never closed", "print 'hello'", "a = 'b\nc = 1", "\\", "'\\"]
)
def test_what_does_not_parse_has_tokens_all_the_same(text):
    assert read_tokens(text, MOST_TOKENS).codes


def test_a_string_that_is_not_closed_ends_with_its_line():
    assert spelt("a = 'b\nc = 1") == "name = string name = number"


def test_no_more_tokens_are_read_than_are_wanted():
    assert len(read_tokens("x " * 1000, 10).codes) == 10
    reading = read_sources({"a.py": b"x " * MOST_TOKENS, "b.py": b"y " * MOST_TOKENS}).reading
    assert len(reading.codes) == MOST_TOKENS
    assert not reading.whole


def test_bytes_that_are_no_text_are_read_all_the_same():
    drawn = random.Random(1).randbytes(10_000)
    reading = read_sources({"a.py": drawn, "b.py": b"\xef\xbb\xbfx = 1"}).reading
    assert bytes(reading.codes[-3:]) == read_tokens("x = 1", 9).codes
