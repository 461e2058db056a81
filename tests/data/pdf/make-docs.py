#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make doc-*.pdf: what PDF files hold beside the text of their pages.

Written by hand except where qpdf (any version from 11) is named: objects in
plain, so that a reader of this script sees what is in the file."""
import io
import os
import subprocess
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))


def stream(data, extra=""):
    if isinstance(data, str):
        data = data.encode()
    return b"<< %s/Length %d >>\nstream\n" % (extra.encode(), len(data)) \
        + data + b"\nendstream"


def show(text):
    return stream("BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text)


def xref(objects, offsets, start, prev=None, extra=""):
    """cross references for the numbers in objects, one section each"""
    out = b"xref\n0 1\n0000000000 65535 f \n"
    for n in sorted(objects):
        out += b"%d 1\n%010d %05d n \n" % (n, offsets[n], 0)
    size = max(list(offsets) + [0]) + 1
    out += ("trailer\n<< /Size %d /Root 1 0 R %s%s>>\n" % (
        size, extra, "/Prev %d " % prev if prev else "")).encode()
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def body(objects, at, offsets):
    out = b""
    for n in sorted(objects):
        o = objects[n]
        offsets[n] = at + len(out)
        out += b"%d 0 obj\n" % n + (o.encode() if isinstance(o, str) else o) \
            + b"\nendobj\n"
    return out


def pdf(objects, extra="", head=b"%PDF-1.7\n"):
    offsets = {}
    out = head + body(objects, len(head), offsets)
    return out + xref(objects, offsets, len(out), None, extra)


def update(old, objects, extra=""):
    """an incremental save: OBJECTS replace those of their numbers"""
    prev = int(old[:old.rindex(b"%%EOF")].split()[-1])
    offsets = {n: 0 for n in range(1, 60)}
    new = body(objects, len(old), offsets)
    start = len(old) + len(new)
    return old + new + xref(objects, offsets, start, prev, extra)


def plain(text="Reading list", root="", page="", **more):
    """catalog, one page that shows TEXT, its font; numbers from 10 are free"""
    o = {
        1: "<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
           "/Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R %s >>"
           % page,
        4: show(text),
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
           "/Encoding /WinAnsiEncoding >>",
    }
    o.update({int(k[1:]): v for k, v in more.items()})
    return o


def write(name, data):
    with open(os.path.join(HERE, "doc-%s.pdf" % name), "wb") as f:
        f.write(data)


def qpdf(name, source, *args):
    out = os.path.join(HERE, "doc-%s.pdf" % name)
    src = os.path.join(HERE, "doc-%s.pdf" % source)
    subprocess.run(["qpdf", *args, "--static-id", src, out], check=True)


XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2026-01-02"
 xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" pdfx:Pupil="QQ123456C">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Notes on a case
</rdf:li></rdf:Alt></dc:description>
<dc:title><rdf:Alt><rdf:li>Minutes</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def info():
    o = plain(root="/Metadata 11 0 R", _10="<< /Title (Minutes) "
              "/Author (A. Writer) /Case <FEFF004E006F002E00200037> "
              "/Producer (a program) /CreationDate (D:20260102) >>",
              _11=stream(XMP, "/Type /Metadata /Subtype /XML "))
    write("info", pdf(o, "/Info 10 0 R "))


def form():
    ap = stream("/Tx BMC BT /F1 10 Tf 2 2 Td (QQ123456C) Tj ET EMC",
                "/Type /XObject /Subtype /Form /BBox [0 0 200 20] "
                "/Resources << /Font << /F1 5 0 R >> >> ")
    o = plain(
        "Please fill in", "/AcroForm << /Fields [10 0 R 11 0 R 12 0 R 13 0 R "
        "15 0 R] /XFA [(preamble) 20 0 R (datasets) 21 0 R] >>",
        "/Annots [10 0 R 11 0 R 12 0 R 14 0 R]",
        _10="<< /Type /Annot /Subtype /Widget /FT /Tx /T (nino) "
            "/TU (NI number) /V (QQ123456C) /Rect [100 600 300 620] /F 4 "
            "/AP << /N 16 0 R >> >>",
        _11="<< /Type /Annot /Subtype /Widget /FT /Tx /T (secret) "
            "/V (hidden value) /Rect [0 0 0 0] /F 2 >>",
        _12="<< /Type /Annot /Subtype /Widget /FT /Ch /T (school) /V (b) "
            "/Opt [[(a) (Hill School)] [(b) (Lake School)]] "
            "/Rect [100 500 300 520] /F 4 >>",
        _13="<< /FT /Tx /T (address) /Kids [14 0 R] /V (1 Low Road) "
            "/DV (no address) >>",
        _14="<< /Type /Annot /Subtype /Widget /Parent 13 0 R "
            "/Rect [100 400 300 420] /F 4 >>",
        _15="<< /FT /Tx /T (nowhere) /V (kept for later) >>",
        _16=ap,
        _20=stream("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>"),
        _21=stream("<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/"
                   "xfa-data/1.0/'><xfa:data><f><nino>QQ123456C</nino>"
                   "<note>said in private</note></f></xfa:data>"
                   "</xfa:datasets>"))
    write("form", pdf(o))


def annots():
    ap = stream("BT /F1 10 Tf 2 2 Td (Approved by Ann) Tj ET",
                "/Type /XObject /Subtype /Form /BBox [0 0 200 20] "
                "/Resources << /Font << /F1 5 0 R >> >> ")
    unseen = stream("BT /F1 10 Tf 2 2 Td (kept from view) Tj ET",
                    "/Type /XObject /Subtype /Form /BBox [0 0 200 20] "
                    "/Resources << /Font << /F1 5 0 R >> >> ")
    o = plain(
        "A letter", "", "/Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R]",
        _10="<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /T (Ann) "
            "/Contents (what about QQ123456C?) /F 4 >>",
        _11="<< /Type /Annot /Subtype /Stamp /Rect [10 100 210 120] /F 4 "
            "/AP << /N 16 0 R >> /Contents (Approved by Ann) >>",
        _12="<< /Type /Annot /Subtype /Link /Rect [10 50 60 60] /A << /S /URI "
            "/URI (mailto:parent@home.example) >> >>",
        _13="<< /Type /Annot /Subtype /Redact /Rect [10 200 60 220] "
            "/OverlayText (X) >>",
        _14="<< /Type /Annot /Subtype /FileAttachment /Rect [9 9 20 20] "
            "/FS << /Type /Filespec /F (pinned.txt) /EF << /F 18 0 R >> >> >>",
        _15="<< /Type /Annot /Subtype /Square /Rect [10 300 210 320] /F 2 "
            "/AP << /N 17 0 R >> >>",
        _16=ap, _17=unseen,
        _18=stream("on a pin", "/Type /EmbeddedFile "))
    write("annots", pdf(o))


def files():
    o = plain(
        "With files", "/Names << /EmbeddedFiles << /Kids [10 0 R] >> >> "
        "/AF [12 0 R]",
        _10="<< /Limits [(a) (b)] /Names [(a) 11 0 R] >>",
        _11="<< /Type /Filespec /F (a.txt) /UF <FEFF00E4002E007400780074> "
            "/Desc (a list) /EF << /F 13 0 R /UF 13 0 R >> >>",
        _12="<< /Type /Filespec /F (b.txt) /AFRelationship /Data "
            "/EF << /F 14 0 R >> >>",
        _13=stream("listed"), _14=stream("associated"),
        _15=stream("nobody names it", "/Type /EmbeddedFile "))
    write("files", pdf(o))


def extras():
    o = plain(
        "Chapter one", "/Outlines 10 0 R /StructTreeRoot 12 0 R "
        "/Names << /JavaScript << /Names [(s) 14 0 R] >> >> "
        "/OpenAction 15 0 R",
        _10="<< /First 11 0 R /Last 11 0 R >>",
        _11="<< /Title (On Ann) /Parent 10 0 R /Next 11 0 R /First 10 0 R >>",
        _12="<< /Type /StructTreeRoot /K 13 0 R >>",
        _13="<< /S /Figure /Alt (A boy at a desk) /P 12 0 R "
            "/K [<< /S /Span /ActualText (hello) >> 0 13 0 R] >>",
        _14="<< /S /JavaScript /JS 16 0 R >>",
        _15="<< /S /JavaScript /JS (app.alert\\('open'\\)) /Next 15 0 R >>",
        _16=stream("var n = 'QQ123456C';"))
    write("extras", pdf(o))


def revisions():
    first = pdf(plain("NI number QQ123456C of Ann"))
    write("revision", update(first, {4: show("NI number withheld of Ann")}))
    # a page taken out, and another save after it
    two = plain("Page one")
    two[2] = "<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 2 >>"
    two[10] = two[3].replace("4 0 R", "11 0 R")
    two[11] = show("Page two")
    gone = update(pdf(two), {2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"})
    write("page-gone", update(gone, {12: "<< /Note (none) >>"}))
    # filled in and saved: nothing is gone
    o = plain("A form", "/AcroForm << /Fields [10 0 R] >>",
              "/Annots [10 0 R]",
              _10="<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) "
                  "/Rect [9 9 99 20] /F 4 >>")
    write("filled", update(pdf(o), {10: o[10].replace(
        "/T (name)", "/T (name) /V (Ann)")}))


def orphans():
    o = plain("Kept page")
    o[10] = o[3].replace("4 0 R", "11 0 R")
    o[11] = show("Page that was taken out")
    o[12] = show("Content of nothing")
    o[13] = "<< /Contents (a note of nobody) >>"
    write("orphan", pdf(o))
    # objects that the cross references leave out
    left = plain("Kept page")
    all_of = pdf(left)
    start = all_of.index(b"4 0 obj")
    lost = b"30 0 obj\n" + show("Left out of the list") + b"\nendobj\n"
    cut = all_of[:start] + lost + all_of[start:]
    # the table moved: shift what it says
    head, table = cut[:cut.index(b"xref\n0")], {}
    out = head
    for n in range(1, 6):
        table[n] = head.index(b"%d 0 obj" % n)
    write("unlisted", out + xref({n: 0 for n in table}, table, len(out)))


def linear():
    write("plain", pdf(plain()))
    qpdf("linear", "plain", "--linearize")
    qpdf("objstm", "extras", "--object-streams=generate")
    os.remove(os.path.join(HERE, "doc-plain.pdf"))
    lost()


def lost():
    """a file with a cross-reference stream that nothing leads to, and one
    that is cut in front of it"""
    with open(os.path.join(HERE, "doc-objstm.pdf"), "rb") as f:
        o = f.read()
    start = int(o[o.rindex(b"startxref"):].split()[1])
    write("lost-xref", o[:o.rindex(b"startxref")] + b"startxref\n99\n%%EOF\n")
    write("lost-end", o[:start])


def around():
    z = io.BytesIO()
    with zipfile.ZipFile(z, "w") as f:
        f.writestr(zipfile.ZipInfo("inside.txt"), "in the archive behind")
    page = b"<html><body>a page in front of it</body></html>\n"
    write("front", page + pdf(plain("Behind a page")))
    write("behind", pdf(plain("In front of it")) + z.getvalue())
    o = pdf(plain("In the middle"))
    at = o.index(b"5 0 obj")
    gap = b"% a remark: QQ123456C, to be kept\nwords between two objects\n"
    head = o[:o.index(b"xref\n0")]
    head = head[:at] + gap + head[at:]
    table = {n: head.index(b"%d 0 obj" % n) for n in range(1, 6)}
    write("between", head + xref({n: 0 for n in table}, table, len(head)))


def filters():
    text = b"BT /F1 12 Tf 72 700 Td (Packed twice) Tj ET"
    a85 = b"<~" + __import__("base64").a85encode(zlib.compress(text)) + b"~>"
    o = plain()
    o[4] = stream(a85, "/Filter [/ASCII85Decode /FlateDecode] ")
    write("filters", pdf(o))
    cut = zlib.compress(text * 40)[:-20]
    o[4] = stream(cut, "/Filter /FlateDecode ")
    write("cut-stream", pdf(o))


def locked():
    """pages in plain, the attached file with a lock: qpdf can't write that,
    so a dictionary says so; nobody decrypts anything"""
    o = plain("Pages in plain",
              "/Names << /EmbeddedFiles << /Names [(a) 11 0 R] >> >>",
              _11="<< /Type /Filespec /F (sealed.txt) /EF << /F 13 0 R >> >>",
              _13=stream(b"\x93\x01ciphertext", "/Type /EmbeddedFile "),
              _14="<< /Filter /Standard /V 4 /R 4 /Length 128 /P -4 "
                  "/CF << /StdCF << /CFM /AESV2 /AuthEvent /EFOpen "
                  "/Length 16 >> >> /StmF /Identity /StrF /Identity "
                  "/EFF /StdCF /O <%s> /U <%s> >>" % ("5a" * 32, "a5" * 32))
    write("locked-file", pdf(o, "/Encrypt 14 0 R /ID [<00> <00>] "))


def tree_tricks():
    # one page many times, a loop, and a count that lies
    o = plain("Many times")
    o[2] = "<< /Type /Pages /Kids [%s 2 0 R] /Count 999999999 >>" % (
        "3 0 R " * 2000)
    write("many-kids", pdf(o))


def bombs():
    once = zlib.compress(b"\0" * (200 << 20), 9)
    twice = zlib.compress(once, 9)
    o = plain()
    o[4] = stream(zlib.compress(twice, 9),
                  "/Filter [/FlateDecode /FlateDecode /FlateDecode] ")
    write("bomb-filters", pdf(o))
    # an object stream: libqpdf would inflate it
    o = plain(_20=stream(twice, "/Type /ObjStm /N 1 /First 4 "
                         "/Filter [/FlateDecode /FlateDecode] "))
    write("bomb-objstm", pdf(o))
    o = plain()
    o[2] = "<< /Type /Pages /Kids [10 0 R] /Count 1 >>"
    for n in range(10, 110):
        o[n] = "<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 9 >>" % (
            n + 1, n + 1)
    o[110] = o[3]
    write("bomb-deep", pdf(o))


for make in (info, form, annots, files, extras, revisions, orphans, linear,
             around, filters, locked,
             tree_tricks, bombs):
    make()
