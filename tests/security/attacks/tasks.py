"""Bombs of processes and threads."""

from tests.security.attack import Attack, deeds

FAMILY = "exhaustion of processes"
GOAL = "make a process"

ATTACKS = [
    *deeds(
        FAMILY,
        GOAL,
        {
            "fork": "os.fork() or os._exit(0)",
            "fork by the C library": "call('fork') or os._exit(0)",
            "vfork": "call('vfork') or os._exit(0)",
            "forkpty": "os.forkpty()[0] or os._exit(0)",
            "posix_spawn": "os.posix_spawn('/usr/bin/true', ['true'], {})",
            "a shell": "__import__('subprocess').run(['/bin/sh', '-c', 'true'])",
            "system": "1 / (os.system('true') == 0)",
            "popen": "__import__('subprocess').check_output(['/usr/bin/true'])",
            "multiprocessing": "__import__('multiprocessing').get_context('fork').Process(target=int).start()",
            "exec": "os.execv('/usr/bin/true', ['true'])",
        },
        bare=("posix_spawn", "a shell", "system", "popen"),
    ),
    Attack(
        FAMILY,
        "clone by number",
        GOAL,
        "def answer():\n    trying()\n    deed(lambda: call(56, 17, None, None, None, 0) or os._exit(0))",
        machine="x86_64",
    ),
    Attack(
        FAMILY,
        "clone3",
        GOAL,
        """
        def answer():
            trying()
            arguments = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17, 0, 0, 0)
            deed(lambda: call(435, arguments, 64) or os._exit(0))
        """,
    ),
    Attack(
        FAMILY,
        "fork bomb",
        "make a hundred processes",
        """
        def answer():
            trying()
            made = 0
            for _ in range(1000):
                try: made += os.fork() > 0 or os._exit(0)
                except OSError: pass
            if made: reached(made)
        """,
    ),
    Attack(
        FAMILY,
        "thread bomb",
        "run hundreds of threads at once",
        """
        import threading
        def answer():
            trying()
            for number in range(1000):
                try: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
                except RuntimeError: return
                if number > 200: return reached(number)
        """,
    ),
    Attack(
        FAMILY,
        "threads that make threads",
        "run hundreds of threads at once",
        """
        import threading
        alive = []
        def more():
            alive.append(1)
            for _ in range(3):
                try: threading.Thread(target=more, daemon=True).start()
                except RuntimeError: pass
            time.sleep(60)
        def answer():
            trying()
            try: threading.Thread(target=more, daemon=True).start()
            except RuntimeError: pass
            time.sleep(0.3)
            if len(alive) > 200: reached(len(alive))
        """,
    ),
    Attack(
        FAMILY,
        "a daemon that survives",
        "have a process left when the job is over",
        """
        def answer():
            trying()
            libc.prctl(15, MARK.encode(), 0, 0, 0)
            away, gone = os.pipe()
            if os.fork() == 0:
                os.setsid()
                os.write(gone, b".")
                time.sleep(20)
                os._exit(0)
            os.read(away, 1)  # or it would be ended with us, before it had left
        """,
        bare=True,
    ),
    Attack(
        FAMILY,
        "a child that holds the pipe",
        "keep the grader waiting after its own end",
        """
        def answer():
            trying()
            libc.prctl(15, MARK.encode(), 0, 0, 0)
            if os.fork() == 0:
                if os.fork() == 0: time.sleep(20)
                os._exit(0)
            os._exit(0)
        """,
    ),
    Attack(
        FAMILY,
        "threads that outlive the check",
        "have a thread left when the job is over",
        """
        import threading
        def stay():
            libc.prctl(15, MARK.encode(), 0, 0, 0)
            while True: time.sleep(0.01)
        def answer():
            trying()
            for _ in range(8): threading.Thread(target=stay).start()
            time.sleep(0.05)
        """,
    ),
]
