"""The four arrays of a sound training, held against what the reference makes of the same batches."""

from itertools import permutations

import numpy as np
from batches import Finding, named
from exercise import BATCH, CLASSES, NAMES

LOSS_RTOL = 1e-3
"""Training in float32 comes within 1e-5; the nearest mistake that costs points is more than 1e-2 off."""
ERROR_ROWS = 1.5
"""A row on the border may fall to either side when sums are taken in another order."""
LOSS_DUE, ERROR_DUE = 0.7, 0.25
"""Below this each must have come in some epoch; the reference comes to about 0.3 and 0.07. Not in the last:
one honest training in thirty has a validation loss that jumps up just there."""


def judge_values(start, handin, answer, batches, epochs):
    """Findings on the four arrays of a sound training, and what else the judge says of them."""
    replayed = _replay(start, handin, batches)
    theirs = Stats(epochs, lambda batch: replayed[id(batch)])
    ways = {name: theirs.way_of(name, answer[name]) for name in NAMES}
    wrong = [name for name in NAMES if ways[name] not in FAIR]
    if not wrong:
        by_batch = [name for name in NAMES if ways[name] == "batches"]
        return list(_about_fall(answer)), {"notes": [NOTE.format(named(by_batch))] if by_batch else []}
    own = Stats(epochs, lambda batch: (batch.loss, batch.wrong))
    if not any(ways.values()) and all(own.way_of(name, answer[name]) in FAIR for name in NAMES):
        return [Finding("", OWN)], {}
    expected = {name: theirs.by("rows", name) for name in NAMES}
    findings = list(_about_places(answer, theirs)) or list(_about_ways(answer, ways, expected))
    return findings, {"expected": {name: expected[name] for name in wrong}}


def _replay(start, handin, batches):
    """Summed loss and wrong rows of each batch, by its id, when the reference does the same."""
    mlp = start.network(handin)
    classes, values = np.eye(CLASSES), {}
    for batch in batches:
        (mlp.train if batch.training else mlp.eval)()
        mlp.forward(start.x[batch.rows])
        labels = classes[start.labels[batch.rows]]
        values[id(batch)] = mlp.total_loss(labels), mlp.error(labels)
        if batch.learnt:
            mlp.zero_grads()
            mlp.backward(labels)
            mlp.step()
    return values


WAYS = {
    "rows": lambda sums, rows: sums.sum() / rows.sum(),
    "batches": lambda sums, rows: (sums / rows).mean(),
    "sums": lambda sums, rows: sums.sum(),
    "count": lambda sums, rows: sums.sum() / len(sums),
    "full": lambda sums, rows: sums.sum() / (len(sums) * BATCH),
    "accuracy": lambda sums, rows: 1 - sums.sum() / rows.sum(),
    "percent": lambda sums, rows: 100 * sums.sum() / rows.sum(),
}
"""Way of averaging → an epoch's number, from the sums over each batch and the numbers of rows in them."""
FAIR = ("rows", "batches")

READINGS = {
    "sums": (
        "losses-summed",
        "{}: the sum over an epoch, where the average is due: divide by the number of rows.",
    ),
    "count": (
        "divided-by-batches",
        "{}: total_loss and error are sums over a batch already; you divide by the number of batches, and "
        "the number of rows is due.",
    ),
    "full": (
        "divided-by-full-batches",
        "{}: you divide as if every batch had batch_size rows; the last is smaller.",
    ),
    "accuracy": ("accuracy-for-error", "{}: the part that is right, where the part that is wrong is due."),
    "percent": ("", "{}: in percent, where a fraction is due."),
}
NOTE = "{}: averaged batch by batch, so that a row of the small last batch weighs more. That is fine."
OWN = (
    "Your four arrays are what your own network made of your batches, so this function does its part; but "
    "with the same batches the reference learns otherwise. Mend the network first: see the problem mlp."
)


class Stats:
    """What the four arrays are for some values of the batches, in every way that students are known to take.

    value: batch → its summed loss, and how many rows are wrong.
    """

    def __init__(self, epochs, value):
        self._epochs = {
            kind: [self._table(getattr(epoch, kind), value) for epoch in epochs]
            for kind in ("learnt", "looked")
        }

    @staticmethod
    def _table(batches, value):
        """Summed losses, numbers of wrong rows, and numbers of rows: (3, batches)."""
        return np.array([(*value(batch), len(batch.rows)) for batch in batches], float).T

    def by(self, way, name, more=0):
        """An array by one way of averaging; more: rows that are wrong in the last batch on top."""
        column = 0 if name.endswith("losses") else 1
        found = []
        for epoch in self._epochs["learnt" if name.startswith("training") else "looked"]:
            sums = epoch[column].copy()
            sums[-1] += more
            found.append(WAYS[way](sums, epoch[2]))
        return np.array(found)

    def way_of(self, name, got):
        """The first way by which an array comes out; "" for none."""
        return next((way for way in WAYS if self.fits(way, name, got)), "")

    def fits(self, way, name, got):
        """Whether an array is this one, by this way."""
        due = self.by(way, name)
        allowed = LOSS_RTOL * np.abs(due)
        if name.endswith("errors"):
            allowed = ERROR_ROWS * np.abs(self.by(way, name, more=1) - due)
        return bool((np.abs(got - due) <= allowed).all())


def _about_places(answer, theirs):
    """One finding: the four arrays are right, in another order."""
    for order in permutations(NAMES):
        if all(theirs.fits("rows", due, answer[name]) for name, due in zip(NAMES, order, strict=True)):
            yield Finding("", f"You return {', '.join(order)}; the order due is {', '.join(NAMES)}.")


def _about_ways(answer, ways, expected):
    """What is wrong with the arrays: a finding for each wrong way, and one for the first in none of them."""
    for way, (name, said) in READINGS.items():
        if names := [one for one in NAMES if ways[one] == way]:
            yield Finding(name, said.format(named(names)))
    for name in [name for name in NAMES if not ways[name]][:1]:
        off = np.abs(answer[name] - expected[name])
        epoch = int(off.argmax())
        said = (
            f"`{name}` is not what came of your batches: for epoch {epoch + 1} you report "
            f"{answer[name][epoch]:.4g}, and their average is {expected[name][epoch]:.4g}."
        )
        yield Finding("", said)


def _about_fall(answer):
    """Losses and errors must fall; those of a sound training cannot but do so."""
    for name in NAMES:
        due = LOSS_DUE if name.endswith("losses") else ERROR_DUE
        if (least := answer[name].min()) > due:
            yield Finding("", f"`{name}` comes down to {least:.3g}, and should come below {due:g}.")
