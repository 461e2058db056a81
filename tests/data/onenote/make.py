#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write sections of OneNote, as much of them as tells the lock

Run it in this folder. By their structure (MS-ONESTORE 2.3.1, 2.4, 2.5.19):
OneNote runs on other systems and nobody has published a locked section.
"""
import hashlib
import struct

SECTION = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
LIST, END = 0xA4567AB1F5F7F4C4, 0x8BC215C38233BA4B
KEY_HEAD, KEY_END = 0xFB6BA385DAD1A067, 0x2649294F8E198B3C


def noise(n):
    return b"".join(hashlib.sha256(b"%d" % i).digest()
                    for i in range(n // 32 + 1))[:n]


def node(kind, body):
    return struct.pack("<I", kind | (4 + len(body)) << 10 | 1 << 31) + body


def nodes(*rows):
    return struct.pack("<QII", LIST, 16, 0) + b"".join(rows) + \
        struct.pack("<IQ", 0xFF | 4 << 10, END)


def revision(locked):
    rows = [node(0x1E, noise(44))]
    if locked:
        rows.append(node(0x7C, struct.pack("<QI", 1024, 80)))
    return nodes(*rows, node(0x1C, b""))


KEY = struct.pack("<Q", KEY_HEAD) + noise(64) + struct.pack("<Q", KEY_END)
for name, locks in (("plain", (False, False)), ("locked", (True, True)),
                    ("mixed", (True, False))):
    with open(name + ".one", "wb") as f:
        f.write(SECTION.ljust(1024, b"\0") + (KEY if any(locks) else b"") +
                b"".join(revision(lock) for lock in locks) + noise(512))
