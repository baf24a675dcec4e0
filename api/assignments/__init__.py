"""Assignments: what students are to do, and until when."""
