"""What opening a box may refuse with."""

from graders.errors import GraderFault


class BoxUnavailable(GraderFault):
    """This machine cannot make the box that was asked for; the text says what is missing and how to mend
    it."""
