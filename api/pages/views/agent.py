"""What a browser is called, for its owner to know it by."""

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def agent(told: str) -> str:
    """The name of a browser, by what it says of itself, which it may have made up: Firefox on Linux."""
    browser = next((name for sign, name in _BROWSERS if sign in told), told.partition("/")[0][:40])
    system = next((name for sign, name in _SYSTEMS if sign in told), "")
    return f"{browser or 'Some browser'}{' on ' if system else ''}{system}"
