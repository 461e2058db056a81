#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pattern-ids.py - every shipped pattern is listed in postern-patterns(5), and
every one there is shipped"""
import os
import re

import lintlib as lint

PAGE = "man/postern-patterns.5"
ID = re.compile(r'^\s*id\s*=\s*"([a-z0-9-]+)"', re.M)
TERM = re.compile(r"^\.It Li ([a-z0-9]+(?:-[a-z0-9]+)+)", re.M)

shipped = {}
for path in lint.files(".conf", under=["patterns/"]):
    source = lint.text(path)
    for m in ID.finditer(source):
        shipped[m.group(1)] = (path, lint.line_of(source, m.start()))
if not shipped:
    lint.skip("no patterns are shipped")
if not os.path.isfile(os.path.join(lint.ROOT, PAGE)):
    lint.skip(f"there is no {PAGE}")
text = lint.text(PAGE)
words = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.replace("\\-", "-")))
for name, (path, line) in sorted(shipped.items()):
    if name not in words:
        lint.complain(path, line, f"{name} is not in {PAGE}")
for m in TERM.finditer(text.replace("\\-", "-")):
    if m.group(1) not in shipped:
        lint.complain(PAGE, lint.line_of(text, m.start()),
                      f"{m.group(1)} is not shipped")
lint.finish()
