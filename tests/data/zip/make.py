#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the ZIP fixtures of this folder (synthetic text, no real person).

Run it here after a change and commit what it writes; the files come out the
same every time. What no program writes is put together byte by byte.
"""
import io
import os
import struct
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
WHEN = (2026, 1, 1, 0, 0, 0)
CSV = b"Name,NINO,Class\nAnn,QQ123456C,7\nBob,QQ654321C,8\n"


def info(name, method=zipfile.ZIP_DEFLATED):
    i = zipfile.ZipInfo(name, WHEN)
    i.compress_type = method
    return i


def pack(members, comment=b"", method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members:
            z.writestr(info(name, method), data)
        z.comment = comment
    return out.getvalue()


def save(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


class Raw:
    """An archive from single records."""

    def __init__(self):
        self.body = b""
        self.dir = b""
        self.n = 0

    def local(self, name, data, method=0, flags=0, crc=None, size=None,
              packed=None):
        at = len(self.body)
        crc = zlib.crc32(data) if crc is None else crc
        size = len(data) if size is None else size
        packed = len(data) if packed is None else packed
        self.body += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags,
                                 method, 0, 0x5C21, crc, packed, size,
                                 len(name), 0) + name + data
        return at

    def central(self, name, at, data, method=0, flags=0, crc=None, size=None,
                comment=b""):
        crc = zlib.crc32(data) if crc is None else crc
        size = len(data) if size is None else size
        self.dir += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20,
                                flags, method, 0, 0x5C21, crc, len(data),
                                size, len(name), 0, len(comment), 0, 0, 0,
                                at) + name + comment
        self.n += 1

    def both(self, name, data, **kw):
        self.central(name, self.local(name, data, **kw), data, **kw)

    def bytes(self, comment=b""):
        return self.body + self.dir + struct.pack(
            "<IHHHHIIH", 0x06054B50, 0, 0, self.n, self.n, len(self.dir),
            len(self.body), len(comment)) + comment


def deflate(data):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


inner = pack([("c.csv", CSV)])
save("nested.zip", pack([("folder/", b""), ("readme.txt", b"hello\n"),
                         ("b.zip", pack([("a.zip", inner)]))]))
save("methods.zip", b"")
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as z:
    for n, m in (("stored.txt", 0), ("deflated.txt", 8), ("bzip2.txt", 12),
                 ("lzma.txt", 14)):
        z.writestr(info(n, m), b"same text in each\n" * 3)
save("methods.zip", out.getvalue())

save("comment.zip", pack([("a.txt", b"a\n")], b"password is Tulip7"))
save("prefixed.zip", b"#!/bin/sh\necho in front of the archive\n" +
     pack([("a.txt", b"a\n")]))
save("trailing.zip", pack([("a.txt", b"a\n")]) + b"behind QQ123456C the end")
# as the archiver of macOS has it: streamed, but the unpacked size is known
raw = Raw()
at = raw.local(b"class.csv", deflate(CSV), 8, 8, 0, len(CSV), 0)
raw.body += struct.pack("<IIII", 0x08074B50, zlib.crc32(CSV),
                        len(deflate(CSV)), len(CSV))
raw.central(b"class.csv", at, deflate(CSV), 8, 8, zlib.crc32(CSV), len(CSV))
save("streamed.zip", raw.bytes())
save("padded.zip", pack([("a.txt", b"a\n")]) + bytes(512) + b"\r\n")
save("truncated.zip", pack([("a.txt", b"a\n"), ("b.txt", b"b\n")])[:60])

raw = Raw()
raw.both(b"seen.txt", b"seen\n")
raw.local(b"orphan.txt", b"QQ123456C in no directory\n")
raw.both(b"also.txt", b"also\n")
save("orphan.zip", raw.bytes())

raw = Raw()
at = raw.local(b"local.txt", b"text\n")
raw.central(b"other.txt", at, b"text\n")
save("disagree.zip", raw.bytes())

raw = Raw()
at = raw.local(b"a.txt", b"text\n" * 20)
raw.central(b"a.txt", at, b"text\n" * 20)
raw.central(b"b.txt", at, b"text\n" * 20)
save("overlap.zip", raw.bytes())

raw = Raw()
raw.both(b"../../etc/passwd", b"harmless\n")
raw.both(b"C:\\x\\..\\y.txt", b"harmless\n")
raw.both(b"caf\x82.txt", b"harmless\n")
raw.both("näme.txt".encode(), b"harmless\n", flags=0x800)
raw.both(b"nul\0byte", b"harmless\n")
save("names.zip", raw.bytes())

raw = Raw()
raw.both(b"locked.txt", bytes(range(40)), flags=1, size=28)
raw.both(b"plain.txt", b"plain QQ123456C\n")
raw.both(b"aes.txt", bytes(range(50)), flags=1, method=99, size=22)
raw.both(b"odd.bin", b"\1\2\3\4", method=25451, size=9)
save("locked.zip", raw.bytes())

packed = deflate(b"longer than it says, " * 40)
raw = Raw()
raw.both(b"small.txt", packed, method=8, size=10,
         crc=zlib.crc32(b"longer than it says, " * 40))
raw.both(b"crc.txt", b"checksum is wrong\n", crc=1)
raw.both(b"huge.txt", deflate(b"tiny"), method=8, size=0xFFFFFF00,
         crc=zlib.crc32(b"tiny"))
raw.both(b"broken.txt", b"\xff\xff\xff\xff", method=8, size=100, crc=2)
save("lies.zip", raw.bytes())

# LZMA data whose header asks for a window of 4 GB
raw = Raw()
raw.both(b"window.txt", b"\x09\x14\x05\x00\x5d\xff\xff\xff\xff" + bytes(20),
         method=14, size=100)
save("window.zip", raw.bytes())

save("bomb.zip", pack([("zeros", bytes(20 << 20))]))
save("empty.zip", pack([]))
save("fake-docx.zip", pack([("word/document.xml", b"<a>no types</a>"),
                            ("a.docx", b"plain text\n")]))
