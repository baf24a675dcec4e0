"""Attacks on what others keep to themselves: files, memory, descriptors, keys."""

from tests.security.attack import Attack, deeds

FAMILY = "neighbours: secrets"

ATTACKS = [
    Attack(
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
        FAMILY,
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
]
