#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - the pictures of this folder. Text is drawn by pdftoppm
(poppler-utils, fonts-dejavu or such), packed by Leptonica (liblept5); files of
Office before 2007 are written by LibreOffice 7.4."""
import base64
import ctypes
import gzip
import io
import os
import struct
import subprocess
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
LINES = ["NHS number: 943 476 5919", "NI number: QQ 12 34 56 C"]
PAGE = ["The governors met on Tuesday and agreed that the new building",
        "would open in spring. Her NHS number is 943 476 5919."] * 10
lept = ctypes.CDLL("liblept.so.5")
for name in ("pixRead", "pixConvertTo1", "pixRotateOrth", "pixConvertTo8"):
    getattr(lept, name).restype = ctypes.c_void_p
PNG, JPEG, BMP, TIFF_G4, GIF = 3, 2, 1, 8, 13


def objects(parts):
    """The objects PARTS (bytes) as a PDF file, the first is the root."""
    out, places = b"%PDF-1.4\n", []
    for i, part in enumerate(parts):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, part)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(parts) + 1, xref))


def stream(entries, data):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data),
                                                      data)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def drawn(lines, width, height, resolution):
    """LINES of text as a picture (a pointer to Leptonica's), of WIDTH by
    HEIGHT points."""
    text = "BT /F 12 Tf 15 TL 20 %d Td %s ET" % (
        height - 30, "".join(f"({line}) Tj T* " for line in lines))
    pdf = objects([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>" % (width, height),
        stream(b"", text.encode()), FONT])
    with open("text.pdf", "wb") as file:
        file.write(pdf)
    subprocess.run(["pdftoppm", "-singlefile", "-gray", "-png", "-r",
                    str(resolution), "text.pdf", "text"], check=True)
    os.remove("text.pdf")
    return ctypes.c_void_p(lept.pixRead(b"text.png"))


def black(pix):
    pix = ctypes.c_void_p(lept.pixConvertTo1(pix, 160))
    lept.pixDestroyColormap(pix)
    return pix


def write(name, pix, kind):
    assert lept.pixWrite(name.encode(), pix, kind) == 0


def read(name):
    with open(name, "rb") as file:
        return file.read()


def png(width, height, data, bits=1, colours=0):
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body +
                struct.pack(">I", zlib.crc32(kind + body)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", width, height, bits, colours, 0, 0, 0)) +
        chunk(b"IDAT", data) + chunk(b"IEND", b""))


def ink(name):
    """The 1-bit BMP file NAME as a PNG file of black ink on nothing."""
    data = read(name)
    at, width, height = (struct.unpack("<I", data[i:i + 4])[0]
                         for i in (10, 18, 22))
    row = (width + 31) // 32 * 4
    dark = 0 if data[54] else 1  # the index of black
    out = b""
    for y in reversed(range(height)):
        line = data[at + y * row:at + (y + 1) * row]
        out += b"\0" + b"".join(
            b"\0\0\0\xff" if line[x // 8] >> (7 - x % 8) & 1 == dark
            else bytes(4) for x in range(width))
    return png(width, height, zlib.compress(out, 9), 8, 6)


def samples(name):
    """Width, height and packed samples of the 1-bit PNG file NAME."""
    data = read(name)
    width, height = struct.unpack(">II", data[16:24])
    at, packed = 8, b""
    while at < len(data):
        n, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + n]
        at += n + 12
    return width, height, packed


def strip(name):
    """The fax data of the first page of the TIFF file NAME; black is 1."""
    data = read(name)
    at, = struct.unpack("<I", data[4:8])
    tags = {}
    for i in range(struct.unpack("<H", data[at:at + 2])[0]):
        tag, kind, _, value = struct.unpack(
            "<HHII", data[at + 2 + 12 * i:at + 14 + 12 * i])
        tags[tag] = value & 0xffff if kind == 3 else value
    assert tags[259] == 4
    return data[tags[273]:tags[273] + tags[279]]


def scan():
    """A scanned PDF: samples, fax, JPEG, JBIG2 (which nobody here reads), and
    a page with text beside its picture, which is left alone."""
    width, height, packed = samples("text.png")
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (width, height)
    images = [
        stream(size + b"/BitsPerComponent 1/ColorSpace/DeviceGray"
               b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns %d"
               b"/BitsPerComponent 1>>" % width, packed),
        stream(size + b"/ImageMask true/BitsPerComponent 1/Filter"
               b"/CCITTFaxDecode/DecodeParms<</K -1/Columns %d>>" % width,
               strip("pages.tif")),
        stream(size + b"/BitsPerComponent 8/ColorSpace/DeviceGray"
               b"/Filter/DCTDecode", read("text.jpg")),
        stream(size + b"/BitsPerComponent 1/ColorSpace/DeviceGray"
               b"/Filter/JBIG2Decode", b"\0" * 40)]
    pages = len(images) + 1
    parts = [b"<</Type/Catalog/Pages 2 0 R>>",
             b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(
                 b"%d 0 R" % (3 + i) for i in range(pages)))]
    first = 3 + pages  # of the contents
    for i in range(pages):
        parts.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]"
            b"/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>"
            b"/Font<</F %d 0 R>>>>>>" % (
                first + i, first + pages + i, first + 2 * pages))
    for i in range(pages):
        text = b"q 300 0 0 100 0 0 cm /I Do Q"
        if i == pages - 1:
            text += (b" BT /F 5 Tf 10 10 Td (This page has a text of its own"
                     b" and a picture that is nothing but an ornament to "
                     b"it and says no more.) Tj ET")
        parts.append(stream(b"", text))
    return objects(parts + images + [images[0], FONT])


def docx():
    kinds = "http://schemas.openxmlformats.org/"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        def put(name, text):
            z.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
        put("[Content_Types].xml",
            f'<Types xmlns="{kinds}package/2006/content-types"><Default '
            'Extension="rels" ContentType="application/vnd.openxmlformats-'
            'package.relationships+xml"/><Default Extension="png" '
            'ContentType="image/png"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>')
        put("_rels/.rels",
            f'<Relationships xmlns="{kinds}package/2006/relationships">'
            f'<Relationship Id="r1" Type="{kinds}officeDocument/2006/'
            'relationships/officeDocument" Target="word/document.xml"/>'
            '</Relationships>')
        put("word/document.xml",
            f'<w:document xmlns:w="{kinds}wordprocessingml/2006/main"><w:body>'
            '<w:p><w:r><w:t>See the picture</w:t></w:r></w:p></w:body>'
            '</w:document>')
        put("word/media/image1.png", read("text.png"))
    return out.getvalue()


def office(name, kind, before, behind):
    """The picture in a document of the old Office: NAME.EXT, by way of a flat
    OpenDocument file."""
    stem, extension = name.split(".")
    flat = stem + ".fod" + kind[0]  # fodt, fods, fodp
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for short, space in (("office", "office"), ("text", "text"),
                             ("table", "table"), ("draw", "drawing"),
                             ("svg", "svg-compatible")))
    picture = base64.b64encode(read("text.png")).decode()
    with open(flat, "w", encoding="ascii") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<office:document{spaces} office:version="1.2" office:mimetype='
            f'"application/vnd.oasis.opendocument.{kind}"><office:body>'
            f'<office:{kind}>{before}<draw:frame svg:x="1cm" svg:y="1cm" '
            'svg:width="9cm" svg:height="2.7cm"><draw:image>'
            f'<office:binary-data>{picture}</office:binary-data></draw:image>'
            f'</draw:frame>{behind}</office:{kind}></office:body>'
            '</office:document>')
    subprocess.run(["soffice", "--headless", "--convert-to", extension,
                    flat], check=True, stdout=subprocess.DEVNULL)
    os.remove(flat)


def save(name, data):
    with open(name, "wb") as file:
        file.write(data)


def main():
    os.chdir(HERE)
    grey = drawn(LINES, 220, 66, 120)
    lept.pixSetResolution(grey, 0, 0)
    bits = black(grey)
    write("text.jpg", grey, JPEG)
    write("text.gif", bits, GIF)
    write("text.bmp", bits, BMP)
    assert lept.pixWriteWebP(b"text.webp", ctypes.c_void_p(
        lept.pixConvertTo8(bits, 0)), 30, 0) == 0
    lept.pixWriteTiff(b"pages.tif", bits, TIFF_G4, b"w")
    second = black(drawn(["Date of birth 12/05/2011", "UPN H801200001001"],
                         220, 66, 120))
    lept.pixWriteTiff(b"pages.tif", second, TIFF_G4, b"a")
    page = black(drawn(PAGE, 420, 340, 150))
    write("sideways.png", ctypes.c_void_p(lept.pixRotateOrth(page, 1)), PNG)
    write("text.png", bits, PNG)
    write("icon.png", black(drawn(["NI"], 30, 30, 72)), PNG)
    write("text.png", bits, PNG)
    save("ink.png", ink("text.bmp"))
    save("cut.png", read("text.png")[:400])
    save("bomb.png", png(60000, 60000, zlib.compress(b"\0" * 20000, 9)))
    save("scan.pdf", scan())
    save("letter.docx", docx())
    office("letter.doc", "text", "<text:p>See the picture</text:p><text:p>",
           "</text:p>")
    office("sheet.xls", "spreadsheet", '<table:table table:name="A">'
           "<table:shapes>", "</table:shapes><table:table-row><table:table-cell"
           "/></table:table-row></table:table>")
    office("slide.ppt", "presentation", '<draw:page draw:name="p">',
           "</draw:page>")
    save("slide.ppt.gz", gzip.compress(read("slide.ppt"), 9, mtime=0))
    os.remove("slide.ppt")


main()
