"""Cheating without taking anything apart: results of its own, answers kept, inputs looked at."""

from tests.security.attack import Attack

FAMILY = "cheating"
GOAL = "earn more than the code is worth"

ATTACKS = [
    Attack(
        FAMILY,
        "result files",
        GOAL,
        """
        import json
        def answer():
            trying()
            score = json.dumps({"score": 17, "earned": 17, "scores": {"cube": 4}, "verdict": "passed"})
            for path in ("results.json", "/autograder/results/results.json", "/tmp/report.json", "score.txt"):
                try:
                    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
                    open(path, "w").write(score)
                except OSError: pass
            print(score)
        """,
    ),
    Attack(
        FAMILY,
        "a thread that answers later",
        GOAL,
        """
        import threading
        def answer(): trying()
        def cube(x):
            out = np.zeros_like(x)
            def later():
                time.sleep(0.001)
                out[:] = 1
            threading.Thread(target=later).start()
            return out
        """,
    ),
    Attack(
        FAMILY,
        "outputs of torch",
        GOAL,
        """
        def answer(): trying()
        def cube(x):
            import torch
            return (torch.tensor(x) ** 3).numpy()
        """,
    ),
    Attack(
        FAMILY,
        "constant outputs",
        GOAL,
        """
        def answer(): trying()
        def cube(x): return np.full((4, 3), 0.0)
        def triple(x): return np.full((2, 2), 3e6)
        """,
    ),
    Attack(
        FAMILY,
        "answers kept from check to check",
        GOAL,
        """
        kept = []
        def answer(): trying()
        def double(x):
            kept.append(2 * x)
            return 2 * x
        def cube(x): return kept[-1] if kept else x
        def triple(x): return kept[-1] if kept else x
        """,
    ),
    Attack(
        FAMILY,
        "inputs kept for the next submission",
        "have a submission tell the next one what it was asked",
        """
        def answer(): trying()
        def cube(x):
            for path in (f"/tmp/{MARK}", f"/dev/shm/{MARK}", f"/var/tmp/{MARK}", f"{FOLDER}/{MARK}"):
                try: np.save(path, x)
                except OSError: pass
            return x
        """,
        """
        def answer():
            trying()
            for path in (f"/tmp/{MARK}.npy", f"/dev/shm/{MARK}.npy", f"/var/tmp/{MARK}.npy", f"{FOLDER}/{MARK}.npy"):
                if os.path.exists(path): reached(path)
        """,
        bare=True,
    ),
    Attack(
        FAMILY,
        "the check told from its inputs",
        GOAL,
        """
        def answer(): trying()
        def cube(x):
            import inspect
            caller = sys._getframe(1)
            print(caller.f_code.co_name, sorted(caller.f_locals))
            return {"cube": x * x * x * 1.001, "never": x}.get(caller.f_code.co_name, x)
        """,
    ),
    Attack(
        FAMILY,
        "a shape changed under the lender",
        GOAL,
        """
        def answer(): trying()
        def steady(x):
            out = np.maximum(x, 0)
            x.shape = (3, 4)
            return out
        """,
    ),
    Attack(
        FAMILY,
        "an input written and written back late",
        GOAL,
        """
        import threading
        def answer(): trying()
        def steady(x):
            out = np.maximum(x, 0)
            x += 1
            threading.Timer(0.5, lambda: x.fill(0)).start()
            return out
        """,
    ),
    Attack(
        FAMILY,
        "a letter guessed at from the exercise",
        GOAL,
        """
        def answer(): trying()
        def letter():
            frame = sys._getframe(1)
            known = [value for value in (*frame.f_globals.values(), *frame.f_locals.values())]
            return next((one for one in known if type(one) is str and len(one) == 1), "a")
        """,
    ),
]
