"""A student's upload, read without extracting it."""

from graders.handin.handin import Handin
from graders.handin.read import read_handin, tidy_handin

__all__ = ["Handin", "read_handin", "tidy_handin"]
