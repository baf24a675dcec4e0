"""Which handins share code that neither the starter nor everybody has.

Start at `search.py`. Sources are read as normalized tokens (`tokens.py`), known code is masked and the
rest winnowed (`document.py`, `winnow.py`), an index finds who shares rare fingerprints (`index.py`), and only
those are laid side by side (`match.py`). Nothing here runs what it reads, and whatever it reads is bounded.
"""

from graders.similarity.document import Document, Reading, read_sources
from graders.similarity.match import Match, matches
from graders.similarity.search import Pair, Search, Side

__all__ = ["Document", "Match", "Pair", "Reading", "Search", "Side", "matches", "read_sources"]
