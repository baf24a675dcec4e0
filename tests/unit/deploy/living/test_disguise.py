"""What students do to a friend's code."""

import ast

from deploy.living.disguise import disguised

SOURCE = b'''from linear import Linear  # from the handout


class Layer:
    def backward(self, delta):
        """delta: from above."""
        std = self.std + 1  # the root
        dvar = (delta * std).sum()
        return dvar / std
'''


def renamed(source: bytes) -> str:
    return disguised({"a.py": source})["a.py"].decode()


def test_local_names_change_and_comments_go():
    text = renamed(SOURCE)
    assert "#" not in text
    assert "sigma = self.std + 1\n" in text
    assert "d_sigma2 = (upstream * sigma).sum()\n" in text


def test_what_others_know_keeps_its_name():
    text = renamed(SOURCE)
    assert text.startswith("from linear import Linear\n")
    assert "def backward(self, upstream)" in text


def test_it_is_the_same_program_by_other_names():
    before, after = ast.parse(SOURCE), ast.parse(renamed(SOURCE))
    assert [type(node) for node in ast.walk(before)] == [type(node) for node in ast.walk(after)]


def test_what_is_no_python_stays():
    files = {"plot.png": b"\x89PNG", "notes.txt": b"# delta"}
    assert disguised(files) == files
