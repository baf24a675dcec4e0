"""Work that stands back for students' gradings: proofs of uploaded problems, kits, regrades, searches.

Start at `room.py`: a thread for each kind of work, which claims rows as the dispatcher does. Every box
that it wants is held back while a student waits (`worker/giving_way.py`).
"""

from deploy.background.room import BackRoom

__all__ = ["BackRoom"]
