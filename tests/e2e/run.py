#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""End-to-end tests: real mail through a private Postfix with posternd.

    tests/e2e/run.py [-k WORD]... [-v]

Needs root and Postfix, no network. Runs beside a system Postfix and beside
itself: everything lies in a folder of its own, ports are free ones. The
folder is kept when something failed.
"""
import argparse
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ledger                       # noqa: E402
import scenarios                    # noqa: E402
import faults                       # noqa: E402
import forms                        # noqa: E402
import load                         # noqa: E402
import privacy                      # noqa: E402
import trouble                      # noqa: E402
from world import World             # noqa: E402


def chosen(words):
    tests = []
    for module in (scenarios, forms, faults, trouble, load, privacy,
                   ledger):
        tests += [f for name, f in vars(module).items()
                  if callable(f) and getattr(f, "scenario", False)]
    return [t for t in tests
            if not words or any(w in t.__name__ for w in words)]


def play(world, tests, verbose):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for test in tests:
        start = time.monotonic()
        try:
            test(world)
            result, why = "passed", ""
        except scenarios.Skip as e:
            result, why = "skipped", f": {e}"
        except Exception as e:  # a scenario may fail in any way
            result, why = "failed", f": {e!r}"
            if verbose or not isinstance(e, AssertionError):
                traceback.print_exc()
            else:
                frame = traceback.extract_tb(e.__traceback__)[-1]
                why = f" at {os.path.basename(frame.filename)}:" \
                      f"{frame.lineno}{why}"
        counts[result] += 1
        mark = {"passed": "ok  ", "failed": "FAIL", "skipped": "skip"}[result]
        print(f"{mark} {test.__name__} "
              f"({time.monotonic() - start:.2f} s){why}", flush=True)
    return counts


def main():
    p = argparse.ArgumentParser()
    p.add_argument("-k", action="append", default=[], metavar="WORD")
    p.add_argument("-v", action="store_true")
    args = p.parse_args()
    tests = chosen(args.k)
    if os.geteuid() != 0:
        print("skip: a private Postfix needs root")
        print(f"0 passed, 0 failed, {len(tests)} skipped")
        return 0
    world = World()
    counts = {"passed": 0, "failed": 1, "skipped": 0}
    try:
        world.start()
        counts = play(world, tests, args.v)
    except RuntimeError as e:
        print(f"FAIL start: {e}")
    finally:
        world.close()
    if counts["failed"]:
        print(f"kept: {world.base}")
    else:
        world.postfix.remove()
    print(f"{counts['passed']} passed, {counts['failed']} failed, "
          f"{counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
