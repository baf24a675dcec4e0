"""Comments that an assignment's staff keep to use again."""
