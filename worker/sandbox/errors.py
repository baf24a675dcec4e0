"""What opening a box may refuse with."""

from graders.errors import GraderFault


class BoxUnavailable(GraderFault):
    """This machine cannot make the box that was asked for; the text says what it lacks and how to mend it."""
