"""The starter kit: what a student downloads to work on an assignment at home and to hand it in.

Start at `build.py`. `autograder/` and `submission/` travel inside the kit and run on students' machines:
Python 3.8 and later, the former with numpy, the latter with the standard library alone.
"""

from graders.kit.address import Address, with_address
from graders.kit.build import build_kit
from graders.kit.cases import public_cases

__all__ = ["Address", "build_kit", "public_cases", "with_address"]
