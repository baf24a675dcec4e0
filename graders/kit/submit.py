"""Hands in your work and shows how it is graded: python3 submit.py [handin.tar]. Try --help."""

import sys
from importlib import import_module

if sys.version_info < (3, 8):  # noqa: UP036  # whoever has an older one is told so
    sys.exit("submit.py needs Python 3.8 or later; this is " + sys.version.split()[0] + ".")

if __name__ == "__main__":
    import_module("submission")
    # From here on, no file of yours, whatever its name, comes before a module of Python's.
    sys.path.append(sys.path.pop(0))
    sys.exit(import_module("submission.command").main(sys.argv[1:]))
