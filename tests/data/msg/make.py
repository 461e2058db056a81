#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the Outlook items (MS-OXMSG) that the tests read

Run it in this folder. The items hold what Outlook writes, as far as it bears
on their text; all people and numbers are made up.
"""
import struct
import zlib

# the writer of compound files, without what its script writes
WRITER = {}
with open("../ole/make.py", encoding="utf-8") as script:
    exec(script.read().rsplit("\nmain()", 1)[0], WRITER)
cfb, Storage = WRITER["cfb"], WRITER["Storage"]

HEADERS = bytes.fromhex("8603020000000000C000000000000046")
PUBLIC = 2
UNICODE, STRING8, BINARY, OBJECT = 0x1F, 0x1E, 0x102, 0x0D
LONG, BOOL, TIME = 3, 0x0B, 0x40
FIXED = {LONG: "<I", BOOL: "<I", TIME: "<Q"}


def item(props, header, extra=()):
    """A storage with PROPS, a list of (id, type, value)."""
    out, table = Storage(), b""
    for tag, kind, value in props:
        if kind in FIXED:
            table += struct.pack("<HHI", kind, tag, 6) + struct.pack(
                FIXED[kind], value).ljust(8, b"\0")
            continue
        if isinstance(value, str):
            value = value.encode("utf-16-le") if kind == UNICODE else \
                value.encode("cp1251")
        table += struct.pack("<HHIII", kind, tag, 6, len(value), 0)
        out["__substg1.0_%04X%04X" % (tag, kind)] = value
    out["__properties_version1.0"] = b"\0" * header + table
    for name, node in extra:
        out[name] = node
    return out


def names(entries):
    """The tables of named properties; entries are (guid index, name)."""
    table, strings = b"", b""
    for i, (guid, name) in enumerate(entries):
        if isinstance(name, int):
            table += struct.pack("<IHH", name, guid << 1, i)
            continue
        table += struct.pack("<IHH", len(strings), guid << 1 | 1, i)
        text = name.encode("utf-16-le")
        strings += struct.pack("<I", len(text)) + text
        strings += b"\0" * (-len(strings) % 4)
    return Storage({"__substg1.0_00020102": HEADERS,
                    "__substg1.0_00030102": table,
                    "__substg1.0_00040102": strings})


def attachment(number, props):
    return ("__attach_version1.0_#%08X" % number, item(props, 8))


def lzfu(data):
    """Compressed rich text, all of it literal."""
    body = b"".join(b"\0" + data[i:i + 8] for i in range(0, len(data), 8))
    if len(data) % 8 == 0:
        body += b"\0"
    body = body[:len(body)]
    head = struct.pack("<II4sI", len(body) + 12, len(data), b"LZFu",
                       zlib.crc32(body))
    return head + body


def note():
    inner = item([
        (0x001A, UNICODE, "IPM.Note"), (0x0037, UNICODE, "Inner subject"),
        (0x1000, UNICODE, "Inner body, NHS 9434765919"),
        (0x8001, UNICODE, "header of the inner one"),
    ], 24, [attachment(0, [(0x3705, LONG, 1), (0x3707, UNICODE, "in.txt"),
                           (0x3701, BINARY, b"inner file")])])
    files = [
        attachment(0, [
            (0x3705, LONG, 1), (0x3704, UNICODE, "PUPILS~1.CSV"),
            (0x3707, UNICODE, "pupils.csv"), (0x3001, UNICODE, "shown"),
            (0x3701, BINARY, b"Name,NHS\nAnn Other,9434765919\n"
             b"Bob Other,9434765870\n")]),
        attachment(1, [
            (0x3705, LONG, 1), (0x3704, UNICODE, "secret.txt"),
            (0x7FFE, BOOL, 1), (0x3701, BINARY, b"hidden file")]),
        attachment(2, [
            (0x3705, LONG, 1), (0x3704, UNICODE, "logo.txt"),
            (0x7FFE, BOOL, 1), (0x3712, UNICODE, "logo@x.example"),
            (0x3701, BINARY, b"inline file")]),
        attachment(3, [
            (0x3705, LONG, 2), (0x370D, UNICODE, "\\\\server\\far.doc")]),
        attachment(4, [(0x3705, LONG, 5), (0x3001, UNICODE, "Inner")]),
    ]
    files[4][1]["__substg1.0_3701000D"] = inner
    files.append(("__recip_version1.0_#00000000", item([
        (0x3001, UNICODE, "Some Recipient"),
        (0x39FE, UNICODE, "recipient@x.example")], 8)))
    files.append(("__nameid_version1.0", names([
        (PUBLIC, "Keywords"), (3, "x-header"), (PUBLIC, "Pupil number"),
        (3, 0x8580)])))
    return item([
        (0x3FFD, LONG, 1251), (0x3FDE, LONG, 1253),
        (0x001A, UNICODE, "IPM.Note"),
        (0x0037, STRING8, "\u0422\u0435\u043c\u0430"),
        (0x007D, UNICODE, "Received: from x.example\r\n"),
        (0x0C1A, UNICODE, "Some Sender"), (0x0E04, UNICODE, "Some Recipient"),
        (0x1000, STRING8, "\u041f\u0440\u0438\u0432\u0435\u0442 943 476 5919"
         "\r\n> quoted\r\n"),
        (0x1013, BINARY, b"<html><body><p>\xc1 QQ123456C</p></body></html>"),
        (0x1009, BINARY, lzfu(b"{\\rtf1\\ansi rich {\\v hidden}}")),
        (0x3FD9, UNICODE, "beginning of the body"),
        (0x8000, UNICODE, "Pastoral"), (0x8001, UNICODE, "header field"),
        (0x8002, UNICODE, "A12345"), (0x8003, UNICODE, "account@x.example"),
    ], 32, files)


def contact():
    return item([
        (0x001A, UNICODE, "IPM.Contact"), (0x0037, UNICODE, "Ann Other"),
        (0x3001, UNICODE, "Ann Other"), (0x3A1C, UNICODE, "07700 900123"),
        (0x3A42, TIME, 129464352000000000),
        (0x8000, UNICODE, "ann@x.example"), (0x1000, UNICODE, "a note"),
    ], 32, [("__nameid_version1.0", names([(4, 0x8083)]))])


def broken():
    """With a body cut off and an item within that has nothing in it."""
    empty = attachment(0, [(0x3705, LONG, 5)])
    empty[1]["__substg1.0_3701000D"] = Storage()
    return item([
        (0x001A, UNICODE, "IPM.Note"),
        (0x1009, BINARY, struct.pack("<II4sI", 99, 99, b"LZFu", 0) +
         b"\0cut off"),
        (0x1000, BINARY, b"no text"),
    ], 32, [empty, ("stray", b"a stream that is no property: 9434765919"),
            ("__nameid_version1.0", names([(4, 0x8083)]))])


def main():
    for name, root in (("note", note()), ("contact", contact()),
                       ("broken", broken())):
        with open(name + ".msg", "wb") as f:
            f.write(cfb(root))


main()
