#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the files with messages that the tests read

Run it in this folder. All people and numbers are made up.
"""
ONE = b"""Message-ID: <1@x.example>
From: Ann Other <ann@x.example>
To: bob@x.example
Subject: first
Date: Mon, 5 Jan 2026 10:00:00 +0000
MIME-Version: 1.0

NHS 9434765919

From here on it is text.
>From a quotation
"""
TWO = ONE.replace(b"first", b"second").replace(b"<1@", b"<2@")
FROM = b"From ann@x.example Mon Jan  5 10:00:00 2026\n"
PLIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>flags</key><integer>1</integer></dict></plist>
"""
PAGE = b"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="----=_Part"; type="text/html"

This document is a Single File Web Page, also known as a Web Archive file.

------=_Part
Content-Location: file:///C:/page.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="us-ascii"

<html><body>NHS 943476=
5919</body></html>

------=_Part
Content-Location: file:///C:/page_files/filelist.xml
Content-Transfer-Encoding: quoted-printable
Content-Type: text/xml; charset="utf-8"

<xml xmlns:o=3D"urn:schemas-microsoft-com:office:office"><o:File HRef=3D"a"/>=
</xml>
------=_Part--
"""

for name, data in (
        ("two.mbox", FROM + ONE + b"\n" + FROM + TWO + b"\n"),
        ("one.mbox", b"\xef\xbb\xbf" + FROM + ONE),
        ("apple.emlx", b"%-10d\n" % len(ONE) + ONE + PLIST),
        ("blank.eml", b"\r\n\r\n" + ONE),
        ("wide.eml", b"\xff\xfe" + ONE.decode().encode("utf-16-le")),
        ("page.mht", PAGE)):
    with open(name, "wb") as f:
        f.write(data)
