"""What one job leaves for the next: nothing."""

from graders.arrays import read_array
from tests.boxes import ask

LEAVE = """
import builtins, os, sys, threading, time
import numpy as np
def answer():
    for folder in (".", "/tmp", "/dev/shm"):
        open(folder + "/left", "w").write("secret")
    os.umask(0)
    builtins.left = True
    np.allclose = lambda *a, **k: True
    np.random.seed(7)
    sys.path.insert(0, "/tmp")
    threading.Thread(target=time.sleep, args=(60,)).start()
"""
FIND = """
import builtins, os, sys, threading
import numpy as np
def answer():
    print([path for path in ("left", "/tmp/left", "/dev/shm/left") if os.path.exists(path)])
    print(hasattr(builtins, "left"), np.allclose(0, 1), "/tmp" in sys.path, threading.active_count())
"""


def test_files_patches_and_threads_are_gone(sandbox):
    ask(sandbox, LEAVE)

    assert ask(sandbox, FIND).printed == "[]\nFalse False False 1\n"


DRAW = """
import random, secrets
import numpy as np
def answer():
    print(random.random(), np.random.rand(), end=" ")
    return np.array([int(secrets.token_hex(4), 16), np.random.default_rng().integers(2**30)])
"""


def test_seeded_generators_give_the_same_in_every_job_of_the_same_seed(sandbox):
    first, again, other = (ask(sandbox, DRAW, seed=seed).printed for seed in (1, 1, 2))

    assert first == again
    assert not set(first.split()) & set(other.split())


def test_unseeded_generators_differ_between_jobs(sandbox):
    drawn = [read_array(ask(sandbox, DRAW).sent[0].npy).tolist() for _ in range(4)]

    assert len({number for pair in drawn for number in pair}) == 8
