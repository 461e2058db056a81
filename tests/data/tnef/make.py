#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the winmail.dat files (MS-OXTNEF) that the tests read

Run it in this folder. All people and numbers are made up.
"""
import struct

HEADERS = bytes.fromhex("8603020000000000C000000000000046")
PUBLIC = bytes.fromhex("2903020000000000C000000000000046")
MESSAGE = bytes.fromhex("0703020000000000C000000000000046")
UNICODE, STRING8, BINARY, OBJECT = 0x1F, 0x1E, 0x102, 0x0D
LONG, BOOL = 3, 0x0B


def pad(data):
    return data + b"\0" * (-len(data) % 4)


def prop(tag, kind, value, name=None):
    """One MAPI property; VALUE a list for several values."""
    values = value if isinstance(value, list) else [value]
    out = struct.pack("<HH", kind | (0x1000 if isinstance(value, list) else 0),
                      tag)
    if name:
        guid, text = name
        text = (text + "\0").encode("utf-16-le")
        out += guid + struct.pack("<II", 1, len(text)) + pad(text)
    if kind in (LONG, BOOL):
        return out + struct.pack("<I", value)
    out += struct.pack("<I", len(values))
    for v in values:
        if isinstance(v, str):
            v = (v + "\0").encode("utf-16-le" if kind == UNICODE else "cp1251")
        out += struct.pack("<I", len(v)) + pad(v)
    return out


def props(*all_of_them):
    return struct.pack("<I", len(all_of_them)) + b"".join(all_of_them)


def attribute(level, number, data, checksum=None):
    if checksum is None:
        checksum = sum(data) & 0xFFFF
    return struct.pack("<BII", level, number, len(data)) + data + \
        struct.pack("<H", checksum)


def tnef(*attributes):
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def note():
    inner = tnef(
        attribute(1, 0x00018004, b"Inner subject\0"),
        attribute(1, 0x0002800C, b"Inner body, NHS 9434765919\0"))
    return tnef(
        attribute(1, 0x00089006, struct.pack("<I", 0x10000)),
        attribute(1, 0x00069007, struct.pack("<II", 1251, 0)),
        attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0"),
        attribute(1, 0x00008000, b"Some Sender\0"),
        attribute(1, 0x00018004, "\u0422\u0435\u043c\u0430\0".encode(
            "cp1251"), checksum=1),
        attribute(1, 0x00069003, props(
            prop(0x1000, STRING8, "\u041f\u0440\u0438\u0432\u0435\u0442 943 "
                 "476 5919"),
            prop(0x3FDE, LONG, 1253),
            prop(0x1013, BINARY,
                 b"<html><body>\xc1 QQ123456C</body></html>"),
            prop(0x8000, UNICODE, ["One", "Two"], (PUBLIC, "Keywords")),
            prop(0x8001, UNICODE, "header field", (HEADERS, "x-header")),
            prop(0x8002, UNICODE, "A12345", (PUBLIC, "Pupil number")))),
        attribute(1, 0x00069004, struct.pack("<I", 0)),
        attribute(1, 0x00067777, b"an attribute that nobody knows"),
        attribute(2, 0x00069002, b"\1\0" + b"\0" * 12),
        attribute(2, 0x00018010, b"PUPILS~1.CSV\0"),
        attribute(2, 0x0006800F, b"Name,NHS\nAnn Other,9434765919\n"
                  b"Bob Other,9434765870\n"),
        attribute(2, 0x00069005, props(
            prop(0x3707, UNICODE, "pupils.csv"), prop(0x7FFE, BOOL, 0))),
        attribute(2, 0x00069002, b"\1\0" + b"\0" * 12),
        attribute(2, 0x00069005, props(
            prop(0x3001, UNICODE, "Inner"), prop(0x3705, LONG, 5),
            prop(0x3701, OBJECT, MESSAGE + inner))),
        attribute(2, 0x0006800F, b"a file without its beginning"))


def cut():
    return tnef(attribute(1, 0x0002800C, b"NHS 9434765919 and more"))[:-12]


for name, data in (("note", note()), ("cut", cut())):
    with open(name + ".dat", "wb") as f:
        f.write(data)
