"""Reads tar and zip archives that nobody vouches for, member by member, without extracting anything.

Theory of operation. `read_entries` tells the format by content, expands it in small chunks under a
meter, and walks the members with a parser of our own; nothing is ever written to a disk and nothing
larger than the limits is ever held. `plain_files` then judges names and kinds and gives the only thing
that the rest of the engine deals with: a mapping of normalized path → bytes. Whatever does not fit is
refused with the member's name, the reason, and how to mend it.
"""

from graders.archive.entry import Entry, Kind
from graders.archive.folder import read_folder
from graders.archive.limits import ArchiveLimits
from graders.archive.names import plain_path, shown
from graders.archive.noise import environments, noise_in
from graders.archive.read import read_entries
from graders.archive.root import below, find_root
from graders.archive.tree import plain_files
from graders.archive.write import write_tar

__all__ = [
    "ArchiveLimits",
    "Entry",
    "Kind",
    "below",
    "environments",
    "find_root",
    "noise_in",
    "plain_files",
    "plain_path",
    "read_entries",
    "read_folder",
    "shown",
    "write_tar",
]
