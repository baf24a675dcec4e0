"""Attacks on what else runs on the machine: processes, secrets, and the jobs before and after."""

from tests.security.attack import Attack, deeds

PROCESSES = "neighbours: processes"
SECRETS = "neighbours: secrets"
NEXT = "neighbours: the next job"

ATTACKS = [
    *deeds(
        PROCESSES,
        "touch a process that is not its own",
        {
            "kill": "os.kill(PID, 9)",
            "stop": "os.kill(PID, 19)",
            "kill its group": "os.killpg(PID, 9)",
            "ptrace": "call('ptrace', 16, PID, None, None)",
            "ptrace of its parent": "call('ptrace', 16, os.getppid() or PARENT, None, None)",
            "process_vm_readv": "call('process_vm_readv', PID, (ctypes.c_uint64 * 2)(0x400000, 64), 1, "
            "(ctypes.c_uint64 * 2)(0x400000, 64), 1, 0)",
            "pidfd_open": "call(434, PID, 0)",
            "pidfd_getfd": "call(438, 0, 0, 0)",
            "its limits": "__import__('resource').prlimit(PID, 7, (10, 10))",
            "its priority": "os.setpriority(os.PRIO_PROCESS, PID, 19)",
            "its processors": "os.sched_setaffinity(PID, {0})",
            "its advice": "call(440, PID, None, 0, 0, 0)",
            "its session": "os.getsid(PID)",
            "kcmp": "call(312, PID, PID, 0, 0, 0)",
        },
        bare=("kill", "stop", "pidfd_open", "its session"),
    ),
    Attack(
        PROCESSES,
        "signals to everybody",
        "end or stop a process that is not its own",
        """
        import signal
        def answer():
            trying()
            for target in (-1, 0, 1, os.getppid(), os.getpgrp(), -os.getpgrp(), PARENT, PID):
                for number in (9, 19, 15, 2, 1, 3, 6):
                    try: os.kill(target, number)
                    except (ProcessLookupError, PermissionError): pass
        """,
    ),
    Attack(
        PROCESSES,
        "a walk through the process numbers",
        "find a process that is not its own",
        """
        def answer():
            trying()
            found = []
            for pid in [*range(2, 3000), *range(PID - 50, PID + 50), PARENT]:
                try: os.kill(pid, 0); found.append(pid)
                except ProcessLookupError: pass
                except PermissionError: found.append(pid)
            if found: reached(found[:20])
        """,
        bare=True,
    ),
    Attack(
        SECRETS,
        "its own environment",
        "read what the worker's environment holds",
        """
        def answer():
            trying()
            import posix
            print(dict(os.environ), posix.environ)
            libc.environ = ctypes.POINTER(ctypes.c_char_p)
            pointer = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
            for number in range(100):
                if not pointer or not pointer[number]: break
                print(pointer[number])
        """,
    ),
    Attack(
        SECRETS,
        "its first stack",
        "read the environment that its ancestors were started with",
        """
        def answer():
            trying()
            here = ctypes.addressof(ctypes.c_int())
            stack = id(sys) # the heap; the stack is found by an address of a local of C
            buffer = ctypes.create_string_buffer(16)
            words = set()
            for one in found():
                words.add(one)
            print(words)
        def found():
            import gc
            for one in gc.get_objects():
                if type(one) is dict:
                    for value in list(one.values()):
                        if type(value) in (str, bytes) and 20 < len(value) < 100: yield value
        """,
    ),
    Attack(
        SECRETS,
        "proc",
        "read another process's memory or environment",
        """
        def answer():
            trying()
            for name in ("environ", "cmdline", "mem", "fd", "root", "cwd", "maps"):
                for pid in (PID, PARENT, os.getppid(), 1, 2):
                    path = f"/proc/{pid}/{name}"
                    try: print(path, os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1000))
                    except OSError: pass
        """,
        bare=True,
    ),
    Attack(
        SECRETS,
        "files of the machine",
        "read a file that is not its own",
        """
        def answer():
            trying()
            for path in (FILE, FOLDER, HOME, CHECKOUT, f"{HOME}/.bashrc", f"{CHECKOUT}/README.md",
                         f"{CHECKOUT}/graders/box.py", f"{CHECKOUT}/problems", DATA, f"{DATA}/secret"):
                try: reached(os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(200))
                except OSError: pass
        """,
        bare=True,
    ),
    Attack(
        SECRETS,
        "a walk through the folders",
        "find the reference, the hidden exercise or the harness on the disk",
        """
        WANTED = (b"graders.inside", b"reference-", b"hidden-", b"def enter_box", b"BEGAN, LOADING")
        def answer():
            trying()
            files = 0
            for folder, _, names in os.walk("/"):
                if folder.startswith(("/usr/lib/python3/", "/sys", "/usr/share")): continue
                for name in names:
                    if not name.endswith((".py", ".toml", ".npy", ".db", ".json")): continue
                    files += 1
                    if files > 6000: return
                    try: text = open(f"{folder}/{name}", "rb").read(4000)
                    except OSError: continue
                    if any(word in text for word in WANTED) and name != "student.py": reached(folder, name)
        """,
    ),
    Attack(
        SECRETS,
        "the harness's source",
        "read the code that runs it",
        """
        def answer():
            trying()
            import inspect
            frame = sys._getframe()
            while frame:
                try: text = inspect.getsource(frame)
                except (OSError, TypeError): text = ""
                if "student.py" not in frame.f_code.co_filename and text: reached(text[:100])
                frame = frame.f_back
            for folder in ("/allclose", "/allclose/graders", "/allclose/worker", f"{CHECKOUT}/graders/inside"):
                try: reached(os.listdir(folder))
                except OSError: pass
        """,
        bare=True,
    ),
    Attack(
        SECRETS,
        "inherited descriptors",
        "reach what the worker has open",
        """
        def answer():
            trying()
            mine = {0, 1, 2, frames()}
            for number in range(4096):
                if number in mine: continue
                try: os.fstat(number)
                except OSError: continue
                try: print(number, os.pread(number, 4000, 0))
                except OSError as refusal: print(number, refusal)
                reached(number)
        """,
    ),
    Attack(
        SECRETS,
        "the task's own bytes",
        "read the hidden checks or what is expected in the message that it was sent",
        """
        def answer():
            trying()
            for number in range(300):
                for place in (0, 1 << 12, 1 << 16):
                    try: print(repr(os.pread(number, 4000, place))[:4000])
                    except OSError: pass
        """,
    ),
    Attack(
        SECRETS,
        "memory that was freed",
        "find what the process held before it was its own",
        """
        def answer():
            trying()
            import mmap
            blocks = [np.empty(1 << 20, np.uint8) for _ in range(60)]
            blocks += [np.empty(size, np.uint8) for size in (64, 512, 4096, 1 << 16) for _ in range(2000)]
            text = b"".join(block.tobytes() for block in blocks)
            for word in (b"reference-", b"hidden-", b"expected", b"/root", b"ALLCLOSE"):
                at = text.find(word)
                while at >= 0:
                    print(text[at - 50 : at + 200])
                    at = text.find(word, at + 1)
        """,
    ),
    *deeds(
        SECRETS,
        "lock or watch what others use",
        {
            "a lock": "__import__('fcntl').flock(open(np.__file__), 2)",
            "a lock on a library": "__import__('fcntl').lockf(open('/tmp/x', 'w'), 2)",
            "inotify": "call('inotify_init1', 0)",
            "fanotify": "call('fanotify_init', 0, 0)",
            "a lease": "__import__('fcntl').fcntl(open(np.__file__), 1024, 0)",
            "a signal on input": "__import__('fcntl').fcntl(0, 8, PID)",
        },
        bare=("a lock", "inotify"),
    ),
    *deeds(
        SECRETS,
        "use memory or messages that others see",
        {
            "shared memory by key": "call('shmget', KEY, 0, 0)",
            "shared memory left": "call('shmget', KEY + 1, 4096, 0o1666)",
            "a semaphore": "call('semget', KEY + 2, 1, 0o1666)",
            "a message queue": "call('msgget', KEY + 2, 0o1666)",
            "a POSIX message queue": "call('mq_open', b'/x', 66, 0o666, None)",
            "a key": "call(248, b'user', MARK.encode(), b'x', 1, -4)",
            "a keyring": "call(250, 0, -4, 1)",
        },
        bare=("shared memory by key", "shared memory left"),
    ),
    Attack(
        NEXT,
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
        NEXT,
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
        NEXT,
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
        NEXT,
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
