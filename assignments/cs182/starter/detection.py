"""Mean average precision of object detection. A box is a row (left, top, right, bottom), left < right, top < bottom."""

import numpy as np


def iou(a, b):
    """Returns the intersection over union of each box of a (n, 4) with each box of b (m, 4), (n, m)."""
    raise NotImplementedError("iou")


def match(boxes, scores, truths, threshold):
    """
    boxes: detections of one class in one image, (n, 4). scores: how sure each is, (n,), all different.
    truths: the objects that are there, (m, 4); m may be 0.
    Returns an array (n,) of truth values, in the order of `boxes`: which detections are hits.
    """
    raise NotImplementedError("match")


def precision_recall(hits, scores, objects):
    """
    hits, scores: arrays (n,). objects: how many objects there are.
    Returns precision and recall, two arrays (n,), of the surest 1, 2, ..., n detections.
    """
    raise NotImplementedError("precision_recall")


def average_precision(precision, recall):
    """Two arrays (n,), recall never falling. Returns the area under the precision's envelope, a number."""
    raise NotImplementedError("average_precision")


def mean_average_precision(detections, truths, thresholds):
    """
    detections: a dict of arrays, one entry for each box: "image" (n,), "label" (n,), "box" (n, 4), "score" (n,).
    truths: likewise, without "score". thresholds: a list of numbers.
    Returns the mean of the average precisions, a number.
    """
    raise NotImplementedError("mean_average_precision")
