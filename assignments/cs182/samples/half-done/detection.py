import numpy as np


def iou(a, b):
    x1 = np.maximum(a[:, 0][:, None], b[:, 0])
    y1 = np.maximum(a[:, 1][:, None], b[:, 1])
    x2 = np.minimum(a[:, 2][:, None], b[:, 2])
    y2 = np.minimum(a[:, 3][:, None], b[:, 3])
    inter = np.maximum(0, x2 - x1) * np.maximum(0, y2 - y1)
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    return inter / (area_a[:, None] + area_b - inter)


def match(boxes, scores, truths, threshold):
    hits = np.zeros(len(boxes), dtype=bool)
    used = []
    table = iou(boxes, truths)
    for i in np.argsort(scores)[::-1]:
        row = [(table[i, j], j) for j in range(len(truths)) if j not in used]
        if row and max(row)[0] > threshold:
            used.append(max(row)[1])
            hits[i] = True
    return hits


def precision_recall(hits, scores, objects):
    tp = np.cumsum(hits[np.argsort(scores)[::-1]])
    return tp / (np.arange(len(tp)) + 1), tp / objects


def average_precision(precision, recall):
    return np.sum(precision) / len(precision)  # is that all there is to it?


def mean_average_precision(detections, truths, thresholds):
    raise NotImplementedError
