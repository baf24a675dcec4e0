"""Who holds which fingerprint: an inverted index, so that nobody is compared with everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.similarity.winnow import Hashes

COMMONPLACE_SHARE = 0.05
COMMONPLACE_AT_LEAST = 10
"""A fingerprint that more than this many of the handins hold, and more than that share of them, is how
everybody solves it. MOSS ignores what more than ten hold (its option -m); a course of a thousand has more
people who read the same page."""


@dataclass(frozen=True)
class Index:
    """Fingerprints in order, and for each the documents that hold it: `holders[starts[i] : starts[i + 1]]`.

    Fingerprints that one document holds alone are left out: nobody shares them.
    """

    values: Hashes
    starts: NDArray[np.int64]
    holders: NDArray[np.int32]
    documents: int

    @classmethod
    def of(cls, documents: Sequence[Hashes]) -> "Index":
        """Index the distinct fingerprints of each document."""
        each = [np.unique(hashes) for hashes in documents]
        all_values = np.concatenate([np.zeros(0, np.uint64), *each])
        owners = np.repeat(np.arange(len(each), dtype=np.int32), [len(one) for one in each])
        order = np.argsort(all_values, kind="stable")
        values, counts = np.unique(all_values[order], return_counts=True)
        shared = counts > 1
        keep = np.repeat(shared, counts)
        ends = np.concatenate([[0], np.cumsum(counts[shared])]).astype(np.int64)
        return cls(values[shared], ends, owners[order][keep], len(each))

    @property
    def limit(self) -> int:
        """How many may hold a fingerprint before it is commonplace."""
        return max(COMMONPLACE_AT_LEAST, int(COMMONPLACE_SHARE * self.documents))

    @property
    def commonplace(self) -> Hashes:
        """The fingerprints that too many hold, sorted."""
        return self.values[np.diff(self.starts) > self.limit]

    def shared_by(self, hashes: Hashes) -> NDArray[np.int64]:
        """For each document, how many of these fingerprints it holds, commonplace ones left out."""
        wanted = np.unique(hashes)
        if not len(self.values):
            return np.zeros(self.documents, np.int64)
        at = np.minimum(np.searchsorted(self.values, wanted), len(self.values) - 1)
        at = at[self.values[at] == wanted]
        begins, counts = self.starts[at], np.diff(self.starts)[at]
        rare = counts <= self.limit
        begins, counts = begins[rare], counts[rare]
        total = int(counts.sum())
        # The places of all those holders: each begin, and so many after it.
        offsets = np.repeat(begins - (np.cumsum(counts) - counts), counts) + np.arange(total)
        return np.bincount(self.holders[offsets], minlength=self.documents).astype(np.int64)
