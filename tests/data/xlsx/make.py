#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the Excel fixtures of this folder (synthetic text, no real person).

Run it here after a change and commit what it writes; the files come out the
same every time.
"""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
S = "application/vnd.openxmlformats-officedocument.spreadsheetml."
PKG = "application/vnd.openxmlformats-package."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = ('xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
      f'xmlns:r="{REL}"')


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


def write(name, parts):
    with zipfile.ZipFile(os.path.join(HERE, name), "w") as z:
        for part, text in parts:
            info = zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, text)


def sheet(rows, before="", after=""):
    return (f"{HEAD}<worksheet {NS}>{before}<sheetData>{rows}</sheetData>"
            f"{after}</worksheet>")


FORMATS = ["General", "0000000000", "00-00-00", "0.00%", "yyyy\\-mm\\-dd",
           "dd/mm/yyyy hh:mm", "#,##0.00", ";;;", "@", "0.0E+00",
           '"ID-"0000', "000 000 0000", "h:mm", "# ?/?", "[Red]0;(0)"]
STYLES = (f"{HEAD}<styleSheet {NS}><numFmts>" + "".join(
    f'<numFmt numFmtId="{200 + i}" formatCode="{f}"/>'.replace('""', '"')
    if '"' not in f else
    f"<numFmt numFmtId=\"{200 + i}\" formatCode='{f}'/>"
    for i, f in enumerate(FORMATS)) + "</numFmts><cellStyleXfs>"
    "<xf numFmtId='1'/></cellStyleXfs><cellXfs>" + "".join(
        f'<xf numFmtId="{200 + i if i else 0}"/>'
        for i in range(len(FORMATS))) + '<xf numFmtId="14"/></cellXfs>'
    "</styleSheet>")

# number, style, as the cell shows it
NUMBERS = [
    ("4539578763621486", 0), ("4.53957876362148E+15", 0), ("0.30000000000000004", 0),
    ("12345678", 1), ("10203", 2), ("0.125", 3), ("40638", 4), ("40638.5", 5),
    ("1234567.891", 6), ("9434765919", 7), ("7", 8), ("4539578763621486", 9),
    ("42", 10), ("9434765919", 11), ("0.75", 12), ("0.5", 13), ("-5", 14),
    ("36526", 15), ("1E-3", 0), ("-12.5", 0), ("59", 4), ("61", 4),
    ("99999999", 4), ("nonsense", 0),
]
rows = "".join(
    f'<row r="{i}"><c r="A{i}" s="{s}"><v>{v}</v></c></row>'
    for i, (v, s) in enumerate(NUMBERS, 1))

write("numbers.xlsx", [
    ("[Content_Types].xml", types({
        "xl/workbook.xml": S + "sheet.main+xml",
        "xl/styles.xml": S + "styles+xml",
        "xl/worksheets/sheet1.xml": S + "worksheet+xml"})),
    ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
    ("xl/workbook.xml", f'{HEAD}<workbook {NS}><sheets><sheet name="N" '
     'sheetId="1" r:id="rId1"/></sheets></workbook>'),
    ("xl/_rels/workbook.xml.rels", rels(
        ("worksheet", "worksheets/sheet1.xml"))),
    ("xl/worksheets/sheet1.xml", sheet(rows)),
    ("xl/styles.xml", STYLES),
])

SST = (f"{HEAD}<sst {NS}><si><t>Name</t></si><si><t>NINO</t></si>"
       "<si><r><t>QQ12</t></r><r><rPr><b/></rPr><t>3456C</t></r>"
       "<rPh><t>phonetic</t></rPh></si><si><t>left over</t></si></sst>")
CONTACTS = sheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    '<c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>'
    "</row>"
    '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>Ann</t></is></c>'
    '<c r="B2" t="s"><v>2</v></c></row>'
    '<row r="4"><c r="A4" t="str"><f>A1&amp;"x"</f><v>computed</v></c>'
    '<c r="C4" t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="s"><v>99</v></c><c t="s"><v/></c>'
    "</row>",
    before='<cols><col min="3" max="3" hidden="1"/></cols>',
    after="<headerFooter><oddHeader>&amp;Cpage top</oddHeader>"
    "<oddFooter>&amp;LQQ12&amp;\"Arial,Bold\"&amp;12 &amp;K01+0003456C"
    "&amp;RA&amp;&amp;B &amp;P/&amp;N</oddFooter>"
    "</headerFooter>")
COMMENTS = (f"{HEAD}<comments {NS}><authors><author>Someone</author>"
            '</authors><commentList><comment ref="B2" authorId="0"><text>'
            "<r><t>see </t></r><r><t>file</t></r></text></comment>"
            "</commentList></comments>")
PIVOT = (f"{HEAD}<pivotCacheDefinition {NS} r:id='rId1'><cacheFields>"
         '<cacheField name="Pupil"><sharedItems><s v="Ann"/><s v="Bob"/>'
         '</sharedItems></cacheField><cacheField name="Score"><sharedItems/>'
         "</cacheField></cacheFields></pivotCacheDefinition>")
RECORDS = (f'{HEAD}<pivotCacheRecords {NS}><r><x v="1"/><n v="5"/></r>'
           '<r><x v="0"/><n v="7"/></r><r><x v="9"/><m/></r>'
           "</pivotCacheRecords>")
BOOK = (f'{HEAD}<workbook {NS}><sheets><sheet name="Contacts" sheetId="1" '
        'r:id="rId1"/><sheet name="Secret" sheetId="2" state="veryHidden" '
        'r:id="rId2"/></sheets><definedNames><definedName name="a">'
        'Contacts!$A$1</definedName><definedName name="b" hidden="1">'
        '"QQ123456C"</definedName></definedNames></workbook>')

write("hidden.xlsx", [
    ("[Content_Types].xml", types({
        "xl/workbook.xml": S + "sheet.main+xml",
        "xl/sharedStrings.xml": S + "sharedStrings+xml",
        "xl/worksheets/sheet1.xml": S + "worksheet+xml",
        "xl/worksheets/sheet2.xml": S + "worksheet+xml",
        "xl/worksheets/old.xml": S + "worksheet+xml",
        "xl/comments1.xml": S + "comments+xml",
        "xl/pivotCache/d.xml": S + "pivotCacheDefinition+xml",
        "xl/pivotCache/r.xml": S + "pivotCacheRecords+xml"})),
    ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
    ("xl/worksheets/sheet1.xml", CONTACTS),
    ("xl/worksheets/sheet2.xml", sheet(
        '<row><c t="inlineStr"><is><t>QQ123456C</t></is></c><c><v>1</v></c>'
        "</row>")),
    ("xl/worksheets/old.xml", sheet('<row r="1"><c r="A1"><v>5</v></c></row>')),
    ("xl/sharedStrings.xml", SST),
    ("xl/workbook.xml", BOOK),
    ("xl/_rels/workbook.xml.rels", rels(
        ("worksheet", "worksheets/sheet1.xml"),
        ("worksheet", "/xl/worksheets/sheet2.xml"))),
    ("xl/worksheets/_rels/sheet1.xml.rels", rels(
        ("comments", "../comments1.xml"))),
    ("xl/comments1.xml", COMMENTS),
    ("xl/pivotCache/d.xml", PIVOT),
    ("xl/pivotCache/_rels/d.xml.rels", rels(("pivotCacheRecords", "r.xml"))),
    ("xl/pivotCache/r.xml", RECORDS),
])

# one shared string, shown a hundred thousand times: 3.2 GB of text
cells = '<c t="s"><v>0</v></c>' * 1000
write("bomb.xlsx", [
    ("[Content_Types].xml", types({
        "xl/workbook.xml": S + "sheet.main+xml",
        "xl/sharedStrings.xml": S + "sharedStrings+xml",
        "xl/worksheets/sheet1.xml": S + "worksheet+xml"})),
    ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
    ("xl/workbook.xml", f'{HEAD}<workbook {NS}><sheets><sheet name="B" '
     'sheetId="1" r:id="rId1"/></sheets></workbook>'),
    ("xl/_rels/workbook.xml.rels", rels(
        ("worksheet", "worksheets/sheet1.xml"))),
    ("xl/sharedStrings.xml", f"{HEAD}<sst {NS}><si><t>" + "x" * 32000 +
     "</t></si></sst>"),
    ("xl/worksheets/sheet1.xml", sheet(
        f"<row>{cells}</row>" * 100)),
])

# cells that nobody sees by their style, and text that is in no cell
LOOK = (f"{HEAD}<styleSheet {NS}><fonts>"
        '<font><sz val="11"/><color theme="1"/></font>'
        '<font><sz val="11"/><color rgb="FFFFFFFF"/></font>'
        '<font><sz val="11"/><color theme="0"/></font>'
        '<font><sz val="11"/><color indexed="9"/></font>'
        '<font><sz val="1"/><color theme="1"/></font>'
        '<font><sz val="11"/><color theme="0" tint="-0.5"/></font></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/>'
        "</patternFill></fill></fills><cellXfs>"
        + "".join(f'<xf numFmtId="0" fontId="{font}" fillId="{fill}"/>'
                  for font, fill in ((0, 0), (1, 0), (2, 0), (3, 0), (4, 0),
                                     (5, 0), (0, 2), (1, 2))) + "</cellXfs>"
        '<dxfs><dxf><font><color rgb="FFFFFFFF"/></font></dxf></dxfs>'
        "</styleSheet>")
THEME = (f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/'
         'drawingml/2006/main"><a:dk1><a:sysClr lastClr="000000"/></a:dk1>'
         '<a:lt1><a:sysClr lastClr="FFFFFF"/></a:lt1></a:theme>')
STYLED = ["plain", "white", "by theme", "by index", "tiny", "grey",
          "black on black", "white on black"]


def styled(i, text, style, col="A", more=""):
    return (f'<c r="{col}{i}" s="{style}" t="inlineStr"><is><t>{text}</t></is>'
            f"{more}</c>")


cells = "".join(f'<row r="{i + 1}">' + styled(i + 1, text, i) + "</row>"
                for i, text in enumerate(STYLED))
cells += ('<row r="20">' + styled(20, "conditional", 1)
          + styled(20, "in a table", 2, "C")
          + '<c r="D20" t="str"><f>IF(B1="quoted QQ123456C",1,"")</f><v>x</v>'
          '</c><c r="XFD20"><v>7</v></c></row>')
AFTER = ('<scenarios><scenario name="If Ann leaves"><inputCells r="A1" '
         'val="9434765919"/></scenario></scenarios>'
         '<conditionalFormatting sqref="B1 A20:B21"><cfRule type="expression" '
         'dxfId="0"/></conditionalFormatting><dataValidations><dataValidation '
         'type="list" sqref="A1" prompt="Ask A N Other" promptTitle="Help">'
         '<formula1>"Bob Example,Ann Example"</formula1></dataValidation>'
         '</dataValidations><hyperlinks><hyperlink ref="A1" r:id="rId2" '
         'tooltip="the file of Ann"/></hyperlinks>')
write("unseen.xlsx", [
    ("[Content_Types].xml", types({
        "xl/workbook.xml": S + "sheet.main+xml",
        "xl/styles.xml": S + "styles+xml",
        "xl/tables/table1.xml": S + "table+xml",
        "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument"
        ".theme+xml",
        "xl/worksheets/sheet1.xml": S + "worksheet+xml"})),
    ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
    ("xl/workbook.xml", f'{HEAD}<workbook {NS}><sheets><sheet name="U" '
     'sheetId="1" r:id="rId1"/></sheets><definedNames><definedName '
     'name="_xlnm._FilterDatabase" hidden="1">U!$A$1:$C$3</definedName>'
     "</definedNames></workbook>"),
    ("xl/_rels/workbook.xml.rels", rels(
        ("worksheet", "worksheets/sheet1.xml"),
        ("theme", "theme/theme1.xml"))),
    ("xl/worksheets/sheet1.xml", sheet(
        cells, before='<sheetFormatPr defaultColWidth="0"/><cols><col min="1" '
        'max="10" width="9"/></cols>', after=AFTER)),
    ("xl/worksheets/_rels/sheet1.xml.rels", rels(
        ("table", "../tables/table1.xml")).replace(
            "</Relationships>", f'<Relationship Id="rId2" Type="{REL}/'
            'hyperlink" Target="mailto:ann@school.example?subject=QQ123456C" '
            'TargetMode="External"/></Relationships>')),
    ("xl/tables/table1.xml", f'{HEAD}<table {NS} ref="C19:C25"/>'),
    ("xl/theme/theme1.xml", THEME),
    ("xl/styles.xml", LOOK),
])

# numbers that a program shows otherwise than they were typed
SHOWN = [("dd\\-mm\\-yy", "38676"), ("d/m/yyyy", "38676"),
         ("d mmmm yyyy", "38676"), ("ddd d-mmm-yy", "38676"),
         ("[h]:mm", "1.5"), ("[mm]:ss", "0.0625"), ("h:mm AM/PM", "0.5625"),
         ("mm:ss.00", "0.000011"), ("dd/mm/yyyy", "60"),
         ("0%", "9434765919"), ("0.00E+00", "9434765919"),
         ("00\\-00\\-00", "200511"), ("yyyy", "200511"), ("#,##0", "12345678")]
write("shown.xlsx", [
    ("[Content_Types].xml", types({
        "xl/workbook.xml": S + "sheet.main+xml",
        "xl/styles.xml": S + "styles+xml",
        "xl/worksheets/sheet1.xml": S + "worksheet+xml"})),
    ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
    ("xl/workbook.xml", f'{HEAD}<workbook {NS}><sheets><sheet name="S" '
     'sheetId="1" r:id="rId1"/></sheets></workbook>'),
    ("xl/_rels/workbook.xml.rels", rels(
        ("worksheet", "worksheets/sheet1.xml"))),
    ("xl/worksheets/sheet1.xml", sheet("".join(
        f'<row r="{i}"><c r="A{i}" s="{i - 1}"><v>{v}</v></c></row>'
        for i, (_, v) in enumerate(SHOWN, 1)))),
    ("xl/styles.xml", f"{HEAD}<styleSheet {NS}><numFmts>" + "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{f}"/>'
        for i, (f, _) in enumerate(SHOWN)) + "</numFmts><cellXfs>" + "".join(
            f'<xf numFmtId="{200 + i}"/>' for i in range(len(SHOWN)))
     + "</cellXfs></styleSheet>"),
])

# what is left of a workbook that has lost its types and relationships
write("lost.xlsx", [
    ("[Content_Types].xml", "<Types/>"),
    ("xl/workbook.xml", '<workbook><sheets><sheet name="Pupils" sheetId="1"/>'
     '</sheets></workbook>'),
    ("xl/worksheets/sheet1.xml", sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '</row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>9434765919'
        '</v></c></row>')),
    ("xl/sharedStrings.xml", f"{HEAD}<sst {NS}><si><t>Name</t></si><si><t>NHS "
     "number</t></si><si><t>Ann Other</t></si></sst>"),
])

# what stands on a hidden sheet, covered cells, runs in the colour of their
# cell, headers of no page, names with values, filters, who wrote comments
DML = "http://schemas.openxmlformats.org/drawingml/2006/"


def drawing(*shapes):
    out = ""
    for words, more, size in shapes:
        out += (f'<d:sp><d:cNvPr id="2" name="TextBox 1" {more}/><a:ext cx="'
                f'{size}" cy="{size}"/><a:p><a:r><a:t>{words}</a:t></a:r></a:p>'
                "</d:sp>")
    return (f'{HEAD}<d:wsDr xmlns:d="{DML}spreadsheetDrawing" xmlns:a="{DML}'
            f'main">{out}</d:wsDr>')


def text(ref, words):
    return f'<c r="{ref}" t="inlineStr"><is><t>{words}</t></is></c>'


def chart(formula):
    return (f'{HEAD}<c:chart xmlns:c="{DML}chart"><c:ser><c:tx><c:v>Marks</c:v>'
            f"</c:tx><c:val><c:f>{formula}</c:f><c:v>6284517394</c:v></c:val>"
            "</c:ser></c:chart>")


PALE_RUN = '<r><rPr><color rgb="FFFFFFFF"/></rPr><t>{}</t></r><r><t>b</t></r>'
OPEN = sheet(
    '<row r="1" ht="15">' + text("A1", "title") + text("B1", "under it")
    + '</row><row r="2" ht="15"><c r="A2" t="s"><v>0</v></c><c r="B2" t="'
    'inlineStr"><is>' + PALE_RUN.format("pale inline") + "</is></c></row>"
    '<row r="3">' + text("A3", "no height") + '</row><row r="4" ht="15">'
    + text("A4", "seen") + "</row>",
    before='<sheetFormatPr defaultRowHeight="0"/>',
    after='<autoFilter ref="A1:A4"><filters><filter val="seen"/><filter '
    'val="no cell has it"/></filters></autoFilter><mergeCells><mergeCell '
    'ref="A1:C1"/></mergeCells><headerFooter><oddHeader>on all</oddHeader>'
    "<evenHeader>on none</evenHeader></headerFooter>")
write("concealed.xlsx", [
    ("[Content_Types].xml", types({
        "xl/workbook.xml": S + "sheet.main+xml",
        "xl/sharedStrings.xml": S + "sharedStrings+xml",
        "xl/comments1.xml": S + "comments+xml",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/tables/table1.xml": S + "table+xml",
        "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-"
        "officedocument.drawing+xml",
        "xl/drawings/drawing2.xml": "application/vnd.openxmlformats-"
        "officedocument.drawing+xml",
        "xl/drawings/v.vml": "application/vnd.openxmlformats-officedocument."
        "vmlDrawing",
        "xl/charts/chart1.xml": "application/vnd.openxmlformats-"
        "officedocument.drawingml.chart+xml",
        "xl/charts/chart2.xml": "application/vnd.openxmlformats-"
        "officedocument.drawingml.chart+xml",
        "xl/worksheets/sheet1.xml": S + "worksheet+xml",
        "xl/worksheets/sheet2.xml": S + "worksheet+xml"})),
    ("_rels/.rels", rels(("officeDocument", "xl/workbook.xml"))),
    ("xl/workbook.xml", f'{HEAD}<workbook {NS}><sheets><sheet name="Open" '
     'sheetId="1" r:id="rId1"/><sheet name="Closed" sheetId="2" r:id="rId2" '
     'state="hidden"/></sheets><definedNames><definedName name="a" comment='
     '"a remark">Open!$A$1</definedName><definedName name="b">"a value"'
     "</definedName></definedNames></workbook>"),
    ("xl/_rels/workbook.xml.rels", rels(
        ("worksheet", "worksheets/sheet1.xml"),
        ("worksheet", "worksheets/sheet2.xml"))),
    ("xl/worksheets/sheet1.xml", OPEN),
    ("xl/worksheets/_rels/sheet1.xml.rels", rels(
        ("comments", "../comments1.xml"), ("drawing", "../drawings/drawing1."
                                           "xml"),
        ("vmlDrawing", "../drawings/v.vml"))),
    ("xl/worksheets/sheet2.xml", sheet("")),
    ("xl/worksheets/_rels/sheet2.xml.rels", rels(
        ("drawing", "../drawings/drawing2.xml"))),
    ("xl/sharedStrings.xml", f"{HEAD}<sst {NS}><si>"
     + PALE_RUN.format("pale run") + "</si></sst>"),
    ("xl/comments1.xml", f"{HEAD}<comments {NS}><authors><author>R Emarker"
     '</author></authors><commentList><comment ref="A1"><text><t>why</t>'
     "</text></comment></commentList></comments>"),
    ("xl/persons/person.xml", f'{HEAD}<personList><person displayName="T '
     'Hreader" userId="th@school.example"/></personList>'),
    ("xl/tables/table1.xml", f'{HEAD}<table {NS} ref="E1:E2" name="T" comment='
     '"about the table"/>'),
    ("xl/drawings/drawing1.xml", drawing(
        ("shape seen", "", 9), ("shape off", 'hidden="1"', 9),
        ("no size", 'descr="for a picture"', 0))),
    ("xl/drawings/_rels/drawing1.xml.rels", rels(
        ("chart", "../charts/chart1.xml"), ("chart", "../charts/chart2.xml"))),
    ("xl/drawings/drawing2.xml", drawing(("on a hidden sheet", "", 9))),
    ("xl/drawings/v.vml", '<xml><v:shape style="visibility:hidden"><div>old '
     'shape off</div></v:shape><v:shape style="width:9pt"><div>old shape'
     "</div></v:shape></xml>"),
    ("xl/charts/chart1.xml", chart("Open!$B$2")),
    ("xl/charts/chart2.xml", chart("[1]Other!$B$2")),
])
