#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""config-keys.py - every key that the program knows is in postern.conf(5),
and every one there is known"""
import os
import re
import subprocess

import lintlib as lint

PAGE = "man/postern.conf.5"
# words that stand as terms in the page and are groups or values, not keys
TERM = re.compile(r"^\.It (?:[A-Z][a-z] )?(\S+)", re.M)
WORD = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_*]+)*")

postern = lint.program("postern")
if not os.path.isfile(os.path.join(lint.ROOT, PAGE)):
    lint.skip(f"there is no {PAGE}")
listed = subprocess.run([postern, "config", "keys"], capture_output=True,
                        text=True)
if listed.returncode != 0:
    lint.skip("postern config keys: " + listed.stderr.strip())
keys = {line.split()[0] for line in listed.stdout.splitlines() if line.strip()}

text = lint.text(PAGE)


def names_in(source):
    """Words of the page that may be keys, without roff's decoration."""
    plain = re.sub(r"\\(?:f[A-Z]|&|-|e)", "", source)
    return set(re.findall(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*", plain))


def last(key):
    """A key of one rule may be documented once for all rules."""
    m = re.fullmatch(r"rules\.[a-z]+\.(.+)", key)
    return m.group(1) if m else key


written = names_in(text)
for key in sorted({last(k) for k in keys}):
    if key not in written:
        lint.complain(PAGE, 1, f"{key} is not documented")
known = {last(k) for k in keys} | keys
known |= {k.rsplit(".", n)[0] for k in known for n in range(1, 4)}
section, in_keys = "", re.compile(r"^\.S[hs] (.*)", re.M)
for m in TERM.finditer(text):
    word = re.sub(r"\\&", "", m.group(1)).strip('"')
    heads = in_keys.findall(text, 0, m.start())
    where = heads[-1] if heads else ""
    # keys have their macro; values, files and examples have others
    if not m.group(0).startswith((".It Va ", ".It Ic ")):
        continue
    if WORD.fullmatch(word) and word not in known:
        lint.complain(PAGE, lint.line_of(text, m.start()),
                      f"{word} is no key (section {where})")
lint.finish()
