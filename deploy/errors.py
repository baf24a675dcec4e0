"""What commands refuse."""


class Refusal(Exception):
    """A command cannot do what it was asked to; the text says why, in a sentence."""
