#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the binary Excel fixture of this folder (synthetic text, no real
person), by the record layouts of MS-XLSB. Run it here after a change and
commit what it writes; the file comes out the same every time. LibreOffice
opens it.
"""
import os
import struct
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
X = "application/vnd.ms-excel."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "application/vnd.openxmlformats-package."


def types(overrides):
    out = HEAD + ('<Types xmlns="http://schemas.openxmlformats.org/package/'
                  '2006/content-types">')
    for ext, ct in (("rels", PKG + "relationships+xml"),
                    ("xml", "application/xml")):
        out += f'<Default Extension="{ext}" ContentType="{ct}"/>'
    for part, ct in overrides.items():
        out += f'<Override PartName="/{part}" ContentType="{ct}"/>'
    return out + "</Types>"


def rels(*targets):
    out = HEAD + ('<Relationships xmlns="http://schemas.openxmlformats.org/'
                  'package/2006/relationships">')
    for i, (kind, target) in enumerate(targets, 1):
        out += (f'<Relationship Id="rId{i}" Type="{REL}/{kind}" '
                f'Target="{target}"/>')
    return out + "</Relationships>"


def rec(kind, body=b""):
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7f | 0x80,
                                                    kind >> 7])
    n = len(body)
    while n > 0x7f:
        head += bytes([n & 0x7f | 0x80])
        n >>= 7
    return head + bytes([n]) + body


def string(s):
    if s is None:
        return b"\xff\xff\xff\xff"
    units = s.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def cell(kind, col, style, body):
    return rec(kind, struct.pack("<II", col, style) + body)


def row(n, flags=0):
    return rec(0, struct.pack("<IIHBBBI", n, 0, 300, 0, flags, 0, 0))


def rk(v):
    return struct.pack("<i", v << 2 | 2)


def real(v):
    return struct.pack("<d", v)


def formula(*parts):
    tokens = b"".join(parts)
    return struct.pack("<HI", 0, len(tokens)) + tokens + struct.pack("<I", 0)


def sheet(inner, after=b""):
    return (rec(129) + inner.replace(b"DATA", rec(145)) + rec(146) + after
            + rec(130))


STRINGS = ["Name", "NINO", "QQ123456C", "left over", "Zoë 🎒"]
SST = (rec(159, struct.pack("<II", 5, 5)) +
       b"".join(rec(19, b"\0" + string(s)) for s in STRINGS) + rec(160))
STYLES = (rec(278) + rec(615, struct.pack("<I", 2))
          + rec(44, struct.pack("<H", 200) + string("0000000000"))
          + rec(44, struct.pack("<H", 201) + string(";;;")) + rec(616)
          + rec(626, struct.pack("<I", 1)) + rec(47, struct.pack(
              "<HHHHHBBHH", 0xffff, 201, 0, 0, 0, 0, 0, 0, 0)) + rec(627)
          + rec(617, struct.pack("<I", 4)) + b"".join(
              rec(47, struct.pack("<HHHHHBBHH", 0, f, 0, 0, 0, 0, 0, 0, 0))
              for f in (0, 200, 14, 201)) + rec(618) + rec(279))
COLUMNS = rec(390) + rec(60, struct.pack("<IIIIH", 2, 2, 2000, 0, 1)) + rec(391)
CONTACTS = sheet(
    COLUMNS + b"DATA"
    + row(0) + cell(7, 0, 0, struct.pack("<I", 0))
    + cell(7, 1, 0, struct.pack("<I", 1)) + cell(6, 2, 0, string("aside"))
    + row(1) + cell(62, 0, 0, b"\x01" + string("Ann") + struct.pack("<I", 0))
    + cell(7, 1, 0, struct.pack("<I", 2))
    + row(2) + cell(2, 0, 1, rk(12345678)) + cell(5, 1, 2, real(36526))
    + row(3, 0x10) + cell(5, 0, 0, real(4539578763621486.0))
    + row(4) + cell(2, 0, 3, rk(9434765)) + cell(4, 1, 0, b"\x01")
    + row(5) + cell(8, 0, 0, string("worked out") + formula(
        b"\x17" + struct.pack("<H", 10) + "in formula".encode("utf-16-le")))
    + cell(9, 1, 0, real(0.30000000000000004) + formula())
    + row(6) + cell(3, 0, 0, b"\x2a") + cell(7, 1, 0, struct.pack("<I", 4))
    + cell(2, 3, 0, struct.pack("<i", 1250 << 2 | 3)),
    rec(479, struct.pack("<H", 0) + string("&Cpage top") + string(None) * 5)
    + rec(573, struct.pack("<HIIII", 0, 0, 0, 0, 1)) + rec(64, struct.pack(
        "<IIIIII", 0, 1, 0, 9, 0, 0) + string("pick one") + string(None)
        + string("ask A N Other") + string(None) + struct.pack("<IIII", 0, 0,
                                                              0, 0))
    + rec(574))
SECRET = sheet(b"DATA" + row(0) + cell(6, 0, 0, string("QQ123456C")))
COMMENTS = (rec(628) + rec(630) + rec(632, string("Someone")) + rec(631)
            + rec(633) + rec(635, struct.pack("<IIIII", 0, 1, 1, 27, 27)
                             + bytes(16))
            + rec(637, b"\0" + string("see file")) + rec(636) + rec(634)
            + rec(629))
EXTERNAL = (rec(360) + rec(363, struct.pack("<IB", 0, 0))
            + rec(366, struct.pack("<I", 0))
            + rec(371, struct.pack("<I", 0) + string("from elsewhere"))
            + rec(368, struct.pack("<I", 1) + real(9434765919)) + rec(364))
PIVOT = (rec(179) + rec(183, struct.pack("<IIHHI", 0, 0, 0, 0, 0)
                        + string("Pupil"))
         + rec(24, string("Bob")) + rec(21, real(9434765919)) + rec(180))


def name(flags, text, tokens):
    return rec(39, struct.pack("<IBI", flags, 0, 0xffffffff) + string(text)
               + struct.pack("<I", len(tokens)) + tokens
               + struct.pack("<I", 0) + string(None))


BOOK = (rec(131) + rec(153, struct.pack("<II", 0, 0) + string(None)) + rec(143)
        + rec(156, struct.pack("<II", 0, 1) + string("rId1")
              + string("Contacts"))
        + rec(156, struct.pack("<II", 2, 2) + string("rId2")
              + string("Secret")) + rec(144)
        + name(1, "number", b"\x1f" + real(9434765919)) + rec(132))

with zipfile.ZipFile(os.path.join(HERE, "book.xlsb"), "w") as z:
    for part, body in [
            ("[Content_Types].xml", types({
                "xl/workbook.bin": X + "sheet.binary.macroEnabled.main",
                "xl/worksheets/sheet1.bin": X + "worksheet",
                "xl/worksheets/sheet2.bin": X + "worksheet",
                "xl/sharedStrings.bin": X + "sharedStrings",
                "xl/styles.bin": X + "styles",
                "xl/comments1.bin": X + "comments",
                "xl/externalLinks/e1.bin": X + "externalLink",
                "xl/pivotCache/p1.bin": X + "pivotCacheDefinition"})),
            ("_rels/.rels", rels(("officeDocument", "xl/workbook.bin"))),
            ("xl/workbook.bin", BOOK),
            ("xl/_rels/workbook.bin.rels", rels(
                ("worksheet", "worksheets/sheet1.bin"),
                ("worksheet", "worksheets/sheet2.bin"),
                ("sharedStrings", "sharedStrings.bin"),
                ("styles", "styles.bin"))),
            ("xl/worksheets/sheet1.bin", CONTACTS),
            ("xl/worksheets/_rels/sheet1.bin.rels", rels(
                ("comments", "../comments1.bin"))),
            ("xl/worksheets/sheet2.bin", SECRET),
            ("xl/sharedStrings.bin", SST),
            ("xl/styles.bin", STYLES),
            ("xl/comments1.bin", COMMENTS),
            ("xl/externalLinks/e1.bin", EXTERNAL),
            ("xl/pivotCache/p1.bin", PIVOT)]:
        info = zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        z.writestr(info, body)
