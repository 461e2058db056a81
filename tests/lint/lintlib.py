# SPDX-License-Identifier: GPL-3.0-or-later
"""lintlib - what the checks of tests/lint share

A check prints one line "file:line: what is wrong" per finding and ends with
status 0 (nothing found), 1 (found something) or 77 (could not be checked).
"""
import os
import re
import subprocess
import sys

ROOT = os.path.realpath(os.environ.get(
    "PN_SRCDIR", os.path.join(os.path.dirname(__file__), "..", "..")))
BUILD = os.environ.get("PN_BUILDDIR", os.path.join(ROOT, "build"))
SKIPPED = 77
# What autoreconf and configure leave in the tree; git knows them by .gitignore.
GENERATED = {"aclocal.m4", "configure", "configure~", "config.h.in",
             "config.h.in~", "config.h", "config.log", "config.status",
             "Makefile", "Makefile.in", "stamp-h1"}
found = []


def files(*endings, under=()):
    """Files of the tree with one of the endings, relative to ROOT."""
    try:
        listed = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):  # an unpacked release
        listed = []
        for folder, inner, names in os.walk(ROOT):
            inner[:] = [d for d in inner
                        if not d.startswith((".", "build", "autom4te"))]
            listed += [os.path.relpath(os.path.join(folder, n), ROOT)
                       for n in names if n not in GENERATED]
    return sorted(
        f for f in listed
        if (not endings or f.endswith(endings)) and
        (not under or f.startswith(tuple(under))) and
        os.path.isfile(os.path.join(ROOT, f)))


def text(path):
    """The text of a file; None for a binary one."""
    with open(os.path.join(ROOT, path), "rb") as f:
        data = f.read()
    if b"\0" in data:
        return None
    return data.decode("utf-8", "replace")


def complain(path, line, what):
    found.append((path, line, what))
    print(f"{path}:{line}: {what}")


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(SKIPPED)


def finish():
    sys.exit(1 if found else 0)


_TOKENS = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(match, keep=""):
    """Spaces in place of a token, so that lines and columns stay."""
    return keep + re.sub(r"[^\n]", " ", match.group(0)[len(keep):])


def code_only(source):
    """C source with comments and the insides of strings blanked."""
    return _TOKENS.sub(blank, source)


def line_of(source, offset):
    return source.count("\n", 0, offset) + 1


def program(name):
    """A built program, or the check is skipped."""
    path = os.path.join(BUILD, "bin", name)
    if not os.access(path, os.X_OK):
        skip(f"{os.path.join('build', 'bin', name)} is not built")
    return path
