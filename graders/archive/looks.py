"""Tells by content what some bytes are, for people who sent the wrong thing."""

TAR_OR_ZIP = (
    "Send a tar (plain, gzip, bzip2 or xz) or a zip, for example made by `tar -cvf handin.tar FOLDER …`."
)

MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ\x00", "compressed by xz"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x04\x22\x4d\x18", "compressed by lz4"),
    (b"\x5d\x00\x00", "compressed by lzma"),
    (b"\x1f\x9d", "compressed by compress"),
    (b"!<arch>", "a library archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"-----BEGIN", "a key or certificate"),
)
PYTHON = ("import ", "from ", "def ", "class ")


def what_it_is(head: bytes) -> str:
    """What the first few kilobytes look like, as the end of a sentence: "a PDF document"."""
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    text = _as_text(head)
    return _kind_of_text(text) if text.strip() else "something unknown"


def _as_text(head: bytes) -> str:
    # The last few bytes may be half a letter.
    text = head.decode("utf-8", errors="replace").rstrip("\ufffd")
    return "" if "\ufffd" in text or "\0" in text else text


def _kind_of_text(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html")):
        return "a web page"
    if start.startswith("{") and '"cells"' in text:
        return "a Jupyter notebook"
    if any(line.startswith(PYTHON) for line in text.splitlines()):
        return "a single Python file"
    return "a text file"
