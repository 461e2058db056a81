#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the everything.* and locked.* files with LibreOffice

Run it in this folder with the system's Python; it needs LibreOffice and
python3-uno. The files hold one thing of each kind that the reader tells; the
password of the locked one is "orchard". All content is made up.
"""
import os
import subprocess
import time

import uno
from com.sun.star.awt import Point, Rectangle, Size
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

PIPE = "make-odf"
WHITE, DARK, AUTOMATIC = 0xFFFFFF, 0x102030, -1


def value(name, what):
    p = PropertyValue()
    p.Name, p.Value = name, what
    return p


def size(width, height):
    s = Size()
    s.Width, s.Height = width, height
    return s


def connect():
    """The desktop of a LibreOffice of our own."""
    subprocess.Popen([
        "soffice", "--headless", "--norestore",
        "-env:UserInstallation=file:///tmp/lo-" + PIPE,
        "--accept=pipe,name=%s;urp;" % PIPE],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(120):
        try:
            there = resolver.resolve(
                "uno:pipe,name=%s;urp;StarOffice.ComponentContext" % PIPE)
            break
        except Exception:
            time.sleep(0.5)
    return there.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", there)


def new(desktop, kind):
    return desktop.loadComponentFromURL(
        "private:factory/" + kind, "_blank", 0, (value("Hidden", True),))


def save(doc, name, *options):
    doc.storeToURL("file://" + os.path.abspath(name), options)


class Writer:
    def __init__(self, doc):
        self.doc, self.text = doc, doc.Text
        self.cursor = doc.Text.createTextCursor()

    def put(self, words, **look):
        """Words that look different from what is around them."""
        before = {k: getattr(self.cursor, k) for k in look}
        for k, v in look.items():
            setattr(self.cursor, k, v)
        self.text.insertString(self.cursor, words, False)
        for k, v in before.items():
            setattr(self.cursor, k, v)

    def end(self):
        self.text.insertControlCharacter(self.cursor, PARAGRAPH_BREAK, False)

    def add(self, kind, **properties):
        """A thing in the text: a field, a note, a frame."""
        thing = self.doc.createInstance("com.sun.star.text." + kind)
        for k, v in properties.items():
            setattr(thing, k, v)
        self.text.insertTextContent(self.cursor, thing, False)
        return thing

    def find(self, start):
        """The paragraph that begins with START."""
        paragraphs = self.text.createEnumeration()
        while paragraphs.hasMoreElements():
            p = paragraphs.nextElement()
            if p.supportsService("com.sun.star.text.Paragraph") and \
                    p.String.startswith(start):
                return p


def runs(w):
    w.put("First paragraph 943 476 5919")
    w.end()
    w.put("NINO QQ12", CharWeight=150.0)
    w.put("3456C joined")
    w.end()
    looks = (("hidden run QQ123456C", {"CharHidden": True}),
             ("white words", {"CharColor": WHITE}),
             ("tiny words", {"CharHeight": 1.0}),
             ("white on dark", {"CharColor": WHITE, "CharBackColor": DARK}))
    for i, (words, look) in enumerate(looks):
        w.put("seen%d " % (2 * i + 1))
        w.put(words, **look)
        w.put(" seen%d" % (2 * i + 2))
        w.end()


def things(w):
    table = w.doc.createInstance("com.sun.star.text.TextTable")
    table.initialize(3, 2)
    w.text.insertTextContent(w.cursor, table, False)
    for cell, words in {"A1": "Name", "B1": "NINO", "A2": "Ann",
                        "B2": "QQ123456C", "A3": "Bob",
                        "B3": "QQ654321A"}.items():
        table.getCellByName(cell).setString(words)
    w.put("with a note")
    note = w.add("Footnote")
    note.insertString(note.createTextCursor(), "the footnote", False)
    w.put(" behind it")
    w.end()
    w.add("textfield.Annotation", Content="a comment here",
          Author="A Reviewer")
    w.put("commented")
    w.end()
    w.put("before ")
    w.add("TextFrame", Size=size(5000, 2000)).Text.setString("in the frame")
    w.put("after")
    w.end()


def hidden_parts(w):
    w.put("hidden section text")
    w.end()
    paragraph = w.find("hidden section text")
    cursor = w.text.createTextCursorByRange(paragraph.Start)
    cursor.gotoEndOfParagraph(True)
    section = w.doc.createInstance("com.sun.star.text.TextSection")
    w.text.insertTextContent(cursor, section, True)
    section.IsVisible = False
    w.cursor.gotoEnd(False)
    w.put("keep struck QQ111111A keep")
    w.end()
    w.put("para with HiddenText ")
    w.add("textfield.HiddenText", Condition="1==1",
          Content="secret of a field")
    w.put(" rest")
    w.end()
    w.put("para with HiddenParagraph ")
    w.add("textfield.HiddenParagraph", Condition="1==1")
    w.put(" rest")
    w.end()


def changes(w):
    w.doc.RecordChanges = True
    cursor = w.text.createTextCursorByRange(w.find("keep struck").Start)
    cursor.goRight(len("keep"), False)
    cursor.goRight(len(" struck QQ111111A"), True)
    cursor.setString("")
    w.text.insertString(w.text.End, "inserted later", False)
    w.doc.RecordChanges = False


def text(desktop):
    doc = new(desktop, "swriter")
    w = Writer(doc)
    for step in (runs, things, hidden_parts, changes):
        step(w)
    page = doc.StyleFamilies.getByName("PageStyles").getByName("Standard")
    page.HeaderIsOn = page.FooterIsOn = True
    page.HeaderText.setString("page top")
    page.FooterText.setString("page foot")
    facts = doc.DocumentProperties
    facts.Title, facts.Author = "The title", "Some Author"
    facts.Keywords = ("key", "words")
    facts.UserDefinedProperties.addProperty("Pupil", 0, "A N Other")
    save(doc, "everything.odt", value("FilterName", "writer8"))
    save(doc, "locked.odt", value("FilterName", "writer8"),
         value("Password", "orchard"))
    doc.close(True)


CELLS = {
    "A1": "Name", "B1": "NINO", "C1": "Born", "D1": "Card",
    "A2": "Ann", "B2": "QQ123456C", "C2": 40638.0, "D2": 4539578763621486.0,
    "A3": "Bob", "B3": "QQ654321A", "C3": 40000.0, "D3": 5.0,
    "A4": "hid row", "B4": "in row", "E1": "hidden col", "E2": "in col",
    "A6": "=\"joined\"&\" text\"", "A7": 9434765919.0,
    "A8": "white", "B8": "same", "C8": "same", "D8": "same",
    "A10": "merged", "B10": "under it"}
FORMATS = {"C2": "DD/MM/YY", "C3": "DD/MM/YY", "D2": "0.00E+00", "A7": ";;;"}


def cells(doc, sheet):
    none = uno.createUnoStruct("com.sun.star.lang.Locale")
    for name, what in CELLS.items():
        cell = sheet.getCellRangeByName(name)
        if isinstance(what, float):
            cell.Value = what
        elif what.startswith("="):
            cell.Formula = what
        else:
            cell.String = what
    for name, code in FORMATS.items():
        key = doc.NumberFormats.queryKey(code, none, False)
        if key == -1:
            key = doc.NumberFormats.addNew(code, none)
        sheet.getCellRangeByName(name).NumberFormat = key
    sheet.getCellRangeByName("A8").CharColor = WHITE
    sheet.getCellRangeByName("A10:B10").merge(True)
    sheet.Rows.getByIndex(3).IsVisible = False
    sheet.Columns.getByIndex(4).IsVisible = False


def sheets(desktop):
    doc = new(desktop, "scalc")
    sheet = doc.Sheets.getByIndex(0)
    sheet.Name = "Contacts"
    cells(doc, sheet)
    at = uno.createUnoStruct("com.sun.star.table.CellAddress")
    at.Column = at.Row = 1
    sheet.Annotations.insertNew(at, "see file QQ123456C")
    doc.NamedRanges.addNewByName(
        "konst", '"QQ123456C"',
        uno.createUnoStruct("com.sun.star.table.CellAddress"), 0)
    frame = Rectangle()
    frame.X, frame.Y, frame.Width, frame.Height = 1000, 8000, 6000, 4000
    data = sheet.getCellRangeByName("A1:B3").RangeAddress
    sheet.Charts.addNewByName("ch", frame, (data,), True, True)
    chart = sheet.Charts.getByName("ch").EmbeddedObject
    chart.HasMainTitle = True
    chart.Title.String = "Chart title"
    doc.Sheets.insertNewByName("Secret", 1)
    secret = doc.Sheets.getByName("Secret")
    secret.getCellRangeByName("B2").String = "QQ999999A"
    secret.IsVisible = False
    save(doc, "everything.ods", value("FilterName", "calc8"))
    doc.close(True)


def box(doc, page, words, x, y, kind="TextShape"):
    shape = doc.createInstance("com.sun.star.drawing." + kind)
    page.add(shape)
    at = Point()
    at.X, at.Y = x, y
    shape.setPosition(at)
    shape.setSize(size(8000, 2000))
    shape.String = words
    return shape


def slides(desktop):
    doc = new(desktop, "simpress")
    first = doc.DrawPages.getByIndex(0)
    shape = box(doc, first, "slide one text", 1000, 1000)
    shape.Title, shape.Description = "alt title", "alt text"
    box(doc, first, "far away", 60000, 1000)
    box(doc, first, "white on shape", 1000, 5000,
        "RectangleShape").CharColor = WHITE
    box(doc, first, "white on slide", 1000, 8000).CharColor = WHITE
    first.NotesPage.getByIndex(1).String = "the notes QQ123456C"
    second = doc.DrawPages.insertNewByIndex(1)
    box(doc, second, "hidden slide text", 1000, 1000)
    second.Visible = False
    third = doc.DrawPages.insertNewByIndex(2)
    table = doc.createInstance("com.sun.star.drawing.TableShape")
    third.add(table)
    table.setSize(size(10000, 4000))
    table.Model.Rows.insertByIndex(0, 1)
    table.Model.Columns.insertByIndex(0, 1)
    for row in range(2):
        for col in range(2):
            table.Model.getCellByPosition(col, row).String = \
                "c%d%d" % (row, col)
    box(doc, doc.MasterPages.getByIndex(0), "on the master", 500, 500)
    save(doc, "everything.odp", value("FilterName", "impress8"))
    doc.close(True)


def main():
    desktop = connect()
    text(desktop)
    sheets(desktop)
    slides(desktop)
    try:
        desktop.terminate()
    except Exception:
        pass  # it is gone before it can answer


main()
