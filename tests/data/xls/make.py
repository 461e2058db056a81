#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the fixtures of this folder (synthetic text, no real person).

Those that programs of today no longer write come from the record writer here:
streams without a compound file round them. calc.xls comes from LibreOffice,
with openpyxl, where --all asks for it.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def rec(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def bof(version, kind):
    return rec(0x0809, struct.pack("<HHHHII", version, kind, 0, 0, 0, 0)
               if version == 0x0600 else
               struct.pack("<HHHH", version, kind, 0, 0))


EOF = rec(0x0A)


def wide(text, width="<H"):
    """a string of BIFF 8, compressed where that can be"""
    try:
        return struct.pack(width + "B", len(text), 0) + text.encode("latin-1")
    except UnicodeEncodeError:
        return struct.pack(width + "B", len(text), 1) \
            + text.encode("utf-16-le")


def font(color=0x7FFF, height=200):
    return rec(0x31, struct.pack("<HHHHHBBBB", height, 0, color, 400, 0,
                                 0, 0, 0, 0) + wide("Arial", "<B"))


def xf8(f=0, fmt=0, pattern=0, fore=64):
    return rec(0xE0, struct.pack("<HHHBBBBHHIH", f, fmt, 0, 0, 0, 0, 0, 0, 0,
                                 pattern << 26, fore | 65 << 7))


def sst_cells(*cells):
    return b"".join(rec(0xFD, struct.pack("<HHHI", *c)) for c in cells)


def book8(head, sheets, tail=b""):
    """a workbook of BIFF 8; SHEETS: (name, state, records)"""
    start = bof(0x0600, 0x05) + rec(0x42, struct.pack("<H", 1200)) + head
    names = [wide(n, "<B") for n, _, _ in sheets]
    at = len(start) + sum(4 + 6 + len(n) for n in names) + len(tail) + 4
    bodies, list_ = [], b""
    for (_, state, body), name in zip(sheets, names):
        list_ += rec(0x85, struct.pack("<IBB", at, state, 0) + name)
        bodies.append(bof(0x0600, 0x10) + body + EOF)
        at += len(bodies[-1])
    return start + list_ + tail + EOF + b"".join(bodies)


def strings8():
    """shared strings that break over CONTINUE in every way"""
    a = "first " + "x" * 20
    rich = struct.pack("<HBH", 4, 8, 1) + b"rich" + bytes(4)
    phonetic = struct.pack("<HBI", 3, 5, 6) + "日本語".encode("utf-16-le") \
        + b"PHONET"
    sst = rec(0xFC, struct.pack("<II", 6, 6) + wide(a) + rich + phonetic
              # compressed here, wide behind the break
              + struct.pack("<HB", 12, 0) + b"broken")
    sst += rec(0x3C, b"\x01" + " \u2603wide".encode("utf-16-le")
               # a header at the very end: the flags come again
               + struct.pack("<HB", 8, 0))
    sst += rec(0x3C, b"\x00" + b"at start" + wide("nobody shows this"))
    return sst


def breaks():
    cells = sst_cells((0, 0, 0, 0), (0, 1, 0, 1), (1, 0, 0, 2),
                      (1, 1, 0, 3), (2, 0, 0, 4))
    return book8(font() + xf8() + strings8(), [("Strings", 0, cells)])


def txo(n):
    """a text of N characters follows"""
    return rec(0x1B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, n, 0, 0))


def hidden():
    """all that hides a cell, and texts behind the cells"""
    head = font() + font(color=9) + font(height=20) + rec(
        0x041E, struct.pack("<H", 164) + wide(";;;"))
    head += xf8() + xf8(f=1) + xf8(fmt=164) + xf8(f=2) \
        + xf8(f=1, pattern=1, fore=12)
    rk = lambda r, c, x, v: rec(0x27E, struct.pack("<HHHI", r, c, x,
                                                   v << 2 | 2))
    row = lambda r, h, f: rec(0x208, struct.pack("<HHHHHHI", r, 0, 9, h, 0, 0,
                                                 f))
    cells = rec(0x7D, struct.pack("<HHHHHH", 2, 2, 2000, 0, 1, 0))
    cells += row(0, 255, 0) + row(1, 255, 0x20) + row(2, 0, 0)
    cells += rk(0, 0, 0, 1) + rk(0, 1, 1, 222) + rk(0, 2, 0, 333) \
        + rk(0, 3, 2, 444) + rk(0, 4, 3, 555) + rk(0, 5, 4, 666)
    cells += rk(1, 0, 0, 777) + rk(2, 0, 0, 888)
    # a comment and a text box, whose shape is hidden
    cells += rec(0xEC, b"\xbf\x03\x02\x00\x02\x00")
    cells += rec(0x5D, struct.pack("<HHHHHIII", 0x15, 18, 6, 1, 0, 0, 0, 0))
    cells += txo(6) + rec(0x3C, b"\0boxed!")
    cells += rec(0xEC, b"")
    cells += rec(0x5D, struct.pack("<HHHHHIII", 0x15, 18, 25, 2, 0, 0, 0, 0))
    cells += txo(7) + rec(0x3C, b"\0comm") \
        + rec(0x3C, b"\1" + "ent".encode("utf-16-le"))
    cells += rec(0x1C, struct.pack("<HHHH", 4, 1, 0, 2) + wide("An Author"))
    cells += rec(0x14, wide("&LLeft&C&\"Arial,Bold\"&12Mid && dle"))
    name = rec(0x18, struct.pack("<HBBHHHBBBB", 1, 0, 6, 9, 0, 0, 0, 0, 0, 0)
               + b"\0hidden" + b"\x17\x06\0Secret")
    book = rec(0x1AE, struct.pack("<HHB", 1, 9, 0) + b"other.xls")
    crn = rec(0x5A, struct.pack("<BBH", 1, 0, 3) + b"\x02"
              + wide("cached") + struct.pack("<Bd", 1, 9434765919.0))
    return book8(head, [("Seen", 0, cells),
                        ("Away", 1, rk(0, 0, 0, 5)),
                        ("Gone", 2, rk(0, 0, 0, 6))], name + book + crn)


def formulas():
    """results of formulas, with what may stand between them and their text"""
    def formula(r, c, value, code=b""):
        return rec(0x06, struct.pack("<HHH", r, c, 0) + value
                   + struct.pack("<HIH", 0, 0, len(code)) + code)
    text = b"\0\0\0\0\0\0\xff\xff"
    cells = formula(0, 0, text) + rec(0x207, wide("plain"))
    cells += formula(0, 1, text, b"\x01\0\0\0\0") \
        + rec(0x4BC, bytes(10)) + rec(0x207, wide("shared"))
    cells += formula(0, 2, text) + rec(0x221, bytes(12)) \
        + rec(0x207, struct.pack("<HB", 8, 0) + b"long") \
        + rec(0x3C, b"\1" + "\u2603end".encode("utf-16-le"))
    cells += formula(1, 0, b"\1\0\1\0\0\0\xff\xff")
    cells += formula(1, 1, b"\2\0\x2a\0\0\0\xff\xff")
    cells += formula(1, 2, struct.pack("<d", 9434765919.0))
    cells += formula(2, 0, struct.pack("<d", 1),
                     b"\x17\x08\0constant\x1f" + struct.pack("<d", 123456789))
    # backwards, as some writers do; one packed record for three cells
    cells += rec(0xBD, struct.pack("<HHHIHIHIH", 4, 0, 0, 10 << 2 | 2, 0,
                                   1250 << 2 | 3, 0, 0x40590000, 2))
    cells += rec(0x203, struct.pack("<HHHd", 3, 0, 0, 4539578763621486.0))
    return book8(font() + xf8(), [("Results", 0, cells)])


def biff5():
    start = bof(0x0500, 0x05) + rec(0x42, struct.pack("<H", 1251))
    name = "Лист".encode("cp1251")
    at = len(start) + 4 + 7 + len(name) + 4
    sheet = bof(0x0500, 0x10)
    text = "Имя".encode("cp1251")
    sheet += rec(0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    sheet += rec(0xD6, struct.pack("<HHHH", 0, 1, 0, 4) + b"rich" + b"\1\0\0")
    sheet += rec(0x1C, struct.pack("<HHH", 0, 1, 10) + b"first part")
    sheet += rec(0x1C, struct.pack("<HHH", 0xFFFF, 0, 7) + b", again")
    return start + rec(0x85, struct.pack("<IBBB", at, 0, 0, len(name)) + name) \
        + EOF + sheet + EOF


def biff2():
    attr = b"\0\0\0"
    return rec(0x09, struct.pack("<HH", 2, 0x10)) \
        + rec(0x04, struct.pack("<HH", 0, 0) + attr + b"\x05Label") \
        + rec(0x02, struct.pack("<HH", 0, 1) + attr + struct.pack("<H", 1234)) \
        + rec(0x03, struct.pack("<HH", 1, 0) + attr
              + struct.pack("<d", 9434765919.0)) \
        + rec(0x06, struct.pack("<HH", 1, 1) + attr + b"\0" * 6 + b"\xff\xff"
              + b"\0\1\x15") + rec(0x07, b"\x06result") + EOF


def biff4():
    """a workbook of BIFF 4: its sheets lie inside the globals"""
    def sheet(name, text):
        body = rec(0x0409, struct.pack("<HHH", 0, 0x10, 0)) \
            + rec(0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text) \
            + EOF
        return rec(0x8F, struct.pack("<IB", len(body), len(name)) + name) \
            + body
    return rec(0x0409, struct.pack("<HHH", 0, 0x100, 0)) \
        + rec(0x42, struct.pack("<H", 1252)) \
        + sheet(b"One", b"first") + sheet(b"Two", b"second") + EOF


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


def calc():
    """what LibreOffice writes"""
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Pupils"
    s.append(["Name", "NHS", "Fee", "Note"])
    for i in range(4):
        s.append([f"Pupil {i} \u00dc", 9434765919 + i, i * 1.25,
                  f'=A{i + 2}&" x"'])
    s["B3"].number_format = "000-000-000000"
    s["A4"].font = Font(color="FFFFFF")
    s["B2"].comment = Comment("QQ123456C", "nobody")
    s.row_dimensions[5].hidden = True
    s.column_dimensions["C"].hidden = True
    s.oddHeader.center.text = "In confidence"
    book.create_sheet("Secret")["A1"] = "hidden sheet"
    book["Secret"].sheet_state = "hidden"
    with tempfile.TemporaryDirectory() as d:
        book.save(os.path.join(d, "calc.xlsx"))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{d}/user",
             "--headless", "--convert-to", "xls:MS Excel 97", "--outdir",
             HERE, os.path.join(d, "calc.xlsx")],
            check=True, stdout=subprocess.DEVNULL)


def main():
    write("breaks.xls", breaks())
    write("hidden.xls", hidden())
    write("formulas.xls", formulas())
    write("biff5.xls", biff5())
    write("biff2.xls", biff2())
    write("biff4.xls", biff4())
    write("locked.xls", book8(rec(0x2F, struct.pack("<HHH", 0, 1, 1)),
                              [("Sheet", 0, b"\0\0\0\0")]))
    write("twice.xls", book8(rec(0xFC, struct.pack("<II", 0, 0)) * 2,
                             [("Sheet", 0, b"")]))
    write("cut.xls", breaks()[:-40])
    if shutil.which("soffice") and "--all" in sys.argv:
        calc()


if __name__ == "__main__":
    main()
