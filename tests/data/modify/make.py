#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - documents that are protected against changes and not encrypted

Run it in this folder; it needs openpyxl and python3-docx. Everybody can read
these files, whatever their programs ask before they are changed.
"""
import io
import zipfile

import docx
import openpyxl
from docx.oxml import parse_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HASH = ('w:cryptProviderType="rsaAES" w:cryptAlgorithmClass="hash" '
        'w:cryptAlgorithmType="typeAny" w:cryptAlgorithmSid="14" '
        'w:cryptSpinCount="100000" w:hash="c2FsdHNhbHQ=" w:salt="c2FsdA=="')


def document(name, tag, final=False):
    d = docx.Document()
    d.add_paragraph("Reading list of the garden club")
    if tag:
        d.settings.element.insert(0, parse_xml(
            f'<w:{tag} xmlns:w="{W}" {HASH}/>'))
    out = io.BytesIO()
    d.save(out)
    keep = ("[Content_Types].xml", "_rels/.rels", "word/document.xml",
            "word/settings.xml", "word/_rels/document.xml.rels")
    with zipfile.ZipFile(out) as old, \
            zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as new:
        for i in keep:
            new.writestr(zipfile.ZipInfo(i), old.read(i),
                         zipfile.ZIP_DEFLATED)
        if final:
            new.writestr(
                zipfile.ZipInfo("docProps/custom.xml"),
                '<Properties xmlns="http://schemas.openxmlformats.org/'
                'officeDocument/2006/custom-properties"><property '
                'name="_MarkAsFinal" pid="2"><bool>true</bool></property>'
                '</Properties>')


def book(name, sheet=False, whole=False):
    b = openpyxl.Workbook()
    b.active["A1"] = "Reading list of the garden club"
    if sheet:
        b.active.protection.set_password("orchard")
        b.active.protection.enable()
    if whole:
        b.security.workbookPassword = "orchard"
        b.security.lockStructure = True
    b.save(name)


document("protected.docx", 'documentProtection w:edit="readOnly" '
         'w:enforcement="1"')
document("modify.docx", "writeProtection")
document("read-only.docx", 'writeProtection w:recommended="1"')
document("final.docx", None, final=True)
book("sheet.xlsx", sheet=True)
book("workbook.xlsx", whole=True)
