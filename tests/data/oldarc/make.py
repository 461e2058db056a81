#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the ARJ and ACE archives

Run it in this folder; it needs arj. The password is "orchard". No free program
writes ACE: those are written by their structure, with noise in the members.
"""
import hashlib
import os
import struct
import subprocess
import tempfile
import zlib

TEXT = b"Reading list of the garden club: three books about apple trees.\n"


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def arj(name, *steps):
    with tempfile.TemporaryDirectory() as d:
        for member in ("list.txt", "notes.txt"):
            write(os.path.join(d, member), TEXT)
        for step in steps:
            subprocess.run(["arj", "a", *step], cwd=d, check=True,
                           stdout=subprocess.DEVNULL)
        write(name, open(os.path.join(d, "out.arj"), "rb").read())


def ace_head(kind, flags, body):
    head = struct.pack("<BH", kind, flags) + body
    crc = ~zlib.crc32(head) & 0xFFFF
    return struct.pack("<HH", crc, len(head)) + head


def ace_file(locked):
    data = b"".join(hashlib.sha256(b"%d" % i).digest() for i in range(3))
    return ace_head(1, 0x4001 if locked else 1, struct.pack(
        "<IIIIIBBHHH", len(data), len(data), 0, 0x20, 0, 1, 3, 10, 0x4554,
        8) + b"list.txt") + data


def main():
    lock = "-gorchard"
    arj("none.arj", ("out.arj", "list.txt"))
    arj("garbled.arj", (lock, "out.arj", "list.txt"))
    arj("mixed.arj", (lock, "out.arj", "list.txt"), ("out.arj", "notes.txt"))
    data = open("garbled.arj", "rb").read()
    write("cut.arj", data[:-20])
    main_head = ace_head(0, 0, b"**ACE**" + bytes([20, 20, 2, 0]) + bytes(12))
    write("none.ace", main_head + ace_file(False))
    write("locked.ace", main_head + ace_file(True))
    write("mixed.ace", main_head + ace_file(True) + ace_file(False))


main()
