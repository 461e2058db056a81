# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that cost a reader without limits minutes or gigabytes.

Each function makes one and gives its bytes; all of them are small and made
in a moment, so none is kept in the tree. The right end of each is told in
bombs.py.
"""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

ZEROS = bytes(1 << 20)


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data,
                       method)
    return out.getvalue()


def big_zip():
    """One member of 600 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        with z.open("zeros.txt", "w") as f:
            for _ in range(600):
                f.write(ZEROS)
    return out.getvalue()


def forty_two():
    """Sixteen archives within each of four levels, 16 MB in the deepest."""
    data = zipped([("0.txt", ZEROS * 16)])
    for _ in range(4):
        data = zipped([(f"{i}.zip", data) for i in range(16)])
    return data


def deep_zip():
    """An archive in an archive, sixty times."""
    data = b"deep"
    for i in range(60):
        data = zipped([(f"{i}.zip", data)], zipfile.ZIP_STORED)
    return data


def deep_gzip():
    data = b"deep"
    for _ in range(60):
        data = gzip.compress(data, mtime=0)
    return data


def overlapping_zip():
    """Two thousand entries that share the same data."""
    packed = zlib.compress(ZEROS, 9)[2:-4]
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x5C21,
                       zlib.crc32(ZEROS), len(packed), len(ZEROS), 1, 0) + b"a"
    body, directory = head + packed, b""
    for _ in range(2000):
        directory += struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0x5C21,
            zlib.crc32(ZEROS), len(packed), len(ZEROS), 1, 0, 0, 0, 0, 0,
            0) + b"a"
    return body + directory + struct.pack(
        "<IHHHHIIH", 0x06054B50, 0, 0, 2000, 2000, len(directory), len(body),
        0)


def many_members():
    return zipped([(f"{i}.txt", b"x") for i in range(21000)],
                  zipfile.ZIP_STORED)


def packed_tar():
    """A tar of 500 MB of NULs, packed twice."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:xz") as t:
        info = tarfile.TarInfo("zeros.txt")
        info.size = 500 << 20

        class Nothing:
            def read(self, n):
                return bytes(n)

        t.addfile(info, Nothing())
    return gzip.compress(out.getvalue(), mtime=0)


def bz2_bomb():
    return bz2.compress(ZEROS * 300)


def xz_bomb():
    return lzma.compress(ZEROS * 300, preset=1)


TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.'
         'org/package/2006/content-types"><Default Extension="rels" '
         'ContentType="application/vnd.openxmlformats-package.relationships+'
         'xml"/><Default Extension="xml" ContentType="application/xml"/>'
         '<Override PartName="/{part}" ContentType="application/vnd.openxml'
         'formats-officedocument.{kind}.main+xml"/>{more}</Types>')
SHEETS = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="applica'
                 "tion/vnd.openxmlformats-officedocument.spreadsheetml."
                 f'{kind}+xml"/>' for part, kind in (
                     ("worksheets/sheet1", "worksheet"),
                     ("sharedStrings", "sharedStrings")))
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxml'
        'formats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="{part}"/></Relationships>')
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(part, kind, main, more=()):
    types = TYPES.format(part=part, kind=kind,
                         more=SHEETS if "sheet" in kind else "")
    return zipped([("[Content_Types].xml", types),
                   ("_rels/.rels", RELS.format(part=part)),
                   (part, main), *more])


def workbook(sheet, strings="", more=()):
    return package("xl/workbook.xml", "spreadsheetml.sheet",
                   f'<workbook xmlns="{SHEET}" xmlns:r="http://schemas.open'
                   'xmlformats.org/officeDocument/2006/relationships"><sheets>'
                   '<sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
                   '</workbook>', (
                       ("xl/_rels/workbook.xml.rels",
                        '<Relationships xmlns="http://schemas.openxmlformats.'
                        'org/package/2006/relationships"><Relationship Id="'
                        'rId1" Type="http://schemas.openxmlformats.org/office'
                        'Document/2006/relationships/worksheet" Target="work'
                        'sheets/sheet1.xml"/><Relationship Id="rId2" Type='
                        '"http://schemas.openxmlformats.org/officeDocument/'
                        '2006/relationships/sharedStrings" Target="shared'
                        'Strings.xml"/></Relationships>'),
                       ("xl/worksheets/sheet1.xml",
                        f'<worksheet xmlns="{SHEET}"><sheetData>' + sheet +
                        "</sheetData></worksheet>"),
                       ("xl/sharedStrings.xml",
                        f'<sst xmlns="{SHEET}">{strings}</sst>'), *more))


def one_string_everywhere():
    """A string of 32 KB in 380,000 cells: 12 GB of text in about 1 MB."""
    cells = "".join(f'<c t="s"><v>0</v></c>' for _ in range(100))
    rows = f"<row>{cells}</row>" * 3800
    return workbook(rows, "<si><t>" + "name " * 6500 + "</t></si>")


def entities():
    """A billion laughs, in a document's main part."""
    dtd = "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">'
                  for i in range(1, 10))
    return package("word/document.xml", "wordprocessingml.document",
                   '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "laugh">' +
                   dtd + f']><w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
                   "<w:t>&l9;</w:t></w:r></w:p></w:body></w:document>")


def deep_xml():
    return b"<a>" * 300000 + b"x" + b"</a>" * 300000


def deep_word():
    table = "<w:tbl><w:tr><w:tc>"
    return package("word/document.xml", "wordprocessingml.document",
                   f'<w:document xmlns:w="{WORD}"><w:body>' + table * 40000 +
                   "</w:tc></w:tr></w:tbl>" * 40000 + "</w:body></w:document>")


def deep_json():
    return b'{"a":' + b"[" * 500000 + b"1" + b"]" * 500000 + b"}"


def deep_rtf():
    return b"{\\rtf1 " + b"{" * 500000 + b"x" + b"}" * 500000 + b"}"


def deep_html():
    return b"<html><body>" + b"<div><b>" * 300000 + b"x"


def wide_html():
    return (b"<html><style>" + b".a{color:red}" * 20000 + b"</style>" +
            b"<p class='a b c d e f g h'>x" * 60000)


def pdf(objects, root=1):
    out, places = b"%PDF-1.7\n", []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + (b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, root, start))


def stream(data, more=b"", packed=True):
    if packed:
        data, more = zlib.compress(data, 9), more + b"/Filter/FlateDecode"
    return (b"<</Length %d%s>>stream\n" % (len(data), more) + data +
            b"\nendstream")


PAGE = (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<<"
        b"/F 5 0 R>>/XObject<</X 6 0 R>>>>/Contents 4 0 R>>")
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"


def document(content, *more, kids=b"3 0 R", count=1):
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), PAGE,
                content, FONT, *more])


def pdf_forms():
    """Thirty forms, each of which draws the next ten times."""
    forms = []
    for i in range(30):
        after = b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + i)
        forms.append(stream(b"/X Do " * 10, FORM + after))
    forms.append(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET", FORM +
                        b"/Resources<</Font<</F 5 0 R>>>>"))
    return document(stream(b"/X Do " * 10), *forms)


def pdf_cycle():
    form = stream(b"/X Do BT /F 9 Tf 9 9 Td (round) Tj ET", FORM +
                  b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>")
    return document(stream(b"/X Do"), form)


def pdf_filters():
    """One stream, packed four times: 1 GB out of a few hundred bytes."""
    data = ZEROS * 256
    for _ in range(4):
        data = zlib.compress(data, 9)
    return document(b"<</Length %d/Filter[%s]>>stream\n" %
                    (len(data), b"/FlateDecode" * 4) + data + b"\nendstream",
                    stream(b"", FORM))


def pdf_glyphs():
    """Ten million letters, packed."""
    return document(stream(b"BT /F 9 Tf 9 9 Td " +
                           b"(xxxxxxxxxxxxxxxxxxxxxxxxx) Tj " * 400000 +
                           b"ET"), stream(b"", FORM))


def pdf_shapes():
    """Letters and opaque boxes in turn, 200,000 of each."""
    return document(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET 0 0 600 800 re f " *
                           200000), stream(b"", FORM))


def pdf_one_page_often():
    return document(stream(b"BT /F 9 Tf 9 9 Td (again) Tj ET"),
                    stream(b"", FORM), kids=b"3 0 R " * 300000, count=300000)


def pdf_object_stream():
    """An object stream of 500 MB."""
    body = zlib.compressobj(9)
    data = body.compress(b"8 0 9 2 " + b" " * (1 << 20))
    for _ in range(500):
        data += body.compress(ZEROS.replace(b"\0", b" "))
    data += body.flush()
    return document(stream(b"BT ET"), stream(b"", FORM),
                    b"<</Type/ObjStm/N 2/First 8/Length %d/Filter/FlateDecode"
                    b">>stream\n" % len(data) + data + b"\nendstream")


def png_bomb():
    """A text chunk that unpacks to 300 MB, and a picture of 65,000 squared."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))

    packed = zlib.compress(ZEROS * 300, 9)
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", 65000, 65000, 8, 6, 0, 0,
                                       0)) +
            chunk(b"zTXt", b"Comment\0\0" + packed) +
            chunk(b"IDAT", zlib.compress(ZEROS)) + chunk(b"IEND", b""))


def cfb_cycle():
    """A compound file whose only chain runs in a circle."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0,
                     0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", head, 76, 0, *([0xFFFFFFFF] * 108))
    fat = struct.pack("<128I", 0xFFFFFFFD, 1, *([0xFFFFFFFF] * 126))
    return bytes(head) + fat + bytes(512)


def cells_repeated():
    """A spreadsheet row that is repeated a billion times."""
    return zipped([
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml",
         b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:open'
         b'document:xmlns:manifest:1.0"/>'),
        ("content.xml",
         b'<office:document-content xmlns:office="urn:oasis:names:tc:open'
         b'document:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:open'
         b'document:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:open'
         b'document:xmlns:text:1.0"><office:body><office:spreadsheet><table:'
         b'table table:name="S"><table:table-row table:number-rows-repeated='
         b'"1048576"><table:table-cell table:number-columns-repeated="16384">'
         b'<text:p>QQ123456C</text:p></table:table-cell></table:table-row>'
         b'</table:table></office:spreadsheet></office:body>'
         b'</office:document-content>')], zipfile.ZIP_STORED)


def digits():
    return b"1234567890" * 200000


def at_signs():
    return b"@" * 2000000


def commas():
    return b",\"" * 1000000


def long_line():
    return b"a,b,c,d,e,f\n" + b"x" * 20000000
