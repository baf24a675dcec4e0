"""Attacks on the other processes of the machine."""

from tests.security.attack import Attack, deeds

FAMILY = "neighbours: processes"

ATTACKS = [
    *deeds(
        FAMILY,
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
        FAMILY,
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
        FAMILY,
        "a walk through the process numbers",
        "find a process that is not its own",
        """
        def answer():
            trying()
            # It is process 1 itself, or in a container the child of one that only watches it.
            found, own = [], os.getpid()
            for pid in {*range(2, 3000), *range(PID - 50, PID + 50), PARENT} - {own}:
                try: os.kill(pid, 0); found.append(pid)
                except ProcessLookupError: pass
                except PermissionError: found.append(pid)
            if found: reached(found[:20])
        """,
        bare=True,
    ),
]
