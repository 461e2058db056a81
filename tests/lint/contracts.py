#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""contracts.py - every function that a header of the libraries offers has its
contract there: a comment in front of it, or in front of the run of lines
(without a blank one) that it stands in; and every header says what it is"""
import re

import lintlib as lint

MARK = "\1"  # where a comment was
STATEMENT_NAME = re.compile(r"\b(pn_\w+)\s*\(")


def marked(source):
    """The source with comments as marks and preprocessor lines blanked."""
    def token(m):
        return lint.blank(m, MARK if m.group(0).startswith("/") else "")
    source = lint._TOKENS.sub(token, source)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lint.blank, source,
                  flags=re.M)


def check(path):
    source = lint.text(path)
    code = marked(source)
    depth, start, documented, statement = 0, 0, False, ""
    for i, c in enumerate(code):
        if c == MARK:
            documented = True
        elif c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
        if c == "\n" and depth == 0 and not statement.strip():
            # a blank line ends what a comment covers; a line that held a
            # comment is none
            line = code[code.rfind("\n", 0, i) + 1:i]
            kept = source[code.rfind("\n", 0, i) + 1:i]
            if not line.strip() and not kept.strip():
                documented = False
        if depth > 0 or c in MARK + "}":
            if c == "}" and depth == 0 and ")" in statement:
                statement = ""  # the body of an inline function
            continue
        if not statement.strip():
            start = i
        if c == "{":
            continue
        statement += c
        if c == ";" or (c == ")" and code[i + 1:].lstrip()[:1] == "{"):
            m = STATEMENT_NAME.search(statement)
            if m and not documented:
                lint.complain(path, lint.line_of(source, start),
                              f"{m.group(1)} has no contract")
            if c == ";":
                statement = ""


def head(path):
    source = lint.text(path)
    lines = source.splitlines()
    if len(lines) < 3 or not lines[1].startswith("/*"):
        lint.complain(path, 2, "no comment that says what the file is")


for header in lint.files(".h", under=["lib/"]):
    check(header)
    head(header)
lint.finish()
