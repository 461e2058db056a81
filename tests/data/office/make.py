#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - documents with passwords to open and to modify, by LibreOffice

Run it in this folder with the Python that LibreOffice's bridge (uno) is for;
it needs LibreOffice. The password is "orchard", the content made up. The
files called modify.* ask for it before they are changed, and anybody can read
them; blowfish.* are locked as OpenOffice 3 did.
"""
import base64
import hashlib
import os
import subprocess
import tempfile
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue

HERE = os.path.dirname(os.path.abspath(__file__))
URL = "uno:pipe,name=postern-office;urp;StarOffice.ComponentContext"
ORCHARD = "orchard"
SALT = bytes(range(16))
CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Save/ODF">
<prop oor:name="DefaultVersion" oor:op="fuse"><value>%d</value></prop>
</item></oor:items>
"""
KINDS = {
    "odt": "writer8", "ods": "calc8", "odp": "impress8",
    "doc": "MS Word 97", "xls": "MS Excel 97",
    "docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML",
    "pptx": "Impress MS PowerPoint 2007 XML",
}


def values(**given):
    return tuple(PropertyValue(k, 0, v, 0) for k, v in given.items())


def desktop():
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(200):
        try:
            there = resolver.resolve(URL)
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there)
        except Exception:  # not up yet
            time.sleep(0.5)
    raise SystemExit("no LibreOffice")


def locked(ending):
    if ending.endswith("x"):
        data = uno.Any("[]com.sun.star.beans.NamedValue", (
            NamedValue("CryptoType", "StrongEncryptionDataSpace"),
            NamedValue("OOXPassword", ORCHARD)))
        return values(EncryptionData=data)
    return values(Password=ORCHARD)


def to_modify(ending):
    """What a document keeps of the password to modify."""
    if ending in ("doc", "xls"):
        return values(ModifyPasswordInfo=0x1234)
    if ending.endswith("x"):
        digest = hashlib.sha512(SALT + ORCHARD.encode("utf-16-le")).digest()
        info = values(**{
            "algorithm-name": "SHA-512", "iteration-count": 1000,
            "salt": base64.b64encode(SALT).decode(),
            "hash": base64.b64encode(digest).decode()})
    else:
        made = hashlib.pbkdf2_hmac("sha1", ORCHARD.encode(), SALT, 1024, 16)
        info = values(**{
            "algorithm-name": "PBKDF2", "iteration-count": 1024,
            "salt": uno.ByteSequence(SALT), "hash": uno.ByteSequence(made)})
    return values(ModifyPasswordInfo=uno.Any(
        "[]com.sun.star.beans.PropertyValue", info))


def write(doc, name, options=()):
    ending = name.split(".")[-1]
    doc.storeToURL("file://" + os.path.join(HERE, name),
                   values(FilterName=KINDS[ending]) + options)


def new(top, kind):
    return top.loadComponentFromURL("private:factory/" + kind, "_blank", 0,
                                    values(Hidden=True))


def documents(top):
    text, sheets = new(top, "swriter"), new(top, "scalc")
    slides = new(top, "simpress")
    text.Text.String = "Reading list of the garden club"
    sheets.Sheets.getByIndex(0).getCellByPosition(0, 0).String = "Apple trees"
    return {"t": text, "s": sheets, "p": slides,
            "doc": text, "docx": text, "xls": sheets, "xlsx": sheets,
            "pptx": slides,
            "odt": text, "ods": sheets, "odp": slides}


def session(blowfish, job):
    with tempfile.TemporaryDirectory() as d:
        os.mkdir(os.path.join(d, "user"))
        with open(os.path.join(d, "user", "registrymodifications.xcu"),
                  "w") as f:
            f.write(CONFIG % (2 if blowfish else 3))  # ODF 1.1, latest
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{d}", "--headless",
             "--norestore", "--accept=pipe,name=postern-office;urp;"])
        top = desktop()
        docs = documents(top)
        job(docs)
        for doc in (docs["t"], docs["s"], docs["p"]):
            doc.close(True)
        try:
            top.terminate()
        except Exception:
            pass  # it is gone before it can answer
        office.wait(60)


def usual(docs):
    for ending in ("doc", "xls", "docx", "xlsx", "pptx", "ods", "odp"):
        write(docs[ending], "locked." + ending, locked(ending))
    for ending in ("odt", "ods", "odp", "doc", "xls", "docx", "xlsx", "pptx"):
        write(docs[ending], "modify." + ending, to_modify(ending))


def old(docs):
    write(docs["odt"], "blowfish.odt", locked("odt"))


if __name__ == "__main__":
    session(False, usual)
    session(True, old)
