"""The class at a glance: what a whole class has handed in to an assignment, and what came of it."""
