#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the iWork files that test_extract_odf reads

Run it in this folder. The archives have what those of Apple's programs have:
Snappy data with literals and copies, objects with their headers, rows of a
table with numbers in cells. All content is made up.
"""
import gzip
import io
import struct
import zipfile


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def number(field, value):
    return varint(field << 3) + varint(value)


def piece(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def thing(kind, data):
    """An object with its header."""
    info = number(1, 1) + piece(2, number(1, kind) + number(3, len(data)))
    return varint(len(info)) + info + data


def snappy(data):
    """Literals, and a copy where the last bytes come again."""
    out, i = varint(len(data)), 0
    while i < len(data):
        n = 8
        at = data.rfind(data[i:i + n], 0, i) if i + n <= len(data) else -1
        if 0 <= at and i - at < 65536:
            out += bytes([(n - 1) << 2 | 2]) + struct.pack("<H", i - at)
            i += n
        else:
            out += bytes([0]) + data[i:i + 1]
            i += 1
    return out


def iwa(*things):
    out = b""
    for t in things:
        s = snappy(t)
        out += b"\0" + struct.pack("<I", len(s))[:3] + s
    return out


def text(s):
    """An object that holds a text, in a message in a message."""
    return thing(2001, piece(1, piece(3, s.encode()) + number(1, 7)))


def cell(mantissa, power):
    raw = bytearray(mantissa.to_bytes(14, "little") + b"\0\0")
    power += 0x1820
    raw[14] |= power << 1 & 0xFE
    raw[15] |= power >> 7
    return struct.pack("<BBHII", 5, 2, 0, 0, 1) + bytes(raw)


def tile(*numbers):
    cells, offsets = b"", b"\xff\xff"
    for n in numbers:
        offsets += struct.pack("<H", len(cells))
        cells += cell(*n)
    row = number(1, 0) + number(2, len(numbers)) + piece(6, cells) + \
        piece(7, offsets)
    return thing(6002, number(1, 9) + piece(5, row))


def pack(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), data)
    return out.getvalue()


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def noise(n):
    out, x = bytearray(), 0x2545F491
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0xFFFFFFFF
        out.append(x >> 16 & 0xFF)
    return bytes(out)


def deep():
    """Messages in messages that no program writes."""
    data = b"\x08\0"
    for _ in range(60):
        data = piece(1, data + b"\x08\0")
    return data


DOCUMENT = iwa(
    text("NINO QQ123456C of the pupil, the pupil, the pupil"),
    text("0F8FAD5B-D9CB-469F-A165-70867728950E"))
TABLE = iwa(tile((4539578763621486, 0), (943476, -2)))
OLD = b"""<?xml version="1.0"?>
<sl:document xmlns:sl="sl" xmlns:sf="sf" xmlns:sfa="sfa"><sf:p>NHS 943
 476 <sf:span>5919</sf:span></sf:p><sf:ct sfa:s="QQ123456C"/></sl:document>
"""
PDF = b"%PDF-1.4\n"
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF"


def main():
    write("new.pages", pack({
        "Index/Document.iwa": DOCUMENT, "preview.jpg": JPG,
        "Metadata/DocumentIdentifier":
            b"0F8FAD5B-D9CB-469F-A165-70867728950E",
        "Metadata/Properties.plist":
            b"bplist00\x5aTitle here\x65\0S\0p\0l\0i\0t"}))
    write("index.numbers", pack({
        "Index.zip": pack({"Index/Tables/Tile.iwa": TABLE,
                           "Index/Document.iwa": DOCUMENT})}))
    write("folder.zip", pack({"A.pages/Index/Document.iwa": DOCUMENT}))
    write("log.numbers", pack({
        "Index/Document.iwa": DOCUMENT,
        "Index/OperationStorage.iwa": b"bvxn" + noise(40)}))
    write("deep.pages", pack({
        "Index/Document.iwa": iwa(thing(2001, deep()))}))
    write("old.pages", pack({
        "index.xml.gz": gzip.compress(OLD, mtime=0),
        "QuickLook/Thumbnail.jpg": JPG}))
    write("broken.pages", pack({
        "Index/Document.iwa": DOCUMENT + b"\0\x20\0\0\x7f"}))
    write("locked.pages", pack({
        "Index/Document.iwa": noise(300), ".iwpv2": noise(60),
        ".iwph": b"the usual QQ123456C"}))
    write("half-locked.pages", pack({
        "Index/Document.iwa": noise(300), ".iwpv2": noise(60),
        "Data/list.txt": b"NINO QQ123456C"}))


main()
