"""A student's upload, read without extracting it."""

from graders.handin.handin import Handin
from graders.handin.read import read_handin

__all__ = ["Handin", "read_handin"]
