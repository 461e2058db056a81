#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the heads of Outlook data files, and rights-managed mail

Run it in this folder. By their structure (MS-PST 2.2.2.6, MS-OXORMMS 2.2.4):
Outlook runs on other systems. Noise stands for ciphertext.
"""
import importlib.util
import os
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location(
    "cfb", os.path.join(HERE, "..", "ole", "make.py"))
ole = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ole)


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


def pst(method, version=23):
    head = bytearray(564)
    head[:4], head[8:10] = b"!BDN", b"SM"
    struct.pack_into("<HH", head, 10, version, 19)
    head[513 if version >= 20 else 461] = method
    return bytes(head)


def rpmsg(store):
    out = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86"
    for i in range(0, len(store), 4096):
        part = store[i:i + 4096]
        packed = zlib.compress(part)
        out += struct.pack("<III", 0x0FA0, len(part), len(packed)) + packed
    return out


def main():
    write("plain.pst", pst(0))
    write("encoded.pst", pst(1))
    write("encoded-ansi.pst", pst(2, 14))
    write("protected.pst", pst(0x10))
    noise, storage = ole.noise, ole.Storage
    write("message.rpmsg", rpmsg(ole.cfb(storage({
        "\6DataSpaces": storage({"Version": noise(76)}),
        "\tDRMContent": noise(600)}))))
    write("plain.rpmsg", rpmsg(ole.cfb(storage({"Text": b"a list " * 50}))))


main()
