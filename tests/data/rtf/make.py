#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the rich text files that the tests read

Run it in this folder. office.rtf is docx/everything.docx as LibreOffice saves
it (soffice --headless --convert-to rtf); objects.rtf and mail.rtf are written
here. All people and numbers are made up.
"""
import base64
import struct
import subprocess

# the writer of compound files, without what its script writes
WRITER = {}
with open("../ole/make.py", encoding="utf-8") as script:
    exec(script.read().rsplit("\nmain()", 1)[0], WRITER)
cfb, Storage = WRITER["cfb"], WRITER["Storage"]


def counted(text):
    data = text.encode() + b"\0"
    return struct.pack("<I", len(data)) + data


def ole1(name, data):
    """An embedded object (MS-OLEDS 2.2.5)."""
    return struct.pack("<II", 0x501, 2) + counted(name) + struct.pack(
        "<II", 0, 0) + struct.pack("<I", len(data)) + data


def package(name, content):
    """What the packager puts in (the content of Ole10Native)."""
    return b"\2\0" + name + b"\0C:\\" + name + b"\0" + struct.pack(
        "<HHI", 0, 3, 4 + len(name)) + b"C:\\" + name + b"\0" + struct.pack(
        "<I", len(content)) + content


def untidy(data):
    """Hex digits as attackers write them."""
    text = data.hex()
    out = ""
    for i in range(0, len(text), 14):
        out += text[i:i + 7] + "\r\n{\\zzz}\\yyy" + " " + text[i + 7:i + 14] + \
            "{\\*\\www 00}\t"
    return out


def objects():
    people = b"Name,NHS number\nAnn Other,9434765919\nBob Other,9434765870\n"
    inner = cfb(Storage({"CONTENTS": b"{\\rtf1 in a storage}"}))
    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgAB"
        "SK+kcQAAAABJRU5ErkJggg==")
    rtf = b"{\\rtf1\\ansi before "
    rtf += b"{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata " + \
        ole1("Package", package(b"people.csv", people)).hex().encode() + \
        b"}{\\result shown}}"
    rtf += b"{\\object{\\*\\objdata\\zzz " + untidy(
        ole1("Package", package(b"untidy.txt", b"NHS 9434765919"))).encode() + \
        b"}}"
    data = ole1("Package", package(b"raw.txt", b"raw bytes {\\b"))
    rtf += b"{\\object{\\*\\objdata " + data[:20].hex().encode() + \
        b"\\bin%d " % (len(data) - 30) + data[20:-10] + \
        data[-10:].hex().encode() + b"}}"
    rtf += b"{\\object{\\*\\objdata " + \
        ole1("Some.Class", inner).hex().encode() + b"}}"
    rtf += b"{\\*\\shppict{\\pict\\pngblip " + png.hex().encode() + b"}}"
    rtf += b"{\\nonshppict{\\pict\\pngblip " + png.hex().encode() + b"}}"
    rtf += b" after}"
    return rtf


MAIL = br"""{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl
{\f0\fswiss Arial;}}
{\*\htmltag19 <html>}{\*\htmltag34 <head>}
{\*\htmltag161 <meta charset="iso-8859-7">}{\*\htmltag41 </head>}
{\*\htmltag50 <body>}\htmlrtf {\htmlrtf0
{\*\htmltag64 <p>}\htmlrtf \par seen only here \htmlrtf0 Caf\'e9 94347\htmlrtf
{\b\htmlrtf0 65919\htmlrtf }\htmlrtf0
{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  more
{\*\htmltag84 <a href="x">}\htmlrtf {\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt
\htmlrtf0 link\htmlrtf }}\htmlrtf0 {\*\htmltag92 </a>}
{\*\htmltag72 </p>}{\*\mhtmltag84 <b>}{\*\htmltag58 </body>}\htmlrtf }\htmlrtf0
{\*\htmltag27 </html>}}
"""

if __name__ == "__main__":
    with open("objects.rtf", "wb") as f:
        f.write(objects())
    with open("mail.rtf", "wb") as f:
        f.write(MAIL)
    subprocess.run(["soffice", "--headless", "--convert-to", "rtf",
                    "../docx/everything.docx"], check=True)
    subprocess.run(["mv", "everything.rtf", "office.rtf"], check=True)
