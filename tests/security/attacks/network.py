"""Attacks over the network: to send or hear anything at all."""

from tests.security.attack import Attack, deeds

FAMILY = "network"
GOAL = "send or hear a byte"

_CONNECT = """
import socket
def answer():
    trying()
    with socket.socket({family}, {kind}) as one:
        one.settimeout(1)
        {act}
    reached()
"""


def _connecting(name: str, family: str, kind: str, act: str) -> Attack:
    source = _CONNECT.format(family=f"socket.{family}", kind=f"socket.{kind}", act=act)
    return Attack(FAMILY, name, GOAL, source, bare=True)


ATTACKS = [
    _connecting("TCP over IPv4", "AF_INET", "SOCK_STREAM", "one.connect(('127.0.0.1', PORTS['tcp4']))"),
    _connecting("TCP over IPv6", "AF_INET6", "SOCK_STREAM", "one.connect(('::1', PORTS['tcp6']))"),
    _connecting("UDP over IPv4", "AF_INET", "SOCK_DGRAM", "one.sendto(b'x', ('127.0.0.1', PORTS['udp4']))"),
    _connecting("UDP over IPv6", "AF_INET6", "SOCK_DGRAM", "one.sendto(b'x', ('::1', PORTS['udp6']))"),
    _connecting("a unix socket by path", "AF_UNIX", "SOCK_STREAM", "one.connect(UNIX)"),
    _connecting("an abstract unix socket", "AF_UNIX", "SOCK_STREAM", "one.connect(ABSTRACT)"),
    _connecting(
        "a socket of its own to listen on", "AF_INET", "SOCK_STREAM", "one.bind(('', 0)), one.listen()"
    ),
    *deeds(
        FAMILY,
        GOAL,
        {
            "netlink": "__import__('socket').socket(16, 3, 0).bind((0, 0))",
            "vsock": "__import__('socket').socket(40, 1)",
            "raw IPv4": "__import__('socket').socket(2, 3, 1)",
            "raw packets": "__import__('socket').socket(17, 3, 0)",
            "the kernel's ciphers": "__import__('socket').socket(38, 5)",
            "Bluetooth": "__import__('socket').socket(31, 3, 1)",
            "CAN": "__import__('socket').socket(29, 3, 1)",
            "a pair of sockets": "__import__('socket').socketpair()",
            "a name": "__import__('socket').getaddrinfo('example.com', 80)",
            "a name of this machine": "__import__('socket').gethostbyname('localhost')",
            "HTTP": "__import__('urllib.request').request.urlopen(f'http://127.0.0.1:{PORTS[\"tcp4\"]}', timeout=1)",
            "a descriptor turned into a socket": "__import__('socket').socket(fileno=frames()).send(b'x')",
            "io_uring": "call(425, 8, (ctypes.c_char * 120)())",
        },
        bare=("netlink", "a pair of sockets", "a name of this machine"),
    ),
    Attack(
        FAMILY,
        "everything on this machine",
        "find a port that answers",
        """
        import socket
        def answer():
            trying()
            for host in ("127.0.0.1", "10.0.0.1", "172.17.0.1", "169.254.169.254", "192.168.0.1"):
                for port in (*PORTS.values(), 22, 80, 8000, 5432, 6379):
                    try:
                        with socket.create_connection((host, port), 0.05): reached(host, port)
                    except OSError: pass
        """,
    ),
]
