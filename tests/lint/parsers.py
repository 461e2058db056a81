#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""parsers.py - posternd links no parser: no symbol of one, used or defined,
and no library of one among those that it needs"""
import re
import subprocess

import lintlib as lint

SYMBOL = re.compile(
    r"\s(?:\w)\s+((?:g_mime_|pcre2_|archive_(?:read|entry|write)_|libdeflate_|"
    r"xml[A-Z]|html[A-Z]|pn_extract|pn_inspect|pn_message|pn_cfb_|"
    r"pn_zip_)\w*)")
LIBRARY = re.compile(
    r"NEEDED.*\[(lib(?:gmime|pcre2|archive|deflate|xml2|lept|tesseract)[^\]]*)\]")

posternd = lint.program("posternd")


def tool(*command):
    try:
        return subprocess.run(command, check=True, capture_output=True,
                              text=True).stdout
    except OSError:
        lint.skip(f"{command[0]} is not installed")


if not tool("nm", posternd).strip() and \
        not tool("nm", "-D", posternd).strip():
    lint.skip("posternd has no symbols to look at")
for name in sorted(set(SYMBOL.findall(
        tool("nm", posternd) + tool("nm", "-D", posternd)))):
    lint.complain("build/bin/posternd", 0, f"has {name}")
for name in LIBRARY.findall(tool("readelf", "-d", posternd)):
    lint.complain("build/bin/posternd", 0, f"needs {name}")
lint.finish()
