#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""config-keys.py - every key that the program knows is a term (.It Va) in
postern.conf(5), and every term there is a key. A key that each rule has is
documented once, without its rule."""
import os
import re
import subprocess

import lintlib as lint

PAGE = "man/postern.conf.5"
TERM = re.compile(r"^\.It Va (.+)$", re.M)
OF_A_RULE = re.compile(r"rules\.[a-z]+\.(.+)")

postern = lint.program("postern")
if not os.path.isfile(os.path.join(lint.ROOT, PAGE)):
    lint.skip(f"there is no {PAGE}")
listed = subprocess.run([postern, "config", "keys"], capture_output=True,
                        text=True)
if listed.returncode != 0:
    lint.skip("postern config keys: " + listed.stderr.strip())
# a key, perhaps its default behind it; what it is stands indented below
keys = {re.sub(OF_A_RULE, r"\1", line.split()[0])
        for line in listed.stdout.splitlines()
        if line.strip() and not line[0].isspace()}
if len(keys) < 10:
    lint.complain(PAGE, 1, "postern config keys lists next to nothing")

text = lint.text(PAGE)
terms = {}
for m in TERM.finditer(text):
    for term in m.group(1).split():
        if term != ",":
            terms[term] = lint.line_of(text, m.start())
for key in sorted(keys - set(terms)):
    lint.complain(PAGE, 1, f"{key} is not documented")
for term in sorted(set(terms) - keys):
    lint.complain(PAGE, terms[term], f"{term} is no key")
lint.finish()
