#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the PowerPoint fixtures of this folder (synthetic text, no real
person). Run it here after a change and commit what it writes; the files come
out the same every time.
"""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
P = "application/vnd.openxmlformats-officedocument.presentationml."
D = "application/vnd.openxmlformats-officedocument.drawingml."
O = "application/vnd.openxmlformats-officedocument."
PKG = "application/vnd.openxmlformats-package."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = ('xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
      'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
      'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
      f'xmlns:r="{REL}"')


def types(overrides):
    out = HEAD + ('<Types xmlns="http://schemas.openxmlformats.org/package/'
                  '2006/content-types">')
    for ext, ct in (("rels", PKG + "relationships+xml"),
                    ("xml", "application/xml"), ("png", "image/png")):
        out += f'<Default Extension="{ext}" ContentType="{ct}"/>'
    for part, ct in overrides.items():
        out += f'<Override PartName="/{part}" ContentType="{ct}"/>'
    return out + "</Types>"


def rels(*targets):
    out = HEAD + ('<Relationships xmlns="http://schemas.openxmlformats.org/'
                  'package/2006/relationships">')
    for i, (kind, target, *ext) in enumerate(targets, 1):
        mode = ' TargetMode="External"' if ext else ""
        out += (f'<Relationship Id="rId{i}" Type="{REL}/{kind}" '
                f'Target="{target}"{mode}/>')
    return out + "</Relationships>"


def write(name, parts):
    with zipfile.ZipFile(os.path.join(HERE, name), "w") as z:
        for part, text in parts:
            info = zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, text)


def run(text, pr=""):
    return f"<a:r>{pr}<a:t>{text}</a:t></a:r>"


def para(*runs):
    return "<a:p>" + "".join(runs) + "</a:p>"


def xfrm(x, y, w=1000, h=500):
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def shape(body, frame="", name="TextBox 1", extra="", ph="", fill=""):
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{name}" {extra}/>'
            f"<p:cNvSpPr/><p:nvPr>{ph}</p:nvPr></p:nvSpPr><p:spPr>{frame}"
            f"{fill}</p:spPr><p:txBody><a:bodyPr/>{body}</p:txBody></p:sp>")


def tree(inner):
    return (f"<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/>"
            f"</p:nvGrpSpPr><p:grpSpPr/>{inner}</p:spTree></p:cSld>")


def slide(inner, attrs="", root="sld"):
    return f"{HEAD}<p:{root} {NS} {attrs}>{tree(inner)}</p:{root}>"


def color(value):
    return f'<a:solidFill><a:srgbClr val="{value}"/></a:solidFill>'


WHITE = f"<a:rPr>{color('FFFFFF')}</a:rPr>"
PALE = '<a:rPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:rPr>'


def cell(text):
    return f"<a:tc><a:txBody><a:bodyPr/>{para(run(text))}</a:txBody></a:tc>"


TABLE = ("<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='4' name='Table 3'/>"
         "</p:nvGraphicFramePr><p:xfrm><a:off x='10' y='10'/>"
         "<a:ext cx='100' cy='100'/></p:xfrm><a:graphic><a:graphicData><a:tbl>"
         "<a:tblGrid/><a:tr>" + cell("Name") + cell("NINO") + "</a:tr><a:tr>"
         "<a:tc><a:txBody>" + para(run("A"), run("nn")) + "</a:txBody></a:tc>"
         + cell("QQ123456C") + "</a:tr></a:tbl></a:graphicData></a:graphic>"
         "</p:graphicFrame>")

GROUP = ("<p:grpSp><p:nvGrpSpPr><p:cNvPr id='7' name='Group 6'/>"
         "</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x='9000' y='100'/>"
         "<a:ext cx='2000' cy='1000'/><a:chOff x='0' y='0'/>"
         "<a:chExt cx='1000' cy='500'/></a:xfrm></p:grpSpPr>"
         + shape(para(run("in the group")), xfrm(100, 100, 200, 200))
         + shape(para(run("beside by its group")), xfrm(600, 100, 200, 200))
         + "</p:grpSp>")

FIRST = slide(
    shape(para(run("NHS 94347"), run("65919")), ph='<p:ph type="title"/>')
    + shape(para(run("left of it")), xfrm(-5000, 100))
    + shape(para(run("below it")), xfrm(100, 9000))
    + shape(para(run("switched off")), xfrm(1, 1), extra='hidden="1"')
    + TABLE + GROUP
    + shape(para(run("tiny", '<a:rPr sz="100"/>'), run("seen")), xfrm(5, 5))
    + shape(para(run("own colour", WHITE)), xfrm(5, 5), fill=color("FFFFFF"))
    + shape(para(run("white on dark", WHITE)), xfrm(5, 5),
            fill=color("000080"))
    + "<mc:AlternateContent><mc:Choice Requires='a14'>"
    + shape(para(run("new"))) + "</mc:Choice><mc:Fallback>"
    + shape(para(run("old reader"))) + "</mc:Fallback>"
    "</mc:AlternateContent>"
    + '<p:pic><p:nvPicPr><p:cNvPr id="9" name="Picture 8" '
    'descr="Photo of A N Other"><a:hlinkClick r:id="rId6" '
    'tooltip="see the file"/></p:cNvPr></p:nvPicPr><p:blipFill>'
    '<a:blip/><a:srcRect l="10000"/></p:blipFill><p:spPr/></p:pic>')
SECOND = slide(
    shape(para(run("plain page")), xfrm(1, 1))
    + shape(para(run("paper on paper", PALE)), xfrm(1, 1))
    + shape(para(run("moved by the layout")), ph='<p:ph idx="13"/>',
            name="What Ann 9434765919 says"))
HIDDEN = slide(shape(para(run("not shown QQ123456C"))), 'show="0"')
NOTES = slide(
    shape(para(run("say this")), ph='<p:ph type="body" idx="1"/>')
    + shape(para('<a:fld type="slidenum"><a:t>7</a:t></a:fld>'),
            ph='<p:ph type="sldNum"/>'), root="notes")
EMPTY_NOTES = slide(
    shape(para('<a:fld type="slidenum"><a:t>7</a:t></a:fld>'),
          ph='<p:ph type="sldNum"/>'), root="notes")
LAYOUT = slide(
    shape(para(run("Click to edit")), xfrm(20000, 0),
          ph='<p:ph type="body" idx="13"/>')
    + shape(para(run("printed on all")), xfrm(0, 0)), root="sldLayout")
MASTER = (f"{HEAD}<p:sldMaster {NS}>" + tree("").replace(
    "<p:cSld>", '<p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/>'
    "</p:bgRef></p:bg>") + '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"/>'
    "</p:sldMaster>")
THEME = (f'{HEAD}<a:theme {NS}><a:themeElements><a:clrScheme name="x"><a:dk1>'
         '<a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1>'
         '<a:sysClr val="window" lastClr="FFFFFF"/></a:lt1></a:clrScheme>'
         "</a:themeElements></a:theme>")
COMMENTS = (f'{HEAD}<p:cmLst {NS}><p:cm authorId="3"><p:pos x="1" y="1"/>'
            "<p:text>old remark</p:text></p:cm></p:cmLst>")
MODERN = (f'{HEAD}<p188:cmLst {NS} xmlns:p188="http://schemas.microsoft.com/'
          'office/powerpoint/2018/8/main"><p188:cm id="{1}" authorId="{A}">'
          '<p188:replyLst><p188:reply id="{2}" authorId="{A}"><p188:txBody>'
          + para(run("an"), run("swer")) + "</p188:txBody></p188:reply>"
          "</p188:replyLst><p188:txBody>" + para(run("new remark"))
          + "</p188:txBody></p188:cm></p188:cmLst>")
CHART = (f'{HEAD}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/'
         'drawingml/2006/chart"><c:cat><c:strRef><c:strCache><c:pt idx="0">'
         "<c:v>Pupil One</c:v></c:pt></c:strCache></c:strRef></c:cat>"
         "</c:chartSpace>")
DIAGRAM = (f'{HEAD}<dgm:dataModel {NS} xmlns:dgm="http://schemas.openxml'
           'formats.org/drawingml/2006/diagram"><dgm:ptLst><dgm:pt><dgm:t>'
           + para(run("bo"), run("x")) + "</dgm:t></dgm:pt></dgm:ptLst>"
           "</dgm:dataModel>")
DECK = (f"{HEAD}<p:presentation {NS}><p:sldIdLst>"
        '<p:sldId id="300" r:id="rId2"/><p:sldId id="301" r:id="rId1"/>'
        '<p:sldId r:id="rId3" id="302"/></p:sldIdLst>'
        '<p:sldSz cx="10000" cy="7500"/><p:custShowLst><p:custShow '
        'name="For parents" id="0"/></p:custShowLst><p:extLst><p:ext><p14:'
        'sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint'
        '/2010/main"><p14:section name="Case of A N Other"><p14:sldIdLst>'
        '<p14:sldId id="300"/></p14:sldIdLst></p14:section></p14:sectionLst>'
        "</p:ext></p:extLst></p:presentation>")

write("deck.pptx", [
    ("[Content_Types].xml", types({
        "ppt/presentation.xml": P + "presentation.main+xml",
        **{f"ppt/slides/slide{i}.xml": P + "slide+xml" for i in (1, 2, 3, 4)},
        "ppt/notesSlides/n1.xml": P + "notesSlide+xml",
        "ppt/notesSlides/n2.xml": P + "notesSlide+xml",
        "ppt/slideLayouts/l1.xml": P + "slideLayout+xml",
        "ppt/slideLayouts/l2.xml": P + "slideLayout+xml",
        "ppt/slideMasters/m1.xml": P + "slideMaster+xml",
        "ppt/theme/t1.xml": O + "theme+xml",
        "ppt/comments/c1.xml": P + "comments+xml",
        "ppt/comments/c2.xml": "application/vnd.ms-powerpoint.comments+xml",
        "ppt/commentAuthors.xml": P + "commentAuthors+xml",
        "ppt/authors.xml": "application/vnd.ms-powerpoint.authors+xml",
        "ppt/tags/tag1.xml": P + "tags+xml",
        "ppt/charts/chart1.xml": D + "chart+xml",
        "ppt/diagrams/data1.xml": D + "diagramData+xml"})),
    ("_rels/.rels", rels(("officeDocument", "ppt/presentation.xml"))),
    ("ppt/presentation.xml", DECK),
    ("ppt/_rels/presentation.xml.rels", rels(
        ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml"),
        ("slide", "slides/slide3.xml"))),
    # the first to be shown is slide2.xml
    ("ppt/slides/slide2.xml", FIRST),
    ("ppt/slides/_rels/slide2.xml.rels", rels(
        ("notesSlide", "../notesSlides/n1.xml"),
        ("comments", "../comments/c1.xml"),
        ("comments", "../comments/c2.xml"), ("chart", "../charts/chart1.xml"),
        ("diagramData", "../diagrams/data1.xml"),
        ("hyperlink", "https://school.example/file?nino=QQ123456C", 1))),
    ("ppt/slides/slide1.xml", SECOND),
    ("ppt/slides/_rels/slide1.xml.rels", rels(
        ("slideLayout", "../slideLayouts/l1.xml"),
        ("notesSlide", "../notesSlides/n2.xml"))),
    ("ppt/slides/slide3.xml", HIDDEN),
    ("ppt/slides/slide4.xml", slide(shape(para(run("taken out"))))),
    ("ppt/notesSlides/n1.xml", NOTES),
    ("ppt/notesSlides/n2.xml", EMPTY_NOTES),
    ("ppt/slideLayouts/l1.xml", LAYOUT),
    ("ppt/slideLayouts/_rels/l1.xml.rels", rels(
        ("slideMaster", "../slideMasters/m1.xml"))),
    ("ppt/slideLayouts/l2.xml", slide(
        shape(para(run("of no slide"))), root="sldLayout")),
    ("ppt/slideMasters/m1.xml", MASTER),
    ("ppt/slideMasters/_rels/m1.xml.rels", rels(("theme", "../theme/t1.xml"))),
    ("ppt/theme/t1.xml", THEME),
    ("ppt/comments/c1.xml", COMMENTS),
    ("ppt/comments/c2.xml", MODERN),
    ("ppt/commentAuthors.xml", f'{HEAD}<p:cmAuthorLst {NS}><p:cmAuthor id="3" '
     'name="B Writer"/></p:cmAuthorLst>'),
    ("ppt/authors.xml", f'{HEAD}<p188:authorLst xmlns:p188="http://schemas.'
     'microsoft.com/office/powerpoint/2018/8/main"><p188:author id="{A}" '
     'name="C Writer"/></p188:authorLst>'),
    ("ppt/tags/tag1.xml", f'{HEAD}<p:tagLst {NS}><p:tag name="X" '
     'val="tagged QQ123456C"/></p:tagLst>'),
    ("ppt/charts/chart1.xml", CHART),
    ("ppt/diagrams/data1.xml", DIAGRAM),
])

# text by the shape's own list style, a frame without size, covered cells
LIST = ("<a:lstStyle><a:lvl1pPr><a:defRPr {}>{}</a:defRPr></a:lvl1pPr>"
        "</a:lstStyle>")


def grid(*rows):
    return ("<p:graphicFrame><a:tbl>" + "".join(
        "<a:tr>" + "".join(
            f"<a:tc {more}><a:txBody>{para(run(words))}</a:txBody></a:tc>"
            for words, more in row) + "</a:tr>" for row in rows)
        + "</a:tbl></p:graphicFrame>")


write("concealed.pptx", [
    ("[Content_Types].xml", types({
        "ppt/presentation.xml": P + "presentation.main+xml",
        "ppt/slides/slide1.xml": P + "slide+xml",
        "ppt/slideLayouts/l1.xml": P + "slideLayout+xml",
        "ppt/commentAuthors.xml": P + "commentAuthors+xml"})),
    ("_rels/.rels", rels(("officeDocument", "ppt/presentation.xml"))),
    ("ppt/presentation.xml", f'{HEAD}<p:presentation {NS}><p:sldIdLst><p:sldId '
     'id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9000" cy="6000"/>'
     "</p:presentation>"),
    ("ppt/_rels/presentation.xml.rels", rels(("slide", "slides/slide1.xml"))),
    ("ppt/slides/slide1.xml", slide(
        shape(LIST.format('sz="100"', "") + para(run("small by list")))
        + shape(LIST.format("", "<a:noFill/>") + para(run("clear by list")))
        + shape(para(run("plain again")), xfrm(1, 1))
        + shape(para(run("no size")), xfrm(1, 1, 0, 0))
        + grid((("a", 'gridSpan="2"'), ("covered", 'hMerge="1"')),
               (("b", ""), ("c", ""))))),
    ("ppt/slideLayouts/l1.xml", slide(
        shape(para(run("to be replaced")), ph='<p:ph type="body"/>'),
        root="sldLayout")),
    ("ppt/commentAuthors.xml", f'{HEAD}<p:cmAuthorLst {NS}><p:cmAuthor id="3" '
     'name="O Nlooker"/></p:cmAuthorLst>'),
])
