#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""paths.py - nothing in the tree knows the machine that it was written on"""
import re

import lintlib as lint

# home folders and work folders at the root; written so as not to match itself
MACHINE = re.compile(
    r"(?<![\w.$})~*-])/(?:wor[k]/[\w.]|hom[e]/(?!USER|\$)\w|roo[t]/[\w.]|"
    r"User[s]/\w|mn[t]/\w|tm[p]/(?:claude|pip-|tmp\.)\w*)")

for path in lint.files():
    text = lint.text(path)
    if text is None:
        continue
    for m in MACHINE.finditer(text):
        lint.complain(path, lint.line_of(text, m.start()),
                      f"a path of one machine: {m.group(0)}...")
lint.finish()
