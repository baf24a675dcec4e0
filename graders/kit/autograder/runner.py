#!/usr/bin/env python3
"""Tries your code on public examples: python3 autograder/runner.py [PROBLEM …] [--prints]."""

import sys
from importlib import import_module
from pathlib import Path

if sys.version_info < (3, 8):  # noqa: UP036  # whoever has an older one is told so
    sys.exit("The autograder needs Python 3.8 or later; this is " + sys.version.split()[0] + ".")

# This file's own folder stands first, where it could hide modules of Python's.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

if __name__ == "__main__":
    sys.exit(import_module("autograder.command").main(sys.argv[1:]))
