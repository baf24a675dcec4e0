"""Judges a training: whether it was done as it should be, and whether what was reported is what happened.

The notes of exercise.py say which rows went through the network, and in what order. They are read as
epochs; every rule that is broken is a finding, the weightiest first. Of a sound training, the same steps are
done with the reference, from the same first weights on the same batches, and the four arrays are held
against that.
"""

import numpy as np
from batches import Finding, are_notes, named, read_batches, read_epochs
from exercise import EPOCHS, NAMES, Start
from rules import about_training
from values import judge_values

MOST_TOLD = 4


def training_stats(handin, rng, answer):
    """The verdict, as `graders/judge/ruling.py` has it."""
    start = Start(handin, rng)
    findings = list(_about_shapes(answer))
    if not are_notes(answer):
        said = "What your training did cannot be read; it may call too much."
        return _verdict([*findings, Finding("", said)])
    batches = read_batches(answer)
    if not any(batch.learnt for batch in batches):
        return _verdict([*findings, Finding("nothing-learnt", "No batch goes backward: nothing is trained.")])
    epochs = read_epochs(batches)
    findings += about_training(batches, epochs, start.labels)
    if findings:
        return _verdict(findings)
    findings, more = judge_values(start, handin, answer, batches, epochs)
    return _verdict(findings, **more)


def _verdict(findings, **more):
    if not findings:
        return {"passed": True, **more}
    known = {"misconception": findings[0].name} if findings[0].name else {}
    sentences = [finding.sentence for finding in findings[:MOST_TOLD]]
    return {"passed": False, "sentences": sentences, **known, **more}


def _about_shapes(answer):
    wrong = [name for name in NAMES if answer[name].shape != (EPOCHS,)]
    if wrong:
        shapes = " and ".join(dict.fromkeys(str(answer[name].shape) for name in wrong))
        said = f"{named(wrong)}: shape {shapes}, expected ({EPOCHS},), one number for each epoch."
        yield Finding("wrong-shape", said)
    for name in NAMES:
        if answer[name].dtype.kind not in "fiu":
            yield Finding("", f"`{name}` holds {answer[name].dtype}, where numbers are due.")
        elif not np.isfinite(answer[name]).all():
            yield Finding("", f"`{name}` holds NaN or infinity: does the training run away?")
