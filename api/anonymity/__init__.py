"""Grading without names: what students are called while an assignment is graded anonymously."""
