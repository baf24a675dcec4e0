"""Trains the handin's own MLP by its get_training_stats, and notes what was done with which rows.

The MLP stands behind a stand-in that passes every call through. What is noted, and the four arrays that
came, are judged elsewhere: judge.py does the same steps with the reference and compares.
"""

import io

import numpy as np

DIGITS = "digits.npz"
TRAINING, VALIDATION, TEST = 580, 150, 150
EPOCHS, BATCH = 6, 16
HIDDEN, CLASSES = 32, 10
LR = 0.8

NAMES = ("training_losses", "training_errors", "validation_losses", "validation_errors")
EVENTS = ("train", "eval", "zero_grads", "forward", "backward", "step")
"""What is noted; an event's number is its place."""
UNKNOWN = -1
"""The number of a row, a label or a mode that could not be told."""
MOST_ROWS = 50 * EPOCHS * (TRAINING + VALIDATION)
"""Rows and labels, after which nothing is noted any more: an honest training has a twentieth."""
MOST_EVENTS = 100_000
"""Calls, after which nothing is noted any more."""


def training_stats(handin, rng):
    """The four arrays, and the notes: see `Notes.arrays`."""
    start = Start(handin, rng)
    notes = Notes(start)
    handed = tuple(
        (handin.lend(f"{name} x", x), handin.lend(f"{name} labels", y)) for name, x, y in start.sets
    )
    module = handin.load("hw1/hw1.py")
    network = StandIn(start.network(handin), notes)
    # Students print arrays, and to write out all rows of a training takes longer than to train.
    with np.printoptions(threshold=0, edgeitems=2):
        stats = module.get_training_stats(network, handed, EPOCHS, BATCH)
    if not isinstance(stats, (tuple, list)) or len(stats) != len(NAMES):
        raise TypeError(f"get_training_stats must return four arrays: {', '.join(NAMES)}.")
    return {**dict(zip(NAMES, stats)), **notes.arrays()}  # noqa: B905  # kits run on Python 3.8


class Start:
    """Where a training begins: the sets, and the first weights. Draws the same from the same seed.

    x: all rows of the three sets, one set after another; a row's number is its place. labels: theirs.
    """

    def __init__(self, handin, rng):
        with np.load(io.BytesIO(handin.data[DIGITS]), allow_pickle=False) as digits:
            images, labels = digits["images"], digits["labels"]
        chosen = rng.permutation(len(images))[: TRAINING + VALIDATION + TEST]
        self.pixels, self.labels = images[chosen], labels[chosen].astype(np.int64)
        self.white = int(images.max())
        self.x = self.pixels / self.white
        self.rng = rng

    @property
    def sets(self):
        """Name, x and labels of each set."""
        edges = np.cumsum([0, TRAINING, VALIDATION, TEST])
        for name, first, end in zip(("training", "validation", "test"), edges, edges[1:]):  # noqa: B905
            yield name, self.x[first:end], self.labels[first:end]

    def network(self, handin):
        """An MLP of the handin's own parts: one hidden layer of sigmoids, no momentum, no BatchNorm."""
        activation = handin.load("mytorch/activation.py")
        loss = handin.load("mytorch/loss.py")
        return handin.load("hw1/hw1.py").MLP(
            self.x.shape[1], CLASSES, [HIDDEN], [activation.Sigmoid(), activation.Identity()],
            self._weights, lambda n_out: np.zeros((1, n_out)), loss.SoftmaxCrossEntropy(), LR,
            momentum=0.0, num_bn_layers=0,
        )  # fmt: skip

    def _weights(self, n_in, n_out):
        return self.rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)


class Notes:
    """What was done, in order.

    A row is known by its pixels, whole numbers again after a multiplication: so a copy, another order,
    another dtype make no difference.
    """

    def __init__(self, start):
        self._white = start.white
        self._rows = {row.tobytes(): number for number, row in enumerate(start.pixels)}
        self._labels = start.labels
        self._noted = []
        self._rows_noted = 0

    def note(self, event, network, numbers=()):
        """Note an event, and the mode that the network is in; the note may be filled in later."""
        if self._rows_noted < MOST_ROWS and len(self._noted) < MOST_EVENTS:
            mode = getattr(network, "train_mode", None)
            mode = int(mode) if isinstance(mode, bool | np.bool_) else UNKNOWN
            self._noted.append([EVENTS.index(event), mode, np.asarray(numbers, np.int32), np.nan, UNKNOWN])
            self._rows_noted += len(numbers)
            return self._noted[-1]
        return [None] * 5

    def rows(self, x):
        """The numbers of the rows of a batch."""
        with np.errstate(all="ignore"):
            pixels = np.rint(np.asarray(x, float) * self._white).astype(np.uint8)
        return [self._rows.get(row.tobytes(), UNKNOWN) for row in np.atleast_2d(pixels)]

    def classes(self, labels):
        """The classes that one-hot rows name; a row that is not one-hot names none."""
        labels = np.asarray(labels, float)
        if labels.ndim != 2 or labels.shape[1] != CLASSES:
            return [UNKNOWN] * len(np.atleast_1d(labels))
        one_hot = ((labels == 0) | (labels == 1)).all(axis=1) & (labels.sum(axis=1) == 1)
        return np.where(one_hot, labels.argmax(axis=1), UNKNOWN)

    def fill_in(self, note, rows, output):
        """Note what the network made of the rows that went forward: summed loss, and how many are wrong."""
        output = np.asarray(output, float)
        if output.shape == (len(rows), CLASSES) and min(rows, default=UNKNOWN) > UNKNOWN:
            labels = self._labels[rows]
            with np.errstate(all="ignore"):
                shifted = output - output.max(axis=1, keepdims=True)
                losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(rows)), labels]
            note[3:] = losses.sum(), (output.argmax(axis=1) != labels).sum()

    def arrays(self):
        """events, modes (1 training, 0 evaluation), sizes: one of each an event. numbers: the rows of every
        forward and the classes of every backward, `sizes` of them to an event. own_losses, own_wrong: what
        the handin's own network made of a forward's rows.
        """
        events, modes, numbers, losses, wrong = zip(*self._noted) if self._noted else [()] * 5  # noqa: B905
        return {
            "events": np.array(events, np.int8),
            "modes": np.array(modes, np.int8),
            "sizes": np.array([len(each) for each in numbers], np.int32),
            "numbers": np.concatenate([np.zeros(0, np.int32), *numbers]),
            "own_losses": np.array(losses, float),
            "own_wrong": np.array(wrong, np.int32),
        }


class StandIn:
    """The MLP to everybody who uses it; whatever is not noted goes straight through."""

    __slots__ = ("_mlp", "_notes")

    def __init__(self, mlp, notes):
        object.__setattr__(self, "_mlp", mlp)
        object.__setattr__(self, "_notes", notes)

    def __getattr__(self, name):
        return getattr(self._mlp, name)

    def __setattr__(self, name, value):
        setattr(self._mlp, name, value)

    @property
    def __class__(self):
        return type(self._mlp)

    def __call__(self, x):
        return self._forward(self._mlp, x)

    def forward(self, x):
        return self._forward(self._mlp.forward, x)

    def backward(self, labels):
        self._notes.note("backward", self._mlp, self._notes.classes(labels))
        return self._mlp.backward(labels)

    def zero_grads(self):
        self._notes.note("zero_grads", self._mlp)
        return self._mlp.zero_grads()

    def step(self):
        self._notes.note("step", self._mlp)
        return self._mlp.step()

    def train(self):
        self._notes.note("train", self._mlp)
        return self._mlp.train()

    def eval(self):
        self._notes.note("eval", self._mlp)
        return self._mlp.eval()

    def _forward(self, run, x):
        rows = self._notes.rows(x)
        note = self._notes.note("forward", self._mlp, rows)
        output = run(x)
        self._notes.fill_in(note, rows, output)
        return output
