"""The rules of a training. Each that is broken is a finding, the weightiest first."""

from collections import Counter
from itertools import pairwise

import numpy as np
from batches import BACKWARD, STEP, ZERO, Finding
from exercise import BATCH, EPOCHS, EVENTS, TRAINING, UNKNOWN, VALIDATION


def about_training(batches, epochs, labels):
    """Findings on what was done; labels: of all rows."""
    yield from _about_sets(batches)
    yield from _about_steps(batches, labels)
    yield from _about_epochs(batches, epochs)


def _about_sets(batches):
    """Which sets the rows came from."""
    learnt, looked = (
        np.concatenate([np.zeros(0, int), *(batch.rows for batch in batches if batch.learnt is kind)])
        for kind in (True, False)
    )
    every = np.concatenate([learnt, looked])
    if strange := (every == UNKNOWN).sum():
        said = f"{strange} rows go forward that are in none of the three sets: leave rows as they are."
        yield Finding("", said)
    if tested := (every >= TRAINING + VALIDATION).sum():
        said = f"{tested} rows of the test set go through the network; it is not for this function."
        yield Finding("test-set-used", said)
    if taught := ((learnt >= TRAINING) & (learnt < TRAINING + VALIDATION)).sum():
        said = f"You train on {taught} rows of the validation set: it is there to be looked at only."
        yield Finding("validation-set-trained-on", said)
    if again := ((looked >= 0) & (looked < TRAINING)).sum():
        said = (
            f"{again} rows of the training set go forward and not backward: gather training losses and "
            "errors from the batches as you train, not in a pass of their own."
        )
        yield Finding("measured-again", said)


def _about_steps(batches, labels):
    """The order of calls, the labels and the modes."""
    learnt = [batch for batch in batches if batch.learnt]
    disorder = ((number, _disorder(batch)) for number, batch in enumerate(learnt, start=1))
    for number, (name, said) in [(number, found) for number, found in disorder if found][:1]:
        yield Finding(name, f"In training batch {number}, {said}.")
    if dirty := sum(not batch.cleared for batch in learnt):
        said = (
            f"{dirty} of {len(learnt)} batches find the gradients of the batch before: call zero_grads "
            "for each."
        )
        yield Finding("zero-grads-missing", said)
    yield from _about_labels(learnt, labels)
    if not all(batch.training for batch in learnt):
        said = "You train in evaluation mode: call train() before the first batch of an epoch."
        yield Finding("trained-in-evaluation-mode", said)
    if any(batch.training for batch in batches if not batch.learnt):
        said = (
            "You validate in training mode: call eval() first, or BatchNorm takes the validation batch's "
            "statistics."
        )
        yield Finding("validated-in-training-mode", said)


def _disorder(batch):
    """What is wrong with the calls after forward; () where they are backward and step."""
    steps = [step for step in batch.steps if step != ZERO]
    if STEP not in steps:
        return "step-missing", "no step follows backward, so nothing is learnt"
    if BACKWARD in steps[1:] and steps[0] == STEP:
        said = "step comes before backward, and takes the gradients of the batch before"
        return "step-before-backward", said
    if steps != [BACKWARD, STEP]:
        called = ", ".join(EVENTS[step] for step in steps)
        return "", f"forward is followed by {called}, where backward and step are due, once each"
    if batch.steps[batch.steps.index(BACKWARD) + 1] == ZERO:
        said = "zero_grads comes between backward and step, and wipes out what step applies"
        return "cleared-before-step", said
    return ()


def _about_labels(learnt, labels):
    """One finding: the first batch that did not learn its own labels."""
    for number, batch in enumerate(learnt, start=1):
        if BACKWARD not in batch.steps or (batch.rows == UNKNOWN).any():
            continue
        if len(batch.labels) != len(batch.rows) or (batch.labels == UNKNOWN).any():
            said = f"In training batch {number}, backward is due one one-hot row for each row of x."
            yield Finding("", said)
            return
        if apart := (batch.labels != labels[batch.rows]).sum():
            said = (
                f"In training batch {number}, {apart} of {len(batch.rows)} rows are learnt with another "
                "row's label: shuffle x and labels by the same indices."
            )
            yield Finding("labels-apart", said)
            return


def _about_epochs(batches, epochs):
    if not epochs:
        learnt = sum(batch.learnt for batch in batches)
        said = f"{learnt} batches are trained, which is no {EPOCHS} epochs of {-(-TRAINING // BATCH)}."
        yield Finding("", said)
        return
    yield from _about_coverage("train", [epoch.learnt for epoch in epochs], range(TRAINING))
    yield from _about_batch_size(epochs)
    yield from _about_shuffling(epochs)
    if unseen := [number for number, epoch in enumerate(epochs, start=1) if not epoch.looked]:
        said = f"No validation follows epoch {unseen[0]}: measure the validation set once after each epoch."
        yield Finding("never-validated", said)
    else:
        validated = [epoch.looked for epoch in epochs]
        yield from _about_coverage("validate", validated, range(TRAINING, TRAINING + VALIDATION))


def _about_coverage(verb, passes, rows):
    """One finding: the first pass in which not every row of a set has one turn."""
    for number, batches in enumerate(passes, start=1):
        turns = Counter(row for batch in batches for row in batch.rows.tolist() if row in rows)
        left, twice = len(rows) - len(turns), sum(turn > 1 for turn in turns.values())
        full = {len(batch.rows) for batch in batches} == {BATCH}
        if not turns:
            yield Finding("", f"In epoch {number} you {verb} on none of the rows that are there for it.")
        elif full and left == len(rows) % BATCH and not twice and left:
            said = f"You {verb} on {len(turns)} of {len(rows)} rows: the last batch, of {left}, is dropped."
            yield Finding("last-batch-dropped", said)
        elif full and twice and not left:
            said = (
                f"You {verb} on {twice} rows twice in an epoch: the last batch is smaller than the others, "
                "and is not to be filled up."
            )
            yield Finding("last-batch-filled-up", said)
        elif left or twice:
            said = f"{left} of {len(rows)} rows have no turn and {twice} more than one; each is due once."
            yield Finding("", f"Where you {verb} in epoch {number}, {said}")
        if left or twice:
            return


def _about_batch_size(epochs):
    sizes = {len(batch.rows) for epoch in epochs for batch in epoch.learnt[:-1]} - {BATCH}
    if sizes or any(len(epoch.learnt[-1].rows) > BATCH for epoch in epochs):
        told = f"; others have {', '.join(map(str, sorted(sizes)[:3]))}" if sizes else ""
        yield Finding("", f"Each batch but an epoch's last is due batch_size = {BATCH} rows{told}.")


def _about_shuffling(epochs):
    orders = [np.concatenate([batch.rows for batch in epoch.learnt]).tolist() for epoch in epochs]
    together = [{frozenset(batch.rows.tolist()) for batch in epoch.learnt} for epoch in epochs]
    if any(before == after for before, after in pairwise(orders)):
        said = "The training rows come in one order, epoch after epoch: shuffle them anew for each."
        yield Finding("not-shuffled", said)
    elif any(before == after for before, after in pairwise(together)):
        said = (
            "The same rows share a batch in every epoch: shuffle rows, and cut them into batches after that."
        )
        yield Finding("batches-shuffled", said)
