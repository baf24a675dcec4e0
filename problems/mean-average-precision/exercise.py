"""Scores a made-up detector: boxes around objects, near them or wide of them, some twice, some nowhere."""

import numpy as np

FILE = "detection.py"

# The second box, the surest, takes the left object, which all like best; the third takes the right one.
PAIR = np.array([[1.0, 0, 11, 10], [4.5, 0, 14.5, 10]])
CROWD = np.array([[1.0, 0, 11, 10], [0, 0, 10, 10], [2, 0, 12, 10]])


def iou(handin, rng):
    """Array `iou`: boxes that overlap, and by turns boxes apart, one within another, and touching ones."""
    a, b = _boxes(rng, 5), _boxes(rng, 4)
    square, inner, beside, across = (
        np.array([box], dtype=float) for box in ((0, 0, 4, 4), (1, 1, 3, 2), (4, 0, 6, 4), (5, 6, 8, 9))
    )
    pairs = {
        "some boxes": (a, b),
        "a box and itself": (square, square),
        "one within another": (square, inner),
        "touching": (square, beside),
        "apart": (square, across),
    }
    function = handin.load(FILE).iou
    return {
        case: {"iou": function(*(handin.lend(name, boxes) for name, boxes in zip("ab", pair, strict=True)))}
        for case, pair in pairs.items()
    }


def match(handin, rng):
    """Array `hits` (n,), as numbers 0 and 1."""
    function = handin.load(FILE).match
    cases = {"some boxes": _scene(rng, 6), "nothing there": (_boxes(rng, 3), rng.random(3), np.zeros((0, 4)))}
    half = np.array([[0.0, 0, 2, 1], [10, 0, 12, 1.1]]), np.array([0.9, 0.4])
    cases["an overlap of exactly one half"] = *half, np.array([[0.0, 0, 1, 1], [10, 0, 11.4, 1.1]])
    cases["two objects side by side"] = CROWD, np.array([0.3, 0.9, 0.8]), PAIR
    cases["apart in both directions"] = PAIR[:1] - 20, np.ones(1), PAIR
    return {
        case: {"hits": np.asarray(_ask(function, handin, *scene), dtype=float)}
        for case, scene in cases.items()
    }


def precision_recall(handin, rng):
    """Arrays `precision` and `recall` (9,)."""
    hits, scores = rng.permutation([True] * 4 + [False] * 5), rng.random(9)
    function = handin.load(FILE).precision_recall
    precision, recall = function(handin.lend("hits", hits), handin.lend("scores", scores), 7)
    return {"precision": precision, "recall": recall}


def average_precision(handin, rng):
    """Array `average_precision` (): curves with teeth, one that ends early, and one of a perfect detector."""
    teeth = np.array([1, 0, 1, 0, 0, 1, 1, 0, 1, 0], dtype=bool)
    curves = {
        "a curve with teeth": _curve(teeth, 5),
        "some curve": _curve(np.append(rng.permutation(teeth), True), 9),
        "first a miss": _curve(np.append(False, rng.permutation(teeth)), 6),
        "all right": _curve(np.ones(4, dtype=bool), 4),
        "all wrong": _curve(np.zeros(4, dtype=bool), 4),
    }
    function = handin.load(FILE).average_precision
    return {
        case: {"average_precision": _number(function(handin.lend("precision", p), handin.lend("recall", r)))}
        for case, (p, r) in curves.items()
    }


def mean_average_precision(handin, rng):
    """Array `mean` (): at one threshold and at several."""
    function = handin.load(FILE).mean_average_precision
    cases = {}
    for case, thresholds in (("at 0.5", [0.5]), ("at 0.5, 0.65 and 0.75", [0.5, 0.65, 0.75])):
        detections, truths = _dataset(rng)
        lent = (_lend(handin, boxes) for boxes in (detections, truths))
        cases[case] = {"mean": _number(function(*lent, list(thresholds)))}
    return cases


def _ask(function, handin, boxes, scores, truths, threshold=0.5):
    return function(handin.lend("boxes", boxes), handin.lend("scores", scores), truths.copy(), threshold)


def _boxes(rng, n):
    """n boxes within a square of 10, large enough to overlap often."""
    corner = rng.uniform(0, 6, (n, 2))
    return np.hstack([corner, corner + rng.uniform(2, 5, (n, 2))])


def _scene(rng, n):
    """Detections and scores of n objects on a grid, some near and some wide of theirs; and the objects."""
    corner = 12.0 * np.arange(n)[:, None] + rng.uniform(0, 1, (n, 2))
    truths = np.hstack([corner, corner + rng.uniform(7, 10, (n, 2))])
    near, wide = (truths[rng.permutation(n)[: n - 1]] + rng.uniform(-by, by, (n - 1, 4)) for by in (0.7, 4))
    boxes = np.vstack([near, wide])
    return boxes, rng.random(len(boxes)), truths


def _dataset(rng):
    """Three images. Class 3 has objects that nobody found, and class 7 is found though it is never there."""
    found, due = [], []
    for image in range(3):
        for label in range(3):
            boxes, scores, truths = _scene(rng, int(rng.integers(2, 5)))
            found += [(image, label, box, 0.6 * score) for box, score in zip(boxes, scores, strict=True)]
            due += [(image, label, box) for box in truths]
        found += [(image, *told, 0.01 * rng.random() + score) for *told, score in _traps(image, truths[0])]
        due += [(image, 0, box + 300) for box in PAIR]
        due += [(image, 1, HALF), (image, 1, ELSEWHERE + 20 * image), (image, 3, truths[0])]
    found.sort(key=lambda row: row[3])  # the surest come last
    return [
        {name: np.array(column) for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=False)}
        for rows in (found, due)
    ]


COLUMNS = ("image", "label", "box", "score")
HALF, TWICE = np.array([200.0, 0, 201, 1]), np.array([200.0, 0, 202, 1])
ELSEWHERE = np.array([100.0, 0, 110, 10])


def _traps(image, truth):
    """Label, box and score of detections that look right and are not, and the other way round.

    truth: an object of class 2 in this image.
    """
    yield from ((0, box + 300, score) for box, score in zip(CROWD, (0.3, 0.9, 0.8), strict=True))
    yield 0, truth, 0.7  # an object of another class
    yield 1, TWICE, 0.95  # an overlap of exactly one half
    yield 1, ELSEWHERE + 20 * (image + 1), 0.97  # an object of the next image
    yield 2, truth - 2 * np.tile(truth[2:] - truth[:2], 2), 0.99  # apart from it in both directions
    yield from ((2, truth + shift, score) for shift, score in ((0.1, 0.85), (-0.1, 0.75)))  # found twice
    yield 7, truth, 0.6


def _curve(hits, objects):
    """Precision and recall of detections that are in the order of their scores."""
    found = hits.cumsum()
    return found / np.arange(1, len(hits) + 1), found / objects


def _lend(handin, boxes):
    return {name: handin.lend(name, array) for name, array in boxes.items()}


def _number(value):
    return np.asarray(value, dtype=float)
