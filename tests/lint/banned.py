#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""banned.py - calls that are not used, because something safer is there; and
in libraries none that print or end the process"""
import re

import lintlib as lint

BANNED = {
    "strcpy": "use pn_buf or snprintf", "strcat": "use pn_buf", "stpcpy": "use pn_buf",
    "sprintf": "use snprintf", "vsprintf": "use vsnprintf",
    "strtok": "use strsep or strtok_r", "gets": "use fgets",
    "gmtime": "use base/clock.h", "localtime": "use base/clock.h",
    "ctime": "use base/clock.h", "asctime": "use base/clock.h",
    "alloca": "use pn_alloc", "tmpnam": "use mkstemp", "mktemp": "use mkstemp",
}
PRODUCT_BANNED = {  # tests may
    "system": "use posix_spawn", "popen": "use posix_spawn",
    "atoi": "use strtoul and a range", "atol": "use strtoul and a range",
}
LIBRARY_BANNED = {
    "printf": "libraries print nothing", "puts": "libraries print nothing",
    "fprintf": "libraries print nothing", "perror": "libraries print nothing",
    "exit": "libraries never end the process", "syslog": "libraries log not",
}
# lib/worker holds whole processes of postern-scan, which do end themselves
OWN_PROCESS = ("lib/worker/",)


def pattern(names):
    return re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")


def check(path, code, names):
    for m in pattern(names).finditer(code):
        lint.complain(path, lint.line_of(code, m.start()),
                      f"{m.group(1)}: {names[m.group(1)]}")


for source in lint.files(".c", ".h"):
    text = lint.code_only(lint.text(source))
    check(source, text, BANNED)
    if not source.startswith("tests/"):
        check(source, text, PRODUCT_BANNED)
    if source.startswith("lib/") and not source.startswith(OWN_PROCESS):
        check(source, text, LIBRARY_BANNED)
lint.finish()
