"""The site whose pages are tested."""

from tests.fixtures.site import furnished, site

__all__ = ["furnished", "site"]
