"""Attacks on the jobs before and after on the same worker."""

from tests.security.attack import Attack

FAMILY = "neighbours: the next job"

ATTACKS = [
    Attack(
        FAMILY,
        "files, patches and threads",
        "leave something for the next job on the worker",
        """
        import builtins, threading
        def answer():
            trying()
            for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
                try: open(f"{folder}/{MARK}", "w").write("left")
                except OSError: pass
            os.umask(0)
            builtins.left = np.left = sys.left = True
            np.allclose = lambda *a, **k: True
            np.random.seed(7)
            sys.path.insert(0, "/tmp")
            threading.Thread(target=time.sleep, args=(60,)).start()
        """,
        """
        import builtins, threading
        def answer():
            trying()
            for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
                if os.path.exists(f"{folder}/{MARK}"): reached(folder)
            if any(hasattr(one, "left") for one in (builtins, np, sys)): reached("a module")
            if np.allclose(0, 1) or "/tmp" in sys.path or threading.active_count() > 1: reached("the process")
        """,
    ),
    Attack(
        FAMILY,
        "poisoned packages",
        "have its code run in the next job",
        """
        def answer():
            trying()
            folders = {os.path.dirname(np.__file__), os.path.dirname(os.__file__), "/runtime", "/allclose",
                       "/usr/lib/python3", *sys.path, *MACHINE} - {"", os.getcwd()}
            for folder in folders:
                for name in (MARK, "sitecustomize.py", "__pycache__/" + MARK, "__init__.py", MARK + ".pth"):
                    try: open(f"{folder}/{name}", "a").write("raise SystemExit\\n"); reached(folder, name)
                    except OSError: pass
        """,
    ),
    Attack(
        FAMILY,
        "the template's memory",
        "write into pages that the next child shares",
        """
        import mmap
        def answer():
            trying()
            for name in ("pi", "e", "inf"): setattr(np, name, 3)
            value = ctypes.c_long.from_address(id(257) + 24)
            type.__dict__["__dict__"]
            for word in ("numpy", "builtins"): sys.modules[word].__doc__ = MARK
            ctypes.memmove(id(np.pi), id(0.0), 8)
        """,
        """
        def answer():
            trying()
            if np.pi != 3.141592653589793 or MARK in str(np.__doc__) + str(sys.modules["builtins"].__doc__):
                reached(np.pi)
        """,
    ),
    Attack(
        FAMILY,
        "the state of random generators",
        "know what the next job draws",
        """
        import random, secrets
        def answer():
            trying()
            print("DRAWN", secrets.token_hex(8), np.random.default_rng().integers(2**62))
            np.random.seed(1); random.seed(1)
        """,
        """
        import random
        def answer():
            trying()
            ours = np.random.RandomState(1).randint(2**31), random.Random(1).random()
            if np.random.randint(2**31) == ours[0] or random.random() == ours[1]: reached("the state")
        """,
    ),
]
