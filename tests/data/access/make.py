#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - the first pages of Access databases, by their structure

Run it in this folder. No program here writes such files; what is put where
was seen in real ones.
"""
import hashlib
import struct

CIPHER = 'cipherAlgorithm="AES" keyBits="128"'
INFO = struct.pack("<HHI", 4, 4, 0x40) + (
    f'<encryption><keyData {CIPHER}/><keyEncryptors><keyEncryptor>'
    f'<encryptedKey {CIPHER}/></keyEncryptor></keyEncryptors></encryption>'
).encode()
NO_KEY = bytes.fromhex("fb8abc4e")


def page(name, key=NO_KEY, info=b""):
    p = bytearray(4096)
    p[:4] = b"\0\1\0\0"
    p[4:19] = b"Standard " + name + b" DB"
    p[0x3E:0x42] = key
    p[0x299:0x29B + len(info)] = struct.pack("<H", len(info)) + info
    return bytes(p)


PLAIN = b"\1\1" + bytes(4094)
NOISE = b"".join(hashlib.sha256(b"%d" % i).digest() for i in range(128))
for name, data in (
        ("plain.accdb", page(b"ACE") + PLAIN),
        ("locked.accdb", page(b"ACE", info=INFO) + NOISE),
        ("claimed.accdb", page(b"ACE", info=INFO) + PLAIN),
        ("plain.mdb", page(b"Jet") + PLAIN),
        ("encoded.mdb", page(b"Jet", b"\1\2\3\4") + NOISE)):
    with open(name, "wb") as f:
        f.write(data)
