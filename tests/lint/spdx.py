#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""spdx.py - every source and script names its licence in its first lines"""
import lintlib as lint

ENDINGS = (".c", ".h", ".py", ".sh", ".lua")
LINE = "SPDX-License-Identifier: GPL-3.0-or-later"

for path in lint.files():
    text = lint.text(path)
    if text is None:
        continue
    if not path.endswith(ENDINGS) and not text.startswith("#!"):
        continue
    if LINE not in "\n".join(text.splitlines()[:3]):
        lint.complain(path, 1, "no line " + LINE)
lint.finish()
