"""A problem as its author wrote it: described, exercised, and proved by known handins.

Start at `bundle.py`; `read.py` reads a bundle from a folder or an archive, `rules/` says what a bundle
must hold to.
"""

from graders.bundle.bundle import Bundle
from graders.bundle.read import read_bundle, read_bundle_folder

__all__ = ["Bundle", "read_bundle", "read_bundle_folder"]
