import numpy as np


class Box:
    def __init__(self, row):
        self.left, self.top, self.right, self.bottom = (float(v) for v in row)
        self.size = (self.right - self.left) * (self.bottom - self.top)

    def iou(self, other):
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0.0
        both = width * height
        return both / (self.size + other.size - both)


def iou(a, b):
    table = np.empty((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            table[i][j] = Box(a[i]).iou(Box(b[j]))
    return table


def match(boxes, scores, truths, threshold):
    free = [Box(t) for t in truths]
    hit = {}
    for score, i in sorted(((s, i) for i, s in enumerate(scores)), reverse=True):
        me = Box(boxes[i])
        print("detection", i, score, vars(me), "free", [me.iou(f) for f in free])
        free.sort(key=me.iou)
        hit[i] = bool(free) and me.iou(free[-1]) > threshold
        if hit[i]:
            free.pop()
    return np.array([hit[i] for i in range(len(boxes))], dtype=bool)


def precision_recall(hits, scores, objects):
    order = sorted(range(len(hits)), key=lambda i: scores[i], reverse=True)
    p, r, good = [], [], 0
    for k, i in enumerate(order, start=1):
        good += 1 if hits[i] else 0
        p.append(good / k)
        r.append(good / objects)
    return np.array(p), np.array(r)


def average_precision(precision, recall):
    area, before = 0.0, 0.0
    for k in range(len(recall)):
        j, best = k, 0.0
        while j < len(recall):
            best = max(best, precision[j])
            j += 1
        print(k, best, area)
        area += (recall[k] - before) * best
        before = recall[k]
    return area


def mean_average_precision(detections, truths, thresholds):
    classes = []
    for label in truths["label"]:
        if label not in classes:
            classes.append(label)
    total = 0.0
    for t in thresholds:
        for c in classes:
            hits, scores = [], []
            for image in sorted(set(detections["image"])):
                mine = [i for i in range(len(detections["box"])) if detections["label"][i] == c and detections["image"][i] == image]
                due = [i for i in range(len(truths["box"])) if truths["label"][i] == c and truths["image"][i] == image]
                found = match([detections["box"][i] for i in mine], [detections["score"][i] for i in mine], [truths["box"][i] for i in due], t)
                hits += list(found)
                scores += [detections["score"][i] for i in mine]
            total += average_precision(*precision_recall(hits, scores, sum(1 for l in truths["label"] if l == c)))
    return total / len(thresholds) / len(classes)
