"""Why somebody is not signed in by way of a provider."""


class NotVouchedFor(Exception):
    """A refusal: its text is a sentence for the sign-in page. status_code: of that page."""

    status_code = 403


class NotBegunHere(NotVouchedFor):
    """The browser did not set out for the provider itself, or too long ago, or comes back twice."""

    def __init__(self) -> None:
        super().__init__("This sign-in was not begun in this browser, or too long ago. Try again.")


class ProviderAway(NotVouchedFor):
    """The provider does not answer, or not as a provider does."""

    status_code = 503

    def __init__(self, title: str) -> None:
        super().__init__(
            f"{title} does not answer as it should now. Try again in a minute; with a password you can "
            "sign in below all the same."
        )


class WrongWord(NotVouchedFor):
    """What the provider says does not hold: forged, meant for another, too old, or for another sign-in."""

    def __init__(self, title: str) -> None:
        super().__init__(f"What {title} said of you does not hold, so you were not signed in. Try again.")
