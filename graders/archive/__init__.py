"""Reads tar and zip archives that nobody vouches for, member by member, without extracting anything.

Theory of operation. `read_entries` tells the format by content, expands it in small chunks under a
meter, and walks the members with a parser of our own; nothing is ever written to a disk and nothing
larger than the limits is ever held. `plain_files` then judges names and kinds and gives the only thing
that the rest of the engine deals with: a mapping of normalized path → bytes. Whatever does not fit is
refused with the member's name, the reason, and how to mend it.
"""

from graders.archive.entry import Entry, Kind
from graders.archive.limits import ArchiveLimits
from graders.archive.names import shown
from graders.archive.read import read_entries
from graders.archive.tree import plain_files
from graders.archive.write import write_tar

__all__ = ["ArchiveLimits", "Entry", "Kind", "plain_files", "read_entries", "shown", "write_tar"]
