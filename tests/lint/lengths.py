#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""lengths.py - the longest files and functions: places to look at; over 600
and 120 lines outside the tests they are an error"""
import re

import lintlib as lint

FILE_MAX, FUNCTION_MAX = 600, 120
SHOWN = 5
# the name stands at the start of its line, the body's braces alone on theirs
FUNCTION = re.compile(r"^(\w+)\([^;{]*?\)\s*\n\{\n(.*?)^\}", re.M | re.S)


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(len(values) * q))]


def measure():
    lengths, functions = [], []
    for path in lint.files(".c", ".h"):
        if path.startswith("tests/"):
            continue
        source = lint.text(path)
        n = source.count("\n")
        lengths.append((n, path))
        if n > FILE_MAX:
            lint.complain(path, 1, f"{n} lines; split it by concept")
        code = lint.code_only(source)
        for m in FUNCTION.finditer(code):
            n = m.group(0).count("\n") + 1
            line = lint.line_of(code, m.start())
            functions.append((n, f"{path}:{line} {m.group(1)}"))
            if n > FUNCTION_MAX:
                lint.complain(path, line, f"{m.group(1)} has {n} lines")
    return lengths, functions


def report(what, values):
    if not values:
        return
    sizes = [n for n, _ in values]
    print(f"{what}: {len(sizes)}, median {quantile(sizes, 0.5)}, "
          f"90 % up to {quantile(sizes, 0.9)}; the longest:")
    for n, name in sorted(values, reverse=True)[:SHOWN]:
        print(f"  {n:5} {name}")


for title, measured in zip(("files", "functions"), measure()):
    report(title, measured)
lint.finish()
