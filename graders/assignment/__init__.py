"""A homework as its author wrote it: which problems, and whole handins with what each must earn."""

from graders.assignment.assembled import assembled
from graders.assignment.assignment import Assignment
from graders.assignment.read import read_assignment_folder

__all__ = ["Assignment", "assembled", "read_assignment_folder"]
