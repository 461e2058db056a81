#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the Word files that LibreOffice can't write (made-up text).

Run it here after a change; the files come out the same every time. body.doc
is made by make.sh.
"""
import importlib.util
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = importlib.util.spec_from_file_location(
    "ole", os.path.join(HERE, "..", "ole", "make.py"))
OLE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(OLE)
Storage = OLE.Storage
TEXT_AT = 0x400


def fib(counts, clx, nfib=193, flags=0x200, fc_max=0):
    """A file information block of Word 97, TEXT_AT bytes long."""
    out = bytearray(TEXT_AT)
    struct.pack_into("<HHHH", out, 0, 0xA5EC, nfib, 0, 0x409)
    struct.pack_into("<H", out, 0x0A, flags)
    struct.pack_into("<II", out, 0x18, TEXT_AT, fc_max)
    struct.pack_into("<H", out, 0x20, 14)
    struct.pack_into("<H", out, 0x3E, 22)
    struct.pack_into("<8I", out, 0x4C, *counts)
    struct.pack_into("<H", out, 0x98, 93)
    struct.pack_into("<II", out, 0x9A + 8 * 33, 0, len(clx))
    return bytes(out)


def clx(pieces, lists=()):
    """A piece table: (first character, offset, wide, prm) and the end."""
    out = b""
    for grpprl in lists:
        out += b"\1" + struct.pack("<H", len(grpprl)) + grpprl
    table = b"".join(struct.pack("<I", p[0]) for p in pieces)
    for _, at, wide, prm in pieces[:-1]:
        fc = at if wide else 2 * at | 0x40000000
        table += struct.pack("<HIH", 0, fc, prm)
    return out + b"\2" + struct.pack("<I", len(table)) + table


def document(text, counts=None):
    """Streams of a document with 8-bit TEXT in one piece."""
    table = clx([(0, TEXT_AT, False, 0), (len(text),)])
    counts = counts or [len(text)] + 7 * [0]
    return {"WordDocument": fib(counts, table) + text, "1Table": table}


def saved():
    """What a fast save leaves: text in no piece, a piece that it hid."""
    old = b"the earlier plan named QQ123456C here\r"
    seen, hidden = b"Seen at last.\r", "put away \u2013 Zo\u00eb\r"
    wide = hidden.encode("utf-16le")
    text = seen + old + wide
    first, second = len(seen), len(seen) + len(hidden)
    table = clx([(0, TEXT_AT, False, 0),
                 (first, TEXT_AT + len(seen) + len(old), True, 1),
                 (second,)], [struct.pack("<HB", 0x083C, 1)])
    counts = [second] + 7 * [0]
    return {"WordDocument": fib(counts, table) + text, "1Table": table}


def packed(data):
    """A compressed container of literal bytes only (MS-OVBA 2.4.1)."""
    out = b"\1"
    for i in range(0, len(data), 3000):
        part, chunk = data[i:i + 3000], b""
        for k in range(0, len(part), 8):
            chunk += b"\0" + part[k:k + 8]
        out += struct.pack("<H", 0xB000 | (len(chunk) - 1)) + chunk
    return out


def record(kind, data):
    return struct.pack("<HI", kind, len(data)) + data


def macros():
    """A VBA project of two modules, one of them with nothing of its own."""
    source = (b'Attribute VB_Name = "Tools"\r\nSub Pay()\r\n'
              b"' key of J Sample: QQ123456C\r\nEnd Sub\r\n")
    empty = b'Attribute VB_Name = "ThisDocument"\r\n'
    listing = record(3, struct.pack("<H", 1252))
    listing += struct.pack("<HI", 9, 4) + bytes(6)
    for name in (b"Tools", b"ThisDocument"):
        listing += record(0x19, name) + record(0x1A, name)
        listing += record(0x32, name.decode().encode("utf-16le"))
        listing += record(0x31, struct.pack("<I", 4)) + record(0x2B, b"")
    return Storage(VBA=Storage({
        "dir": packed(listing), "_VBA_PROJECT": b"\xcc\x61" + bytes(20),
        "Tools": b"p-co" + packed(source),
        "ThisDocument": b"p-co" + packed(empty)}))


def packager(name, data):
    """A stream of the packager (MS-OLEDS 2.3.6 and what it writes)."""
    path = b"C:\\tmp\\" + name
    body = struct.pack("<H", 2) + name + b"\0" + path + b"\0"
    body += struct.pack("<HHI", 0, 3, len(path) + 1) + path + b"\0"
    body += struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(body)) + body


def objects():
    """A document with all kinds of things in it."""
    item = b'<?xml version="1.0"?><d><case>QQ123456C</case></d>'
    return {
        **document(b"Body.\r"),
        "ObjectPool": Storage({
            "_100": Storage({"\1Ole10Native": packager(
                b"list.csv", b"Name,NINO,Class\nAnn,QQ123456C,7\n")}),
            "_200": Storage({"\1CompObj": bytes(64),
                             **document(b"A document inside.\r")})}),
        "Macros": macros(),
        "MsoDataStore": Storage(ABC=Storage(Item=item, Properties=b"<p/>")),
        "Odd": bytes(range(128, 250)) + b"left over QQ123456C" + bytes(300),
    }


def old(nfib, ident, text):
    """A document of Word 6 or 2: text in one piece, no table stream."""
    out = bytearray(0x300)
    struct.pack_into("<HHHH", out, 0, ident, nfib, 0, 0x409)
    struct.pack_into("<II", out, 0x18, 0x300, 0x300 + len(text))
    struct.pack_into("<8I", out, 0x34, len(text), *7 * [0])
    return bytes(out) + text


def shared():
    """Many pieces that share one text: more text than the file has bytes."""
    text = 80 * b"again and again. "
    n = len(text)
    table = clx([(i * n, TEXT_AT, False, 0) for i in range(50)] + [(50 * n,)])
    return {"WordDocument": fib([50 * n] + 7 * [0], table) + text,
            "1Table": table}


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


def main():
    write("saved.doc", OLE.cfb(Storage(saved())))
    write("objects.doc", OLE.cfb(Storage(objects())))
    write("shared.doc", OLE.cfb(Storage(shared())))
    text = b"Caf\xe9 \x96 old\rName\x07Born\x07\x07Ann\x072010\x07\x07end\r"
    write("word6.doc", OLE.cfb(Storage(
        WordDocument=old(101, 0xA5DC, text))))
    write("word2.doc", old(45, 0xA5DB, text))
    broken = document(b"Body of the text.\r")
    broken["1Table"] = b"\7" + broken["1Table"]
    write("broken.doc", OLE.cfb(Storage(broken)))


if __name__ == "__main__":
    main()
