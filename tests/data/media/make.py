#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make pictures whose metadata say something, in the current folder.

exiftool.jpg, exiftool.gif and thumbnail.jpg were made by
exiftool 12.57 (the pictures by LibreOffice 7.4):
  exiftool -XPComment="Pupil NINO QQ 12 34 56 C" -UserComment="uc QQ123456C"
    -ImageDescription="About QQ123456C" -GPSLatitude=51.5 -GPSLatitudeRef=N
    -GPSLongitude=0.1 -GPSLongitudeRef=W -XMP:Title="xmptitle QQ123456C"
    -IPTC:Caption-Abstract="iptc QQ123456C" -Comment="com QQ123456C"
    -XMP:PersonInImage="Ann Example" exiftool.jpg
  exiftool "-ThumbnailImage<=small.jpg" -o thumbnail.jpg small.jpg
"""
import struct
import zlib

NINO = b"NINO QQ 12 34 56 C"


def chunk(kind, data):
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


HEAD = b"\x89PNG\r\n\x1a\n" + chunk(
    b"IHDR", struct.pack(">IIBBBBB", 8, 8, 1, 0, 0, 0, 0))
TAIL = chunk(b"IDAT", zlib.compress(b"\0\xaa" * 8)) + chunk(b"IEND", b"")


def save(name, data):
    with open(name, "wb") as f:
        f.write(data)


def riff(chunks):
    body = b"WEBP" + b"".join(
        k + struct.pack("<I", len(d)) + d + b"\0" * (len(d) & 1)
        for k, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


TIFF = (b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x010e, 2, 18, 26) +
        b"\0\0\0\0" + NINO)
XMP = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r">'
       b'<rdf:Description xmlns:dc="d" dc:title="' + NINO +
       b'"/></rdf:RDF></x:xmpmeta>')

save("text.png", HEAD + chunk(b"tEXt", b"Comment\0" + NINO) + TAIL)
save("packed.png", HEAD + chunk(
    b"zTXt", b"Comment\0\0" + zlib.compress(NINO)) + TAIL)
save("international.png", HEAD + chunk(
    b"iTXt", b"Title\0\1\0en\0T\0" + zlib.compress(
        "Zo\u00eb ".encode() + NINO)) + TAIL)
save("raw.png", HEAD + chunk(
    b"tEXt", b"Raw profile type exif\0\nexif\n      50\n" +
    (b"Exif\0\0" + TIFF).hex().encode()) + TAIL)
save("private.png", HEAD + chunk(b"prVt", NINO) + TAIL)
save("exif.png", HEAD + chunk(b"eXIf", TIFF) + TAIL)
save("bomb.png", HEAD + chunk(
    b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 20000000, 9)) + TAIL)
save("trailing.png", HEAD + TAIL + NINO)
save("padded.png", HEAD + TAIL + b"\0" * 40 + b"\n")
save("broken.png", b"\x89PNG\r\n\x1a\n" + NINO)
save("webp.webp", riff([(b"VP8L", b"\x2f\0\0\0\0"), (b"EXIF", TIFF),
                        (b"XMP ", XMP)]))
save("text.tif", TIFF)
save("circle.tif", b"II*\0\x08\0\0\0\x01\0" +
     struct.pack("<HHII", 0x010e, 2, 18, 26) + b"\x08\0\0\0" + NINO)
