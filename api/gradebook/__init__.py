"""What everybody earned in a course: one table, and the formats that it leaves in."""
