"""The default box: a warm template, and a locked-down clone of it in namespaces of its own for each task."""
