#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""lock-rows.py - the tables of protections in the tests and in the manual say
the same, row by row"""
import re

import lintlib as lint

TESTS = ("tests/unit/test_lock_table.c", "tests/unit/test_lock_mail.c")
PAGE = "man/postern-formats.7"
WORD = r'(NULL|"[^"]*")'


def word(literal):
    return "-" if literal == "NULL" else literal.strip('"')


tested = []
for path in TESTS:
    for m in re.finditer(r'\{"([^"]+)",\s*"[^"]+",\s*PN_PROT_(\w+),\s*' +
                         WORD + r",\s*" + WORD, lint.text(path)):
        tested.append((m.group(1), m.group(2).lower(), word(m.group(3)),
                       word(m.group(4)), path,
                       lint.line_of(lint.text(path), m.start())))
page = lint.text(PAGE)
table = re.search(r"^l l l l\.\n.*\n_\n((?:.*\n)*?)\.TE", page, re.M).group(1)
told = [tuple(row.split("\t")) for row in table.splitlines()]
for row in tested:
    if row[:4] not in told:
        lint.complain(row[4], row[5], f"{row[0]}: not so in {PAGE}")
for row in told:
    if row not in [t[:4] for t in tested]:
        lint.complain(PAGE, lint.line_of(page, page.index("\t".join(row))),
                      f"{row[0]}: not so in a test")
lint.finish()
