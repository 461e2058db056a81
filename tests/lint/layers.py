#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""layers.py - includes go downwards, never round, and each third-party
library is included in one folder only (ARCHITECTURE says which)"""
import os
import re

import lintlib as lint

BASE = "lib/base"
ROOMS = ["lib/message", "lib/extract", "lib/protect", "lib/detect",
         "lib/policy", "lib/store", "lib/worker"]  # floor 1
INSPECT = "lib/inspect"  # floor 2
INSPECT_USES = [BASE, "lib/message", "lib/extract", "lib/protect",
                "lib/detect"]
PROGRAMS = ["milter", "cli"]  # floor 3

# header prefix -> the one folder that may include it
LIBRARIES = {
    "gmime/": "lib/message", "glib": "lib/message", "gio/": "lib/message",
    "pcre2.h": "lib/detect",
    "archive.h": "lib/extract", "archive_entry.h": "lib/extract",
    "libdeflate.h": "lib/extract", "libxml/": "lib/extract",
    "zlib.h": BASE, "qpdf/": "lib/extract",
    "ft2build.h": "lib/extract", "freetype/": "lib/extract",
    "tesseract/": "lib/extract", "leptonica/": "lib/extract",
    "sqlite3.h": "lib/store",
    "seccomp.h": "lib/worker",
    "libmilter/": "milter",
    "jansson.h": BASE, "libconfig.h": BASE, "unicode/": BASE,
    "sodium.h": BASE, "nettle/": BASE, "lzma.h": BASE,
}
# the C library, the kernel and the compiler
SYSTEM = re.compile(
    r"(sys|linux|netinet|arpa|net|asm)/[\w/]+\.h|"
    r"(assert|byteswap|ctype|dirent|dlfcn|elf|endian|errno|fcntl|fnmatch|getopt|"
    r"glob|grp|iconv|immintrin|inttypes|langinfo|libgen|limits|locale|malloc|math|"
    r"mntent|netdb|poll|pthread|pwd|regex|sched|setjmp|signal|spawn|stdarg|"
    r"stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|sysexits|syslog|"
    r"termios|threads|time|uchar|ucontext|unistd|wchar|wctype)\.h")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def room(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "lib" else parts[0]


def may_use(user, used):
    if user == used:
        return True
    if user == BASE:
        return False
    if user in ROOMS:
        return used == BASE
    if user == INSPECT:
        return used in INSPECT_USES
    # the command drives what the daemon is made of, never the reverse
    return used != "cli"


def resolve(path, name):
    """The file of the tree that an include with quotes means."""
    for folder in ("lib", "", os.path.dirname(path)):
        file = os.path.normpath(os.path.join(folder, name))
        if os.path.isfile(os.path.join(lint.ROOT, file)):
            return file
    return None


def check_library(path, line, name):
    for prefix, folder in LIBRARIES.items():
        if name.startswith(prefix):
            if room(path) != folder:
                lint.complain(path, line, f"<{name}> belongs in {folder} only")
            return
    if not SYSTEM.fullmatch(name):
        lint.complain(path, line, f"<{name}>: a library that no room has; "
                      "add it to tests/lint/layers.py and ARCHITECTURE")


def read_includes():
    graph = {}
    for path in lint.files(".c", ".h", under=["lib/", "milter/", "cli/"]):
        source = lint.text(path)
        graph[path] = []
        for m in INCLUDE.finditer(source):
            line = lint.line_of(source, m.start())
            if m.group(1) == "<":
                check_library(path, line, m.group(2))
                continue
            used = resolve(path, m.group(2))
            if used is None:
                # what the build makes is not in the tree
                if m.group(2) != "config.h" and m.group(2)[-4:] != ".inc":
                    lint.complain(path, line, f'"{m.group(2)}" is nowhere')
                continue
            graph[path].append(used)
            if not may_use(room(path), room(used)):
                lint.complain(path, line,
                              f"{room(path)} must not include {used}")
    return graph


def find_cycles(graph):
    done, way = set(), []

    def visit(path):
        if path in way:
            cycle = way[way.index(path):] + [path]
            lint.complain(cycle[-2], 1, "includes go round: " +
                          " -> ".join(cycle))
            return
        if path in done:
            return
        way.append(path)
        for used in graph.get(path, []):
            visit(used)
        way.pop()
        done.add(path)

    for path in sorted(graph):
        visit(path)


find_cycles(read_includes())
lint.finish()
