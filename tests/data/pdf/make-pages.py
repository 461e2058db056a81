#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the PDF files with pages: page-*.pdf, by LibreOffice and
Ghostscript, which must be installed. All people and numbers are invented or from
reserved ranges (the NHS number is the one of the NHS's own examples).

usage: make-pages.py FOLDER
"""
import os
import subprocess
import sys
import tempfile

ROWS = [("Name", "Born", "Form"), ("Ann Lee", "01/02/2010", "7A"),
        ("Bo Ray", "03/04/2011", "8B"), ("Cy Orr", "05/06/2012", "9C")]
CELLS = [("Name", "Born", "NHS number"),
         ("Ann Lee", "01/02/2010", "943 476 5919"),
         ("Bo Ray", "03/04/2011", "987 654 4321")]

HEAD = ('<?xml version="1.0" encoding="UTF-8"?><office:document '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'office:version="1.2" office:mimetype="application/'
        'vnd.oasis.opendocument.%s"><office:body>')


def grid(rows, cell):
    """Rows as an ODF table."""
    out = '<table:table table:name="T">'
    out += '<table:table-column table:number-columns-repeated="3"/>'
    for row in rows:
        out += "<table:table-row>"
        for text in row:
            out += "<table:table-cell%s><text:p>%s</text:p>" \
                "</table:table-cell>" % (cell, text)
        out += "</table:table-row>"
    return out + "</table:table>"


def writer():
    """A letter with a table."""
    return (HEAD % "text" + "<office:text><text:h>Letter home</text:h>"
            "<text:p>Her NHS number is 943 476 5919. We met at the "
            "caf\u00e9, \u0416.</text:p>" + grid(ROWS, "") +
            "</office:text></office:body></office:document>")


def calc():
    """A sheet."""
    cell = ' office:value-type="string"'
    return (HEAD % "spreadsheet" + "<office:spreadsheet>" +
            grid(CELLS, cell) +
            "</office:spreadsheet></office:body></office:document>")


def office(folder, name, suffix, text):
    """Let LibreOffice print TEXT to FOLDER/NAME.pdf."""
    with tempfile.TemporaryDirectory() as tmp:
        source = os.path.join(tmp, name + suffix)
        with open(source, "w", encoding="utf-8") as f:
            f.write(text)
        subprocess.run(["soffice", "-env:UserInstallation=file://%s/profile"
                        % tmp, "--headless", "--convert-to", "pdf",
                        "--outdir", folder, source], check=True)


def main():
    """Make all of them."""
    folder = sys.argv[1]
    office(folder, "page-writer", ".fodt", writer())
    office(folder, "page-calc", ".fods", calc())
    ps = ("%!PS\n/Times-Roman findfont 12 scalefont setfont\n"
          "72 700 moveto (Ann Lee, 943 476 5919) show\nshowpage\n")
    subprocess.run(["gs", "-q", "-sDEVICE=pdfwrite", "-o",
                    os.path.join(folder, "page-gs.pdf"), "-"],
                   input=ps.encode(), check=True)


if __name__ == "__main__":
    main()
