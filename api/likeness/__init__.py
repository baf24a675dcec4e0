"""Answers that are alike, so that one decision, or one comment, serves all of them."""
