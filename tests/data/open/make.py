#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the fixtures of this folder with LibreOffice, through its UNO bridge:
small documents with a password. Those called excel.* have the one that Excel
opens files with by itself, the others "orchard".
"""
import os
import subprocess
import tempfile
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue

HERE = os.path.dirname(os.path.abspath(__file__))
URL = ("uno:pipe,name=postern-open;urp;StarOffice.ComponentContext")
EXCEL = "VelvetSweatshop"
ORCHARD = "orchard"


def values(**given):
    return tuple(PropertyValue(k, 0, v, 0) for k, v in given.items())


def desktop():
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(100):
        try:
            there = resolver.resolve(URL)
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there)
        except Exception:  # not up yet
            time.sleep(0.5)
    raise SystemExit("no LibreOffice")


def write(doc, name, kind, password):
    given = values(FilterName=kind, Password=password)
    if "2007" in kind:
        data = uno.Any("[]com.sun.star.beans.NamedValue", (
            NamedValue("CryptoType", "StrongEncryptionDataSpace"),
            NamedValue("OOXPassword", password)))
        given = values(FilterName=kind, EncryptionData=data)
    doc.storeToURL("file://" + os.path.join(HERE, name), given)


def main():
    with tempfile.TemporaryDirectory() as d:
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{d}", "--headless",
             "--norestore", "--accept=pipe,name=postern-open;urp;"])
        top = desktop()
        doc = top.loadComponentFromURL("private:factory/scalc", "_blank", 0,
                                       values(Hidden=True))
        cells = doc.Sheets.getByIndex(0)
        for i, row in enumerate((("Name", "NINO"), ("Ann", "QQ123456C"),
                                 ("Bob", "QQ654321A"))):
            for k, text in enumerate(row):
                cells.getCellByPosition(k, i).String = text
        write(doc, "excel.xls", "MS Excel 97", EXCEL)
        write(doc, "orchard.xls", "MS Excel 97", ORCHARD)
        write(doc, "excel.xlsx", "Calc MS Excel 2007 XML", EXCEL)
        doc.close(True)
        doc = top.loadComponentFromURL("private:factory/swriter", "_blank", 0,
                                       values(Hidden=True))
        doc.Text.String = "A secret QQ123456C of Ann. " * 40
        write(doc, "orchard.doc", "MS Word 97", ORCHARD)
        doc.close(True)
        top.terminate()
        office.wait(30)


if __name__ == "__main__":
    main()
