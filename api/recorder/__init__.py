"""Writes down what workers tell, and hands them what they do. It runs no uploaded code.

`settle.py` records a report; `listening.py` everything that workers tell; `feeding.py` claims jobs for those
who have room; `process.py` puts these together as a process of its own.
"""

from api.recorder.settle import ReportRefused, settle, settle_all

__all__ = ["ReportRefused", "settle", "settle_all"]
