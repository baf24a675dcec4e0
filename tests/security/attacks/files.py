"""Bombs of files, folders and descriptors."""

from tests.security.attack import Attack, deeds

FAMILY = "exhaustion of files"

ATTACKS = [
    *deeds(
        FAMILY,
        "write more than the problem allows",
        {
            "a large file": "open('/tmp/large', 'wb').write(bytes(100 << 20))",
            "a large file in shared memory": "open('/dev/shm/large', 'wb').write(bytes(100 << 20))",
            "a large working file": "open('large', 'wb').write(bytes(100 << 20))",
            "a sparse file": "open('/tmp/sparse', 'wb').truncate(10**13)",
            "an allocated file": "os.posix_fallocate(os.open('/tmp/a', 66), 0, 10**9)",
            "a large map of a file": "__import__('mmap').mmap(os.open('/tmp/m', 66), 1 << 30)",
            "folders without end": "[os.mkdir(f'/tmp/d{n}') for n in range(10**5)]",
            "empty files without end": "[open(f'/tmp/f{n}', 'w').close() for n in range(10**5)]",
            "links without end": "[os.symlink('x', f'/dev/shm/s{n}') for n in range(10**4)]",
            "pipes without end": "[os.pipe() for _ in range(10**5)]",
            "descriptors without end": "[os.dup(1) for _ in range(10**5)]",
            "epolls without end": "[__import__('select').epoll() for _ in range(10**5)]",
            "timers without end": "[call(222, 1, None, ctypes.byref(ctypes.c_int())) for _ in range(10**5)]",
        },
    ),
    Attack(
        FAMILY,
        "many files that are large together",
        "write more than the problem allows",
        """
        def answer():
            trying()
            try:
                for number in range(100): open(f"/tmp/part{number}", "wb").write(bytes(1 << 20))
            except OSError as refusal: print("refused:", refusal)
            else: reached("100 MiB")
        """,
    ),
    Attack(
        FAMILY,
        "folders in folders",
        "make the machine slow to tidy up",
        """
        def linger():
            trying()
            while True: os.mkdir("d"); os.chdir("d")
        """,
    ),
    Attack(
        FAMILY,
        "what is left behind",
        "have a file, link or pipe of its own left for others",
        """
        def answer():
            trying()
            for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "/run", "/", HOME, FOLDER, CHECKOUT):
                for number, make in enumerate((lambda path: open(path, "w"), os.mkdir, os.mkfifo,
                        lambda path: os.symlink("/etc/passwd", path), lambda path: os.link("student.py", path))):
                    try: make(f"{folder}/{MARK}-{number}")
                    except OSError: pass
        """,
        """
        def answer():
            trying()
            for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "/run", "/", HOME, FOLDER):
                try: left = [name for name in os.listdir(folder) if name.startswith(MARK)]
                except OSError: continue
                if left: reached(folder, left)
        """,
        bare=True,
    ),
]
