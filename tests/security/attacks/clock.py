"""Attacks on time: to run on when the time is over, or to have it never be over."""

from tests.security.attack import Attack, lingering

FAMILY = "exhaustion of time"
GOAL = "run on when its time is over"

_BODIES = {
    "a loop in Python": "while True: pass",
    "a loop in C": "while True: np.linalg.svd(np.ones((600, 600)))",
    "sleep": "time.sleep(1000)",
    "a wait for nothing": "__import__('threading').Event().wait()",
    "a wait for itself": "lock = __import__('threading').Lock(); lock.acquire(); lock.acquire()",
    "signals blocked": """
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
        time.sleep(1000)
        """,
    "handlers that sleep": """
        import signal
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
            signal.signal(number, lambda *_: time.sleep(1000))
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        time.sleep(1000)
        """,
    "stopped": "os.kill(os.getpid(), 19); time.sleep(1000)",
    "a regular expression": "__import__('re').match('(a|a)*b', 'a' * 60)",
    "an endless iterator": "sum(iter(int, 1))",
    "exceptions swallowed": """
        while True:
            try:
                while True: time.sleep(0.001)
            except BaseException: pass
        """,
    "a read that never ends": "os.read(os.pipe()[0], 1)",
    "an endless message": """
        class Slow(Exception):
            def __str__(self): time.sleep(1000)
        raise Slow
        """,
    "a clock that stands still": """
        for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
            setattr(time, name, lambda: 0.0)
        while True: time.monotonic()
        """,
    "an alarm put off": """
        import signal
        while True: signal.setitimer(signal.ITIMER_REAL, 1000)
        """,
    "progress without end": """
        import json
        said = json.dumps({"kind": "exception", "type_name": "E", "message": "m" * 2000, "frames": []}).encode()
        where = frames()
        while True:
            rest = frame(7, 1, said)
            while rest: rest = rest[os.write(where, rest):]
        """,
    "a thread that runs on": """
        import threading
        threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
        time.sleep(1000)
        """,
}

ATTACKS = [
    *(lingering(FAMILY, name, GOAL, body) for name, body in _BODIES.items()),
    Attack(
        FAMILY,
        "an import that never ends",
        "have every check pay for it",
        """
        trying()
        while True: pass
        """,
        earns=0,
    ),
    Attack(
        FAMILY,
        "a file that imports itself",
        "have the import never end",
        """
        trying()
        import importlib
        def answer():
            for _ in range(3000): importlib.reload(sys.modules["student"])
        """,
    ),
    Attack(
        FAMILY,
        "equality that never ends",
        "stop the judge while it compares",
        """
        class Slow(np.ndarray):
            def __eq__(self, other): time.sleep(1000)
            def __array_ufunc__(self, *a, **k): time.sleep(1000)
        def answer(): trying()
        def cube(x): return x.view(Slow)
        """,
    ),
]
