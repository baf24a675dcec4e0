"""Mean average precision of object detection. A box is (left, top, right, bottom), a row of an array.

Source: Everingham et al. 2010, section 4.2, with the area under the interpolated curve; thresholds averaged
as by Lin et al. 2014.
"""

import numpy as np


def iou(a, b):
    """Intersection over union of every box of a (n, 4) with every box of b (m, 4): (n, m)."""
    corner = np.maximum(a[:, None, :2], b[None, :, :2])
    opposite = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.clip(opposite - corner, 0, None).prod(axis=2)
    return shared / (area(a)[:, None] + area(b)[None, :] - shared)


def area(boxes):
    """The areas (n,) of boxes (n, 4)."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def match(boxes, scores, truths, threshold):
    """Which boxes (n, 4) find an object, (n,): the surest first, each takes the best object still free."""
    overlap = iou(boxes, truths)
    hits = np.zeros(len(boxes), dtype=bool)
    for i in np.argsort(-scores):
        best = overlap[i].argmax() if len(truths) else None
        if best is not None and overlap[i, best] > threshold:
            hits[i] = True
            overlap[:, best] = -1
    return hits


def precision_recall(hits, scores, objects):
    """Precision and recall, both (n,), of the surest 1, 2, …, n detections."""
    found = hits[np.argsort(-scores)].cumsum()
    return found / np.arange(1, len(hits) + 1), found / objects


def average_precision(precision, recall):
    """The area under precision by recall, once each precision is raised to the best from there on."""
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return (np.diff(recall, prepend=0) * envelope).sum()


def mean_average_precision(detections, truths, thresholds):
    """The mean over classes that have objects, and over thresholds.

    Both are dicts of arrays with one entry a box: "image", "label", "box"; detections have a "score".
    """
    return np.mean(
        [
            class_precision(detections, truths, label, threshold)
            for threshold in thresholds
            for label in np.unique(truths["label"])
        ]
    )


def class_precision(detections, truths, label, threshold):
    """Average precision of one class: matched image by image, ranked all together."""
    found, due = (of_class(boxes, label) for boxes in (detections, truths))
    hits = np.zeros(len(found["score"]), dtype=bool)
    for image in np.unique(found["image"]):
        here, there = found["image"] == image, due["image"] == image
        hits[here] = match(found["box"][here], found["score"][here], due["box"][there], threshold)
    return average_precision(*precision_recall(hits, found["score"], len(due["box"])))


def of_class(boxes, label):
    """The boxes of one class."""
    return {name: array[boxes["label"] == label] for name, array in boxes.items()}
