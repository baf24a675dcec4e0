"""The notes of exercise.py, read as batches and epochs."""

from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from exercise import CLASSES, EPOCHS, EVENTS, MOST_EVENTS, MOST_ROWS, TEST, TRAINING, UNKNOWN, VALIDATION

TRAIN, EVAL, ZERO, FORWARD, BACKWARD, STEP = range(len(EVENTS))
ALL_ROWS = TRAINING + VALIDATION + TEST


class Finding(NamedTuple):
    """What is wrong: a misconception's name, or "" for what is none of them, and a sentence."""

    name: str
    sentence: str


class Batch(NamedTuple):
    """What was done from one forward to the next.

    training: the mode. steps: backward, step and zero_grads, in order. labels: what backward was given.
    cleared: zero_grads came since the backward before. loss, wrong: of the handin's own network.
    """

    rows: np.ndarray
    training: bool
    steps: list
    labels: np.ndarray
    cleared: bool
    loss: float
    wrong: float

    @property
    def learnt(self):
        """Whether it is meant for training, however that is done."""
        return BACKWARD in self.steps or STEP in self.steps


class Epoch(NamedTuple):
    """Batches that were learnt, and those after them that were only looked at."""

    learnt: list
    looked: list


def are_notes(answer):
    """Whether these arrays are what `Notes.arrays` makes: the student's process had them in its hands."""
    events, modes, sizes, numbers = (answer[name] for name in ("events", "modes", "sizes", "numbers"))
    losses, wrong = answer["own_losses"], answer["own_wrong"]
    whole = (events, modes, sizes, numbers, wrong)
    if any(array.ndim != 1 or array.dtype.kind != "i" for array in whole) or losses.dtype != float:
        return False
    if any(array.shape != events.shape for array in (modes, sizes, losses, wrong)):
        return False
    if len(events) >= MOST_EVENTS or len(numbers) >= MOST_ROWS or (sizes < 0).any():
        return False
    counted = np.isin(events, (FORWARD, BACKWARD))
    if sizes.sum() != len(numbers) or sizes[~counted].any() or not np.isin(events, range(len(EVENTS))).all():
        return False
    most = np.repeat(np.where(events == FORWARD, ALL_ROWS, CLASSES), sizes)
    return bool(((numbers >= UNKNOWN) & (numbers < most)).all())


def read_batches(answer):
    """The notes as batches."""
    batches, mode, clear = [], True, True
    pieces = np.split(answer["numbers"], np.cumsum(answer["sizes"])[:-1])
    own = zip(answer["own_losses"], answer["own_wrong"], strict=True)
    for event, noted, piece, outcome in zip(answer["events"], answer["modes"], pieces, own, strict=False):
        mode = event == TRAIN if event in (TRAIN, EVAL) else mode if noted == UNKNOWN else noted == 1
        if event == FORWARD:
            batches.append(Batch(piece, bool(mode), [], piece[:0], True, *outcome))
        elif event in (ZERO, BACKWARD, STEP) and batches:
            batches[-1].steps.append(int(event))
            if event == BACKWARD:
                batches[-1] = batches[-1]._replace(labels=piece, cleared=clear)
        clear = event == ZERO or (clear and event != BACKWARD)
    return batches


def read_epochs(batches):
    """The batches by epoch; none where they cannot be so many epochs."""
    runs = [list(run) for _, run in groupby(batches, key=lambda batch: batch.learnt)]
    runs = runs if runs[0][0].learnt else runs[1:]
    if len(runs[::2]) == EPOCHS:
        return [Epoch(*pair) for pair in zip(runs[::2], [*runs[1::2], []], strict=False)]
    begins = [place for place, batch in enumerate(batches) if batch.learnt]
    each, rest = divmod(len(begins), EPOCHS)
    if rest:
        return []
    pieces = [batches[first:end] for first, end in pairwise([*begins[::each], len(batches)])]
    return [Epoch([b for b in piece if b.learnt], [b for b in piece if not b.learnt]) for piece in pieces]


def named(names):
    """Names as a sentence has them."""
    return ", ".join(f"`{name}`" for name in names)
