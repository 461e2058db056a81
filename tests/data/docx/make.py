#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the Word fixtures of this folder (synthetic text, no real person).

Run it here after a change and commit what it writes; the files come out the
same every time.
"""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
W = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
     'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
     'xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
     'wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"')
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PKG = "application/vnd.openxmlformats-package."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def r(text, props=""):
    """One run."""
    return (f"<w:r><w:rPr>{props}</w:rPr>"
            f'<w:t xml:space="preserve">{text}</w:t></w:r>')


def p(*runs, props=""):
    """One paragraph."""
    return f"<w:p><w:pPr>{props}</w:pPr>{''.join(runs)}</w:p>"


def tbl(rows):
    """One table; rows of cell contents, a row ending in None is hidden."""
    out = "<w:tbl>"
    for row in rows:
        hidden = row[-1] is None
        out += "<w:tr>"
        if hidden:
            out += "<w:trPr><w:hidden/></w:trPr>"
        for c in row:
            if c is not None:
                out += f"<w:tc>{c if c[0] == '<' else p(r(c))}</w:tc>"
        out += "</w:tr>"
    return out + "</w:tbl>"


def doc(body, root="document"):
    return f"{HEAD}<w:{root} {W}><w:body>{body}</w:body></w:{root}>"


def types(overrides, defaults=()):
    out = HEAD + ('<Types xmlns="http://schemas.openxmlformats.org/package/'
                  '2006/content-types">')
    for ext, ct in (("rels", PKG + "relationships+xml"),
                    ("xml", "application/xml")) + tuple(defaults):
        out += f'<Default Extension="{ext}" ContentType="{ct}"/>'
    for part, ct in overrides.items():
        out += f'<Override PartName="/{part}" ContentType="{ct}"/>'
    return out + "</Types>"


def rels(*targets):
    out = HEAD + ('<Relationships xmlns="http://schemas.openxmlformats.org/'
                  'package/2006/relationships">')
    for i, (kind, target) in enumerate(targets, 1):
        out += (f'<Relationship Id="rId{i}" Type="{REL}{kind}" '
                f'Target="{target}"/>')
    return out + "</Relationships>"


def write(name, parts):
    with zipfile.ZipFile(os.path.join(HERE, name), "w") as z:
        for part, text in parts:
            info = zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, text)


BOX = ("<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp>"
       "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
       "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
       "<w:txbxContent>{1}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
       "</mc:AlternateContent>")

body = (
    p(r("NHS 943"), r("476", "<w:b/>"), r("5919")) +
    p(r("with tab"), "<w:r><w:tab/><w:t>and</w:t><w:br/><w:t>line</w:t>"
      "</w:r>", props="<w:tabs><w:tab w:val='left'/></w:tabs>") +
    p(r("seen "), "<w:del w:author='A'><w:r><w:delText>struck QQ123456C"
      "</w:delText></w:r></w:del>", "<w:ins w:author='A'>" + r("added") +
      "</w:ins>") +
    p(r("12"), r("secret", "<w:vanish/>"), r("34"),
      r(" not", "<w:vanish w:val='0'/>")) +
    p(r("styled away", "<w:rStyle w:val='Ghost'/>"),
      r("white", "<w:color w:val='FFFFFF'/>"),
      r("shaded", "<w:color w:val='FFFFFF'/><w:shd w:fill='000000'/>")) +
    tbl([["Name", "NINO"], ["Ann", p(r("QQ12"), r("3456C"))],
         ["Bob", "hidden row", None]]) +
    tbl([["layout " , tbl([["a", "b"], ["c", "d"]]) + p()]]) +
    p(r("before "), "<w:r>" + BOX.format(p(r("boxed")), p(r("boxed"))) +
      "</w:r>", r("after")) +
    p("<w:r>" + BOX.format(p(r("shown")), p(r("other text"))) + "</w:r>") +
    p("<w:r><w:fldChar/></w:r><w:r><w:instrText>HYPERLINK mailto:a@b.example"
      "</w:instrText></w:r>", r("link")) +
    "<w:sectPr/>")

STYLES = (f"{HEAD}<w:styles {W}><w:style w:styleId='Ghost'><w:rPr>"
          "<w:vanish/></w:rPr></w:style><w:style w:styleId='Plain'/>"
          "</w:styles>")


def hdr(root, text):
    return f"{HEAD}<w:{root} {W}>{text}</w:{root}>"


CORE = (HEAD + '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc">'
        "<dc:title>The title</dc:title><dc:creator>Some Author</dc:creator>"
        "<cp:keywords>key words</cp:keywords></cp:coreProperties>")
CUSTOM = (HEAD + '<Properties xmlns="urn:c" xmlns:vt="urn:vt"><property '
          'name="Pupil"><vt:lpwstr>A N Other</vt:lpwstr></property>'
          "</Properties>")
ITEM = HEAD + "<data><nino>QQ123456C</nino></data>"

write("everything.docx", [
    ("[Content_Types].xml", types({
        "word/document.xml": CT + "document.main+xml",
        "word/styles.xml": CT + "styles+xml",
        "word/header1.xml": CT + "header+xml",
        "word/footnotes.xml": CT + "footnotes+xml",
        "word/comments.xml": CT + "comments+xml",
        "docProps/core.xml": PKG + "core-properties+xml",
        "docProps/custom.xml": "application/vnd.openxmlformats-"
        "officedocument.custom-properties+xml",
    }, (("png", "image/png"), ("bin", "application/octet-stream")))),
    ("_rels/.rels", rels(("officeDocument", "word/document.xml"))),
    ("word/document.xml", doc(body)),
    ("word/styles.xml", STYLES),
    ("word/header1.xml", hdr("hdr", p(r("page header")))),
    ("word/footnotes.xml", hdr("footnotes", "<w:footnote w:id='1'>" +
                               p(r("a note")) + "</w:footnote>")),
    ("word/comments.xml", hdr("comments", "<w:comment w:id='0' w:author="
                              "'Someone'>" + p(r("a comment")) +
                              "</w:comment>")),
    ("docProps/core.xml", CORE),
    ("docProps/custom.xml", CUSTOM),
    ("customXml/item1.xml", ITEM),
    ("word/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(8)),
    ("word/embeddings/data.bin", b"Name;NINO;X\nAnn;QQ123456C;1\n"),
])

# the main part anywhere, and its type named last
write("moved.docx", [
    ("a/b.xml", doc(p(r("moved body")))),
    ("_rels/.rels", rels(("officeDocument", "/a/b.xml"))),
    ("[Content_Types].xml", types({"a/b.xml": CT + "document.main+xml"})),
])

# a document type with an entity
write("doctype.docx", [
    ("[Content_Types].xml", types({
        "word/document.xml": CT + "document.main+xml"})),
    ("_rels/.rels", rels(("officeDocument", "word/document.xml"))),
    ("word/document.xml", "<!DOCTYPE x [<!ENTITY e 'boom'>]>" +
     doc(p(r("&e;")))[len(HEAD):]),
])

# UTF-16, strict namespaces are no matter, broken at the end
write("broken.docx", [
    ("[Content_Types].xml", types({
        "word/document.xml": CT + "document.main+xml"})),
    ("_rels/.rels", rels(("officeDocument", "word/document.xml"))),
    ("word/document.xml", doc(p(r("first")) + p(r("second")))
     .split("second")[0].replace("UTF-8", "UTF-16").encode("utf-16")),
])
