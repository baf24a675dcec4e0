"""Who is in a course: looked at, changed one by one, read from a table and written to one."""
