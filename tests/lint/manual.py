#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""manual.py - manual pages are clean, and are found where they are named"""
import re
import subprocess

import lintlib as lint

pages = [f for f in lint.files() if re.fullmatch(r"man/.*\.[1-8](\.in)?", f)]
if not pages:
    lint.skip("there are no manual pages")
names = {re.sub(r"\.in$", "", p).split("/")[-1] for p in pages}
for page in pages:
    try:
        said = subprocess.run(
            ["mandoc", "-Tlint", "-W", "warning", f"{lint.ROOT}/{page}"],
            capture_output=True, text=True).stdout
    except OSError:
        lint.skip("mandoc is not installed")
    for line in said.splitlines():
        m = re.search(r":(\d+):\d+: (.*)", line)
        lint.complain(page, m.group(1) if m else 1,
                      m.group(2) if m else line)
    text = lint.text(page)
    for m in re.finditer(r"^\.Xr (postern\S*) (\d)", text, re.M):
        if f"{m.group(1)}.{m.group(2)}" not in names:
            lint.complain(page, lint.line_of(text, m.start()),
                          f"{m.group(1)}({m.group(2)}) does not exist")
lint.finish()
