# SPDX-License-Identifier: GPL-3.0-or-later
"""postern inspect on files that are made to cost: each ends in a report."""

import hostile
from world import Failed, test

# What a report must say of such a file: that a limit ended it, that it is
# damaged, or that all of it was read, which is right where it is only odd.
ENDS = {
    "limit": ("big_zip", "forty_two", "deep_zip", "overlapping_zip",
              "many_members", "packed_tar", "bz2_bomb", "xz_bomb",
              "one_string_everywhere", "deep_rtf", "pdf_forms", "pdf_filters",
              "pdf_glyphs", "pdf_object_stream", "pdf_one_page_often",
              "deep_json", "png_bomb"),
    "damage": ("deep_gzip", "entities", "deep_word", "cfb_cycle"),
    "read": ("deep_xml", "deep_html", "wide_html", "pdf_cycle", "pdf_shapes",
             "cells_repeated", "digits", "at_signs",
             "commas", "long_line"),
}
# Far over what any of them takes (two seconds), for slow machines and
# sanitizers; a hang is what is looked for.
SECONDS = 15


def end_of(report):
    words = {p["status"] for p in report["parts"]}
    if report.get("limits") or "limit" in words:
        return "limit"
    return "damage" if "unscannable" in words else "read"


def check(w, name, want):
    path = w.write(name, getattr(hostile, name)())
    process = w.run("inspect", "--json", path)
    if process.code == 2:
        raise Failed(f"{name}: a fault: {process.err}")
    (report,) = process.json()
    if end_of(report) != want:
        raise Failed(f"{name}: {end_of(report)}, want {want}")
    if report["ms"] > SECONDS * 1000:
        raise Failed(f"{name}: {report['ms']:.0f} ms")


@test
def every_bomb_ends_in_a_limit(w):
    for name in ENDS["limit"]:
        check(w, name, "limit")


@test
def what_is_too_deep_or_runs_in_a_circle_is_damaged(w):
    for name in ENDS["damage"]:
        check(w, name, "damage")


@test
def what_is_only_odd_is_read(w):
    for name in ENDS["read"]:
        check(w, name, "read")


@test
def every_hostile_file_has_its_end(_):
    made = {n for n, f in vars(hostile).items()
            if callable(f) and f.__module__ == "hostile"
            and not f.__code__.co_argcount}
    named = {n for names in ENDS.values() for n in names}
    if made - named:
        raise Failed(f"no end is told for {sorted(made - named)}")
