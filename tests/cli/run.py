#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive build/bin/postern as IT would: exit status, JSON, words of errors.

    tests/cli/run.py [WORD]...      only tests with such a word in their name

PN_BUILDDIR and PN_SRCDIR say where it was built (default: build, here).
Closes with "N passed, N failed, N skipped".
"""

import os
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import world                        # noqa: E402
import bombs                        # noqa: E402,F401
import judging                      # noqa: E402,F401
import finding                      # noqa: E402,F401
import hidden                       # noqa: E402,F401
import keeping                      # noqa: E402,F401
import pictures                     # noqa: E402,F401
import running                      # noqa: E402,F401
from world import Failed, Skipped, World        # noqa: E402


def main():
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for function in world.TESTS:
        if len(sys.argv) > 1 and not any(word in function.__name__ for word
                                         in sys.argv[1:]):
            continue
        outcome = "passed"
        with tempfile.TemporaryDirectory(prefix="postern-cli-") as folder:
            try:
                function(World(folder))
            except Skipped as skip:
                outcome = "skipped"
                print(f"skip {function.__name__}: {skip}")
            except Failed as failure:
                outcome = "failed"
                print(f"FAIL {function.__name__}: {failure}")
            except Exception:  # a broken test must not hide the others
                outcome = "failed"
                print(f"FAIL {function.__name__}:")
                traceback.print_exc(file=sys.stdout)
        counts[outcome] += 1
    print("{passed} passed, {failed} failed, {skipped} skipped".format(
        **counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
