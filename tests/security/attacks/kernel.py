"""Attacks on the kernel: to leave the walls, lift the limits or load a door into it."""

from tests.security.attack import Attack, deeds

WALLS = "kernel: walls"
RIGHTS = "kernel: rights"
DOORS = "kernel: doors"
DEVICES = "kernel: devices and settings"
ABI = "kernel: other architectures"

_MACHINE_CODE = """
import mmap
def answer():
    trying()
    page = mmap.mmap(-1, 4096, prot=7)
    page.write({code!r})
    number = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    if number > 0: reached(number)
"""

ATTACKS = [
    *deeds(
        WALLS,
        "make or enter a namespace, or change what is mounted",
        {
            "a user namespace": "call('unshare', 0x10000000)",
            "a mount namespace": "call('unshare', 0x20000)",
            "a network namespace": "call('unshare', 0x40000000)",
            "setns by a file": "call('setns', os.open('/proc/1/ns/mnt', 0), 0)",
            "setns by number": "call('setns', 0, 0)",
            "mount": "call('mount', b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
            "mount of proc": "call('mount', b'proc', b'/proc', b'proc', 0, None)",
            "unmount": "call('umount2', b'/proc', 2)",
            "remount": "call('mount', None, b'/', None, 32, None)",
            "open_tree": "call(428, -100, b'/', 1)",
            "fsopen": "call(430, b'tmpfs', 0)",
            "move_mount": "call(429, 0, b'', -100, b'/tmp', 4)",
            "pivot_root": "call(155, b'/', b'/')",
            "chroot": "os.chroot('/tmp')",
            "a handle of a file": "call('name_to_handle_at', -100, b'/', (ctypes.c_int * 40)(128),"
            " ctypes.byref(ctypes.c_int()), 0)",
            "a file by its handle": "call('open_by_handle_at', -100, (ctypes.c_int * 6)(8, 1, 2), 0)",
        },
        bare=("a mount namespace", "fsopen"),
    ),
    *deeds(
        RIGHTS,
        "get a right or lift a limit",
        {
            "setuid": "os.setuid(0)",
            "setgid": "os.setgid(0)",
            "setresuid": "os.setresuid(0, 0, 0)",
            "setgroups": "os.setgroups([0])",
            "setfsuid": "1 / (call('setfsuid', 0) * 0 + (call('setfsuid', -1) == 0))",
            "capset": "call('capset', (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(1, 1, 1))",
            "its memory limit": "__import__('resource').setrlimit(9, (-1, -1))",
            "its processor limit": "__import__('resource').setrlimit(0, (-1, -1))",
            "its process limit": "__import__('resource').setrlimit(6, (-1, -1))",
            "its file limit": "__import__('resource').setrlimit(1, (-1, -1))",
            "the death signal": "call('prctl', 1, 0, 0, 0, 0)",
            "no new privileges": "call('prctl', 38, 0, 0, 0, 0)",
            "ambient capabilities": "call('prctl', 47, 2, 21, 0, 0)",
            "dumpable": "call('prctl', 4, 1, 0, 0, 0)",
            "a subreaper": "call('prctl', 36, 1, 0, 0, 0)",
            "a filter of its own": "call(317, 1, 8, (ctypes.c_uint64 * 2)(1, 0))",
            "a listener of calls": "call('prctl', 22, 2, 0, 0, 0)",
            "Landlock": "call(444, None, 0, 1)",
            "personality": "call('personality', 0x0040000)",
            "scheduling": "os.sched_setscheduler(0, 1, os.sched_param(1))",
            "affinity": "os.sched_setaffinity(0, {0})",
            "niceness": "os.nice(-5)",
            "a capability": "1 / any((call('capget', (ctypes.c_uint32 * 2)(0x20080522, 0), sets), *sets[:])"
            " for sets in [(ctypes.c_uint32 * 6)()] if call('capget', (ctypes.c_uint32 * 2)(0x20080522, 0),"
            " sets) or any(sets))",
            "a set-user-id program": "os.execv('/usr/bin/su', ['su', '-c', 'id'])",
            "another owner": "os.chown('student.py', 0, 0)",
            "a set-user-id file": "os.chmod('student.py', 0o4755) or 1 / (os.stat('student.py').st_uid == 0)",
            "an attribute": "os.setxattr('student.py', 'user.x', b'1')",
        },
        bare=("affinity", "dumpable"),
    ),
    *deeds(
        DOORS,
        "reach a part of the kernel that graders do not need",
        {
            "bpf": "call(321, 0, (ctypes.c_char * 120)(), 120)",
            "perf": "call(298, (ctypes.c_char * 128)(), 0, -1, -1, 0)",
            "userfaultfd": "call(323, 0)",
            "io_uring with rings": "call(425, 1, (ctypes.c_char * 120)())",
            "a secret memory file": "call(447, 0)",
            "a memory file": "os.memfd_create('x')",
            "splice": "call('splice', 0, None, 1, None, 1, 0)",
            "vmsplice": "call('vmsplice', os.pipe()[1], (ctypes.c_uint64 * 2)(id(0), 8), 1, 0)",
            "sendfile": "os.sendfile(1, os.open('student.py', 0), 0, 10)",
            "copy_file_range": "os.copy_file_range(os.open('student.py', 0), os.open('/tmp/c', 66), 9)",
            "modify_ldt": "call(154, 0, (ctypes.c_char * 16)(), 16)",
            "a kernel module": "call(175, b'', 0, b'')",
            "kexec": "call(246, 0, 0, None, 0)",
            "quota": "call('quotactl', 0, None, 0, None)",
            "accounting": "call('acct', b'/tmp/x')",
            "swap": "call('swapon', b'/tmp/x', 0)",
            "the kernel's log": "call('klogctl', 3, ctypes.create_string_buffer(4096), 4096)",
            "the last call there is": "call(9999)",
            "the next kernel's calls": "[call(number) for number in range(470, 500)]",
        },
        bare=("a memory file", "vmsplice", "sendfile"),
    ),
    *deeds(
        DEVICES,
        "reach a device or change a setting of the machine",
        {
            "a block device": "os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))",
            "a character device": "os.mknod('/tmp/mem', 0o20600, os.makedev(1, 1))",
            "a whiteout": "os.mknod('/tmp/w', 0o20600, 0)",
            "the machine's memory": "open('/dev/mem', 'rb').read(1)",
            "kmsg": "open('/dev/kmsg', 'rb').read(1)",
            "the terminal": "open('/dev/tty', 'w').write('x')",
            "a new terminal": "os.openpty()",
            "fuse": "open('/dev/fuse', 'r+b')",
            "kvm": "open('/dev/kvm', 'r+b')",
            "a tunnel": "open('/dev/net/tun', 'r+b')",
            "a GPU": "open('/dev/nvidia0', 'r+b')",
            "the host's name": "__import__('socket').sethostname('x')",
            "the clock": "time.clock_settime(time.CLOCK_REALTIME, 0)",
            "settings below proc": "open('/proc/sys/kernel/core_pattern', 'w').write('|/tmp/x')",
            "the memory killer": "open('/proc/self/oom_score_adj', 'w').write('-1000')",
            "its own cgroup": "open('/sys/fs/cgroup/memory.max', 'w').write('max')",
            "another cgroup": "os.mkdir('/sys/fs/cgroup/' + MARK)",
            "typing for others": "__import__('fcntl').ioctl(0, 0x5412, b'x')",
            "the console": "__import__('fcntl').ioctl(0, 0x541C, b'x')",
            "a file's flags": "__import__('fcntl').ioctl(os.open('student.py', 0), 0x40086602, b'\\0' * 8)",
        },
        bare=(),
    ),
    Attack(
        DEVICES,
        "reboot",
        "end the machine",
        "def answer():\n    trying()\n    deed(lambda: call(169, 0, 0, 0, None))",
        machine="x86_64",
    ),
    Attack(
        ABI,
        "i386",
        "call the kernel past the filter",
        _MACHINE_CODE.format(code=b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"),  # mov eax, 20 (getpid); int 0x80; ret
        machine="x86_64",
        bare=True,
    ),
    Attack(
        ABI,
        "x32",
        "call the kernel past the filter",
        # mov eax, 0x40000027 (getpid); syscall; ret
        _MACHINE_CODE.format(code=b"\xb8\x27\x00\x00\x40\x0f\x05\xc3"),
        machine="x86_64",
    ),
    Attack(
        ABI,
        "a call with its number's upper half set",
        "call the kernel past the filter",
        # mov rax, 0x100000039 (fork); syscall; ret
        _MACHINE_CODE.format(code=b"\x48\xb8\x39\x00\x00\x00\x01\x00\x00\x00\x0f\x05\xc3"),
        machine="x86_64",
    ),
]
