# SPDX-License-Identifier: GPL-3.0-or-later
"""postern recipients and quarantine: what the store holds."""

import json
import os
import shutil

from world import TESTS, Failed, Skipped, contains, equal, lacks, test


# ---- recipients --------------------------------------------------------------

@test
def recipients_come_and_go(w):
    w.run("recipients", "add", "B.Canary@X.example", "--by", "Office",
          "--days", "30", code=0)
    w.run("recipients", "add", "b.canary@x.example", "--for",
          "a@school.example", "--days", "0", code=0)
    rows = w.run("recipients", "list", "--json", code=0).json()
    equal("rows", len(rows), 2)
    lacks("list", json.dumps(rows), "canary", "x.example")
    equal("by", {r["by"] for r in rows} & {"Office"}, {"Office"})
    rows = w.run("recipients", "show", "b.canary@x.example", "--json",
                 code=0).json()
    equal("show", {r["address"] for r in rows}, {"b.canary@x.example"})
    equal("until", sorted(r["until"] is None for r in rows), [False, True])
    lacks("list", w.run("recipients", "list", code=0).out, "canary")
    w.run("recipients", "remove", "b.canary@x.example", code=0)
    r = w.run("recipients", "show", "b.canary@x.example", code=1)
    contains("error", r.err, "not in the registry")
    w.run("recipients", "remove", "b.canary@x.example", code=1)
    words = [a["verdict"] for a in w.run("audit", "--json").json()]
    equal("audit", words, ["recipient-add", "recipient-add",
                           "recipient-remove"])


@test
def recipients_are_nowhere_in_clear(w):
    w.run("recipients", "add", "b.canary@canarydomain.example", "--for",
          "c.canary@school.example", "--by", "d.canary@school.example",
          code=0)
    r = w.run("audit", "--json")
    lacks("audit", r.out + w.run("audit").out, "canary", "school.example")
    for name in os.listdir(w.path("state")):
        with open(w.path("state", name), "rb") as f:
            if b"canary" in f.read().lower():
                raise Failed(f"an address stands in {name}")
        equal(name, os.stat(w.path("state", name)).st_mode & 0o077, 0)


CSVS = [
    # name, text, options, exit, entered, words of the error
    ("plain", "address\nb@x.example\nc@x.example\n", [], 0, 2, []),
    ("all columns in any order",
     "by,days,for,address\r\nOffice,30,a@school.example,b@x.example\r\n"
     ",,,c@x.example\r\n", [], 0, 2, []),
    ("quotes, blanks, mark, empty lines",
     '\ufeffaddress , by\n\n "b@x.example" , "Office, front ""desk"""\n\n',
     [], 0, 1, []),
    ("dry run", "address\nb@x.example\n", ["--dry-run"], 0, 0, []),
    ("bad lines stop it", "address,days\nb@x.example,\nnobody,\n"
     "c@x.example,soon\nd@x.example,5\n", [], 1, 0, [":3: ", ":4: "]),
    ("bad lines skipped", "address,days\nb@x.example,\nnobody,\n"
     "c@x.example,soon\nd@x.example,5\n", ["--skip-bad"], 0, 2,
     [":3: ", ":4: "]),
    ("open quote", 'address\nb@x.example\n"c@x.example\n', [], 1, 0, [":3: "]),
    ("unknown column", "adress\nb@x.example\n", [], 1, 0,
     [":1: ", "did you mean address"]),
    ("no address column", "for,days\na@x.example,1\n", [], 1, 0, [":1: "]),
    ("column twice", "address,address\na@x.example,b@x.example\n", [], 1, 0,
     [":1: "]),
    ("empty", "", [], 1, 0, [":1: "]),
]


def csv_row(row):
    def run(w):
        _, text, options, code, entered, words = row
        path = w.write("in.csv", text)
        r = w.run("recipients", "import", *options, path, code=code)
        contains("error", r.err, *words)
        lacks("error", r.err, "nobody")
        if code == 0 and not options:
            equal("stderr", r.err, "")
        n = len(w.run("recipients", "list", "--json").out.splitlines())
        equal("entered", n, entered)
        if os.path.exists(w.store):
            n = len(w.run("audit", "--json").out.splitlines())
            equal("audit", n, entered)
    run.__name__ = "import: " + row[0]
    return run


TESTS.extend(csv_row(row) for row in CSVS)


# ---- quarantine --------------------------------------------------------------

REF, QUEUE_ID = "7QX4-2MK9", "4F00AA1234"


def make_held(w):
    w.run("recipients", "add", "z@x.example", code=0)  # makes key and store
    w.hold(REF, QUEUE_ID)


def state_of(w):
    (row,) = w.run("quarantine", "show", REF, "--json", code=0).json()
    return row["state"]


@test
def quarantine_lists_masks_and_records_a_look(w):
    make_held(w)
    (row,) = w.run("quarantine", "list", "--json", code=0).json()
    equal("row", (row["reference"], row["queue_id"], row["state"],
                  row["rules"], row["recipients"]),
          (REF, QUEUE_ID, "held", ["unscannable"], 1))
    lacks("list", w.run("quarantine", "list").out + json.dumps(row),
          "canary", "school.example")
    for name in (REF, REF.lower(), QUEUE_ID):
        r = w.run("quarantine", "show", name, "--by", "Head", "--why",
                  "asked for", code=0)
        contains("show", r.out, "b.canaryrecipient@x.example", "unscannable")
    looks = [a for a in w.run("audit", "--json").json()
             if a["verdict"] == "quarantine-show"]
    equal("looks", len(looks), 3)
    equal("by", (looks[0]["record"]["by"], looks[0]["record"]["why"]),
          ("Head", "asked for"))
    lacks("audit", json.dumps(looks), "canary")


@test
def quarantine_tells_what_is_not_there(w):
    w.run("recipients", "add", "z@x.example", code=0)
    equal("list", w.run("quarantine", "list", code=0).out, "")
    r = w.run("quarantine", "show", "0000-0000", code=1)
    contains("error", r.err, "0000-0000", "postern quarantine list")
    r = w.run("quarantine", "show", REF, "--by", "a@school.example", code=2)
    contains("error", r.err, "no addresses")


def spool(w):
    """A Postfix queue with one message on hold; it need not run."""
    if os.geteuid() != 0 or not os.path.exists("/usr/sbin/postsuper"):
        raise Skipped("needs root and Postfix")
    for name in ("hold", "deferred", "incoming", "active", "maildrop",
                 "corrupt", "defer", "bounce", "trace", "flush", "saved",
                 "pid", "private", "public"):
        os.makedirs(w.path("spool", name))
        shutil.chown(w.path("spool", name), "postfix")
    os.chmod(w.dir, 0o755)
    w.write("etc/main.cf", f"compatibility_level = 3.6\n"
            f"queue_directory = {w.path('spool')}\n"
            f"data_directory = {w.path('spool')}\nmyhostname = gate.test\n")
    w.write("etc/master.cf", "")
    path = w.write("spool/hold/" + QUEUE_ID, "x")
    shutil.chown(path, "postfix")
    os.chmod(path, 0o700)
    return path


@test
def quarantine_release_needs_the_mta_to_agree(w):
    make_held(w)
    path = spool(w)
    os.unlink(path)
    r = w.run("quarantine", "release", REF, "--postfix", w.path("etc"),
              code=1)
    contains("error", r.err, "no such message on hold")
    r = w.run("quarantine", "release", REF, "--postfix", w.path("no"), code=1)
    contains("error", r.err, "main.cf")
    equal("state", state_of(w), "held")
    lacks("audit", w.run("audit").out, "quarantine-release")


def settle(verb, state):
    def run(w):
        make_held(w)
        path = spool(w)
        w.run("quarantine", verb, QUEUE_ID, "--postfix", w.path("etc"),
              "--why", "looked at it", code=0)
        equal("in hold", os.path.exists(path), False)
        left = [f for _, _, files in os.walk(w.path("spool")) for f in files]
        equal("queue", QUEUE_ID in left, verb == "release")
        equal("state", state_of(w), state)
        contains("audit", w.run("audit").out, "quarantine-" + verb)
        equal("list", w.run("quarantine", "list").out, "")
        w.run("quarantine", verb, REF, "--postfix", w.path("etc"), code=1)
    run.__name__ = "quarantine: " + verb
    return run


TESTS.append(settle("release", "released"))
TESTS.append(settle("reject", "rejected"))
