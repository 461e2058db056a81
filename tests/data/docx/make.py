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
    f"<w:sectPr><w:headerReference xmlns:r='{REL[:-1]}' w:type='default' "
    "r:id='rId1'/></w:sectPr>")

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
    ("word/_rels/document.xml.rels", rels(("header", "header1.xml"))),
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

# colours that hide, and those that do not; text that stands in no run
STY = (f"{HEAD}<w:styles {W}><w:style w:styleId='Ghost'><w:rPr><w:vanish/>"
       "</w:rPr></w:style><w:style w:styleId='Child'><w:basedOn w:val='Ghost'/>"
       "</w:style><w:style w:styleId='Bar'><w:pPr><w:shd w:fill='203864'/>"
       "</w:pPr></w:style></w:styles>")
INK = "<w:color w:val='FFFFFF'/>"
LOOKS = (
    p(r("on paper", INK)) + p(r("on a bar", INK), props="<w:pStyle w:val='Bar'/>")
    + p(r("child of a ghost", "<w:rStyle w:val='Child'/>"))
    + p(r("blacked out", "<w:color w:val='000000'/><w:highlight w:val='black'/>"))
    + p(r("navy on navy", "<w:color w:val='000080'/><w:shd w:val='clear' "
          "w:fill='000080'/>"))
    + p(r("clear shade", INK + "<w:shd w:val='clear' w:fill='auto'/>"))
    + "<w:tbl><w:tblPr><w:tblStyle w:val='GridTable4'/></w:tblPr><w:tr><w:tc>"
    + p(r("styled head", INK)) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr>"
    "<w:tr><w:trPr><w:del w:author='A'/></w:trPr><w:tc>" + p(r("row gone"))
    + "</w:tc><w:tc>" + p(r("d")) + "</w:tc></w:tr></w:tbl>"
    + p("<w:r>" + BOX.format(p(r("in a box", INK)), p(r("in a box", INK)))
        + "</w:r>")
    + "<w:sdt><w:sdtPr><w:alias w:val='NINO of pupil'/><w:dropDownList>"
    "<w:listItem w:displayText='Ann' w:value='QQ123456C'/></w:dropDownList>"
    "</w:sdtPr><w:sdtContent>" + p(r("Choose an item")) + "</w:sdtContent>"
    "</w:sdt>" + p("<w:hyperlink w:tooltip='her file'>" + r("link")
                   + "</w:hyperlink>")
    + p("<w:r><w:instrText>INCLUDETEXT c:\\\\files\\\\a _b.docx</w:instrText>"
        "</w:r>")
    + "<w:p><w:r><w:drawing><a:srcRect l='100'/></w:drawing></w:r></w:p>")
SET = (f"{HEAD}<w:settings {W}><w:zoom w:val='100'/><w:docVars><w:docVar "
       "w:name='x' w:val='kept 9434765919'/></w:docVars><w:mailMerge>"
       "<w:query w:val='SELECT * FROM pupils'/></w:mailMerge></w:settings>")
write("unseen.docx", [
    ("[Content_Types].xml", types({
        "word/document.xml": CT + "document.main+xml",
        "word/styles.xml": CT + "styles+xml",
        "word/settings.xml": CT + "settings+xml",
        "word/fontTable.xml": CT + "fontTable+xml"})),
    ("_rels/.rels", rels(("officeDocument", "word/document.xml"))),
    ("word/document.xml", doc(LOOKS).replace(
        "<w:document ", '<w:document xmlns:a="http://schemas.openxmlformats'
        '.org/drawingml/2006/main" ')),
    ("word/styles.xml", STY),
    ("word/settings.xml", SET),
    ("word/fontTable.xml", f"{HEAD}<w:fonts {W}>stowed away</w:fonts>"),
])

# the strict namespaces, and another prefix
write("strict.docx", [
    ("[Content_Types].xml", types({
        "word/document.xml": CT + "document.main+xml"})),
    ("_rels/.rels", rels(("officeDocument", "word/document.xml")).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/")),
    ("word/document.xml", HEAD + '<x:document xmlns:x="http://purl.oclc.org/'
     'ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>NHS 943</x:t></x:r>'
     "<x:proofErr/><x:bookmarkStart/><x:r><x:t>4765919</x:t></x:r></x:p>"
     "</x:body></x:document>"),
])

# styles and themes that hide, changes, drawings nobody sees, headers of no
# page, parts behind the text
DML = ("http://schemas.openxmlformats.org/drawingml/2006/")
STY = (f"{HEAD}<w:styles {W}><w:style w:styleId='Pale'><w:rPr>{INK}</w:rPr>"
       "</w:style><w:style w:styleId='Paler'><w:basedOn w:val='Pale'/>"
       "</w:style><w:style w:styleId='Small'><w:rPr><w:sz w:val='2'/></w:rPr>"
       "</w:style><w:style w:styleId='Gone'><w:rPr><w:vanish/></w:rPr>"
       "</w:style></w:styles>")
THEME = (f"{HEAD}<a:theme xmlns:a='{DML}main'><a:dk1><a:sysClr lastClr="
         "'000000'/></a:dk1><a:lt1><a:sysClr lastClr='FFFFFF'/></a:lt1>"
         "</a:theme>")


def anchor(words, attrs="", pos="0", size="900000", doc_pr=""):
    return p(f"<w:r><w:drawing><wp:anchor {attrs}><wp:positionH><wp:posOffset>"
             f"{pos}</wp:posOffset></wp:positionH><wp:extent cx='{size}' "
             f"cy='{size}'/><wp:docPr id='1' name='Box 1' {doc_pr}/><wps:txbx>"
             f"<w:txbxContent>{p(r(words))}</w:txbxContent></wps:txbx>"
             "</wp:anchor></w:drawing></w:r>")


def pict(words, style):
    return p(f"<w:r><w:pict><v:shape style='{style}'><v:textbox>"
             f"<w:txbxContent>{p(r(words))}</w:txbxContent></v:textbox>"
             "</v:shape></w:pict></w:r>")


def by_style(words, style):
    return p(r(words), props=f"<w:pStyle w:val='{style}'/>")


def gone(words):
    return ("<w:del w:author='Del Eter'><w:r><w:delText xml:space='preserve'>"
            f"{words}</w:delText></w:r></w:del>")


BACK = "<w:shd w:val='clear' w:fill='auto' w:themeFill='background1'/>"
CLEAR = ("<w14:textFill xmlns:w14='urn:w14'><w14:solidFill><w14:alpha "
         "w14:val='100000'/></w14:solidFill></w14:textFill>")
HIDDEN = (
    by_style("pale style", "Pale") + by_style("paler style", "Paler")
    + by_style("small style", "Small")
    + p(r("pale theme", "<w:color w:themeColor='background1'/>"))
    + p(r("pale on pale", INK + BACK))
    + p(r("marked over", "<w:color w:val='FFFF00'/><w:highlight "
          "w:val='yellow'/>"))
    + p(r("dark marker shows", "<w:highlight w:val='black'/>"))
    + p(r("clear fill", CLEAR))
    + p(r("was pale", f"<w:rPrChange w:author='A'><w:rPr>{INK}</w:rPr>"
          "</w:rPrChange>"))
    + p(r("no height"), props="<w:spacing w:line='1' w:lineRule='exact'/>")
    + p(r("call 628 4"), gone("51 73"), r("94 now"))
    + p(r("5 "), gone("words"), r(" 6"))
    + p("<w:ins w:author='In Serter'>" + r("put in") + r(" here") + "</w:ins>",
        "<w:moveTo w:author='In Serter'>" + r("moved") + "</w:moveTo>")
    + p("<w:r><w:fldChar><w:fldData>c2VjcmV0IGRhdGE=</w:fldData><w:ffData>"
        "<w:default w:val='as a rule'/></w:ffData></w:fldChar></w:r>")
    + anchor("box off", "hidden='1'") + anchor("box off too",
                                               doc_pr="hidden='1'")
    + anchor("box beside", pos="-9000000") + anchor("box without size",
                                                    size="0")
    + anchor("box seen", doc_pr="name='x'".replace("name", "id2"))
    + pict("shape off", "visibility:hidden;width:9pt")
    + pict("shape seen", "margin-left:5pt;width:9pt;height:9pt")
    + "<w:tbl><w:tblPr><w:tblStyle w:val='Gone'/></w:tblPr><w:tr><w:tc>"
    + p(r("of a hidden table")) + "</w:tc><w:tc>" + p() + "</w:tc></w:tr>"
    "</w:tbl><w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
    + p(r("seen")) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr><w:tr><w:tc>"
    "<w:tcPr><w:vMerge/></w:tcPr>" + p(r("covered")) + "</w:tc><w:tc>"
    + p(r("d")) + "</w:tc></w:tr></w:tbl><!-- a remark in XML -->"
    "<w:altChunk r:id='rId1'/><w:sectPr><w:headerReference w:type='first' "
    "r:id='rId3'/><w:headerReference w:type='default' r:id='rId4'/>"
    "</w:sectPr>")
CHART = (f"{HEAD}<c:chartSpace xmlns:c='{DML}chart'><c:title><c:t>drawn title"
         "</c:t></c:title><c:ser><c:tx><c:v>Marks</c:v></c:tx><c:cat><c:v>Ann"
         "</c:v></c:cat><c:val><c:f>Sheet1!$B$2</c:f><c:v>6284517394</c:v>"
         "</c:val></c:ser></c:chartSpace>")
write("concealed.docx", [
    ("[Content_Types].xml", types({
        "word/document.xml": CT + "document.main+xml",
        "word/styles.xml": CT + "styles+xml",
        "word/header1.xml": CT + "header+xml",
        "word/header2.xml": CT + "header+xml",
        "word/people.xml": CT + "people+xml",
        "word/charts/chart1.xml": "application/vnd.openxmlformats-"
        "officedocument.drawingml.chart+xml",
        "word/theme/theme1.xml": "application/vnd.openxmlformats-"
        "officedocument.theme+xml"}, (("html", "text/html"), (
            "bin", "application/octet-stream")))),
    ("_rels/.rels", rels(("officeDocument", "word/document.xml"))),
    ("word/document.xml", doc(HIDDEN).replace(
        "<w:document ", f'<w:document xmlns:wp="{DML}'
        f'wordprocessingDrawing" xmlns:r="{REL[:-1]}" ')),
    ("word/_rels/document.xml.rels", rels(
        ("aFChunk", "chunk.html"), ("aFChunk", "left.html"),
        ("header", "header1.xml"), ("header", "header2.xml"))),
    ("word/styles.xml", STY),
    ("word/theme/theme1.xml", THEME),
    ("word/header1.xml", hdr("hdr", p(r("of no page")))),
    ("word/header2.xml", hdr("hdr", p(r("of all pages")))),
    ("word/people.xml", f"{HEAD}<w:people {W}><w:person w:author='P Eople'/>"
     "</w:people>"),
    ("word/charts/chart1.xml", CHART),
    ("word/chunk.html", "<p>part of the text</p>"),
    ("word/left.html", "<p>left behind</p>"),
    ("word/embeddings/o.bin", "an object\n"),
    ("customXml/item1.xml", f"{HEAD}<data pupil='told by an attribute'/>"),
])

# what is left of a document that has lost its types and relationships
write("lost.docx", [
    ("[Content_Types].xml", "<Types/>"),
    ("word/document.xml", f"{HEAD}<w:document {W}><w:body>" +
     p(r("NHS 943 476") + r(" 5919")) + "</w:body></w:document>"),
])
