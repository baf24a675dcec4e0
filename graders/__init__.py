"""The grading engine: exercises a handin in a box, compares what comes out, and says why it is wrong.

It knows no web, no database, no queue and no settings. Start at `grade.py`.
"""
