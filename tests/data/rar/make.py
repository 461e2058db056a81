#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the RAR archives that test_protect_rar reads

Run it in this folder. No free program writes RAR, so the headers are written
here by the published description, with noise in place of the members.
"""
import struct
import zlib

SIG4, SIG5 = b"Rar!\x1a\x07\0", b"Rar!\x1a\x07\1\0"


def noise(n):
    out, x = bytearray(), 0x2545F491
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0xFFFFFFFF
        out.append(x >> 16 & 0xFF)
    return bytes(out)


def block4(kind, flags, body=b"", data=b""):
    size = 7 + len(body)
    head = struct.pack("<BHH", kind, flags, size) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data


def main4(flags=0):
    return SIG4 + block4(0x73, flags, b"\0" * 6)


def file4(name, locked=False, version=29, folder=False, size=40):
    flags = 0x8000 | (4 if locked else 0) | (0xE0 if folder else 0)
    data = b"" if folder else noise(size)
    body = struct.pack("<IIBIIBBHI", len(data), len(data), 3, 0, 0, version,
                       0x30, len(name), 0x20) + name.encode()
    return block4(0x74, flags, body, data)


END4 = block4(0x7B, 0x4000)


def vint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def block5(kind, body=b"", extra=b"", data=b""):
    flags = (1 if extra else 0) | (2 if data else 0)
    head = vint(kind) + vint(flags)
    head += vint(len(extra)) if extra else b""
    head += vint(len(data)) if data else b""
    head += body + extra
    head = vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + data


def file5(name, locked=False, folder=False):
    data = b"" if folder else noise(300)
    body = vint(1 if folder else 4) + vint(len(data)) + vint(0x20) + \
        (b"" if folder else struct.pack("<I", 0)) + vint(0) + vint(1) + \
        vint(len(name)) + name.encode()
    time = vint(3) + vint(0) + b"\0\0"
    extra = vint(len(time)) + time
    if locked:
        lock = vint(1) + vint(0) + vint(1) + b"\x0f" + noise(44)
        extra += vint(len(lock)) + lock
    return block5(2, body, extra, data)


MAIN5, END5 = SIG5 + block5(1, vint(0)), block5(5, vint(0))
LOCK5 = SIG5 + block5(4, vint(0) + vint(1) + b"\x0f" + noise(28))
OLD_FILE = struct.pack("<IIHHIBBBBB", 30, 30, 0, 29, 0, 0x20, 0, 2, 8, 3) + \
    b"list.txt" + noise(30)

FILES = {
    "none4.rar": main4() + file4("list.txt") + END4,
    "locked-changes4.rar": main4(4) + file4("list.txt") + END4,
    "aes4.rar": main4() + file4("dir", folder=True) +
    file4("list.txt", True) + END4,
    "aes4-names.rar": main4(0x80) + noise(120),
    "mixed4.rar": main4() + file4("a.txt", True) + file4("b.txt") + END4,
    "rar20.rar": main4() + file4("list.txt", True, 20) + END4,
    "rar15.rar": main4() + file4("list.txt", True, 15) + END4,
    "cut4.rar": (main4() + file4("list.txt", True))[:60],
    "none5.rar": MAIN5 + file5("list.txt") + END5,
    "aes5.rar": MAIN5 + file5("dir", folder=True) + file5("list.txt", True) +
    END5,
    "aes5-names.rar": LOCK5 + noise(200),
    "mixed5.rar": MAIN5 + file5("a.txt", True) + file5("b.txt") + END5,
    "cut5.rar": (MAIN5 + file5("list.txt", True))[:100],
    "program.exe": b"MZ" + bytes(510) + MAIN5 + file5("list.txt", True) +
    END5,
    "rar14.rar": b"RE~^" + struct.pack("<HB", 7, 0) + OLD_FILE,
    "rar14-locked.rar": b"RE~^" + struct.pack("<HB", 7, 0) +
    OLD_FILE[:17] + b"\4" + OLD_FILE[18:],
}

for file_name, content in FILES.items():
    with open(file_name, "wb") as f:
        f.write(content)
