# SPDX-License-Identifier: GPL-3.0-or-later
"""postern check: what would become of a message."""

import mailbox
import os
import subprocess

from world import (NINO, PRIVATE, TESTS, Failed, Skipped, contains, equal,
                   lacks, mail, rules, test)


CHECKS = [
    # name, mail, options, exit, verdict, rules
    ("harmless to a stranger", {}, [], 0, "accept", []),
    ("private text to a stranger", {"body": PRIVATE}, [], 30, "reject",
     ["body", "recipient"]),
    ("private text to a verified recipient", {"body": PRIVATE},
     ["--verified", "B@X.example"], 30, "reject", ["body"]),
    ("verified somebody else", {"body": PRIVATE},
     ["--verified", "c@x.example"], 30, "reject", ["body", "recipient"]),
    ("private text to a partner", {"body": PRIVATE, "to": "n@council.example"},
     [], 30, "reject", ["body"]),
    ("private text inside", {"body": PRIVATE, "to": "c@school.example"}, [],
     0, "accept", []),
    ("private file to a verified recipient",
     {"attachment": ("class.csv", "name,nino\n" + PRIVATE)},
     ["--verified", "b@x.example"], 30, "reject", ["attachment"]),
    ("private file to a partner",
     {"attachment": ("class.csv", "name,nino\n" + PRIVATE),
      "to": "n@council.example"}, [], 0, "accept", []),
    ("private subject", {"subject": PRIVATE}, [], 30, "reject", ["subject"]),
    ("--to replaces the header's", {"body": PRIVATE},
     ["--to", "c@school.example"], 0, "accept", []),
    ("one stranger among --to", {"body": PRIVATE},
     ["--to", "c@school.example", "--to", "b@x.example"], 30, "reject",
     ["body", "recipient"]),
    ("a stranger in Cc", {"body": PRIVATE, "to": "c@school.example",
                          "extra": "Cc: b@x.example\n"}, [], 30, "reject",
     ["body", "recipient"]),
    ("a stranger in Bcc", {"body": PRIVATE, "to": "c@school.example",
                           "extra": "Bcc: b@x.example\n"}, [], 30, "reject",
     ["body", "recipient"]),
    ("null sender", {"body": PRIVATE}, ["--from", "<>"], 20, "quarantine",
     ["body", "recipient"]),
    ("no From", {"body": PRIVATE, "sender": ""}, [], 30, "reject",
     ["body", "recipient"]),
    ("no recipient", {"body": PRIVATE, "to": ""}, [], 75, "tempfail", []),
]


def check_row(row):
    def run(w):
        _, fields, options, code, verdict, want = row
        path = w.mail("m.eml", **fields)
        (answer,) = w.check(*options, path, code=code)
        equal("verdict", answer["verdict"], verdict)
        equal("rules", rules(answer), want)
        equal("file", answer["file"], path)
        equal("reply", answer["reply"] is None, code < 30)
    run.__name__ = "check: " + row[0]
    return run


TESTS.extend(check_row(row) for row in CHECKS)


@test
def check_json_has_the_fields_of_the_contract(w):
    (a,) = w.check(w.mail("m.eml", body=PRIVATE), code=30)
    for key, kind in [("file", str), ("verdict", str), ("mode", str),
                      ("sender", str), ("recipients", list), ("rules", list),
                      ("findings", list), ("parts", list), ("reply", dict),
                      ("ms", (int, float))]:
        if not isinstance(a.get(key), kind):
            raise Failed(f"{key} is {a.get(key)!r}")
    equal("recipient", a["recipients"],
          [{"address": "b@x.example", "class": "unverified"}])
    for key in ("pattern", "category", "confidence", "count", "distinct",
                "part", "where", "hidden", "masked"):
        if key not in a["findings"][0]:
            raise Failed(f"finding without {key}")
    for key in ("id", "parent", "name", "type", "declared_type", "role",
                "protection", "protection_kind", "status", "text_bytes",
                "hidden"):
        if key not in a["parts"][0]:
            raise Failed(f"part without {key}")
    equal("code", (a["reply"]["code"], a["reply"]["enhanced"]),
          ("550", "5.7.1"))
    equal("reply lines", len(a["reply"]["lines"]), 1)


@test
def check_prints_reply_and_mail_and_no_value(w):
    path = w.mail("m.eml", body=PRIVATE, subject="CANARYSUBJECT")
    r = w.run("check", "--why", path, code=30)
    contains("text", r.out, "reject", "550 5.7.1", "Subject:", "body",
             "b@x.example, unverified")
    for output in (r.out, r.err, w.run("check", "--json", path).out):
        lacks("output", output, "CANARY", NINO, NINO.replace(" ", ""),
              "103759", "10 37 59")


@test
def check_warns_of_no_store_only_where_one_is_named(w):
    path = w.mail("m.eml")
    r = w.run("check", path, path, code=0)
    equal("warnings", r.err.count("no store yet"), 1)
    if w.run("check", path, conf=False).code != 0:
        raise Skipped("a store is installed here")
    w.write("postern.conf", 'internal_domains = [ "school.example" ];\n')
    for conf in (True, False):
        equal("error", w.run("check", path, conf=conf, code=0).err, "")


PEOPLE = ("Forename,Surname,Date of birth\nAisha,Khan,01/02/2011\n"
          "Jack,Smith,03/04/2011\nEmily,Jones,05/06/2011\n"
          "Owen,Davies,07/08/2011\nZara,Ali,09/10/2011\n")


@test
def a_list_of_people_is_called_so(w):
    outputs = (w.run("inspect", w.write("class.csv", PEOPLE)).out,
               w.run("check", w.mail("m.eml", body="The class.", attachment=(
                   "class.csv", PEOPLE))).out)
    for output in outputs:
        contains("output", output, "a list of 5 people (people-table)")


@test
def check_takes_names_for_the_terminal_apart(w):
    path = w.mail("m.eml", attachment=("a\x1b[2Jb\u202ecsv.exe", PRIVATE))
    lacks("text", w.run("check", path).out, "\x1b", "\u202e")


@test
def check_reads_an_mbox(w):
    box = mailbox.mbox(w.path("in.mbox"))
    box.add(mail())
    box.add(mail(body="Dear all\n\nFrom here on it rains.\n" + PRIVATE))
    box.add(mail(to="c@school.example"))
    box.close()
    got = w.check(w.path("in.mbox"), code=30)
    equal("verdicts", [a["verdict"] for a in got],
          ["accept", "reject", "accept"])
    equal("numbers", [a["message"] for a in got], [1, 2, 3])


@test
def check_does_not_split_at_a_sentence(w):
    text = "From A B Mon Jan  1 10:00:00 2026\n" + mail(
        body="x\n\nFrom now on\n" + PRIVATE)
    equal("messages", len(w.check(w.write("one.mbox", text))), 1)


@test
def check_reads_a_maildir(w):
    for folder in ("new", "cur", "tmp"):
        os.makedirs(w.path("md", folder))
    w.mail("md/new/1", body=PRIVATE)
    w.mail("md/cur/2:2,S")
    w.mail("md/tmp/3", body=PRIVATE)
    w.write("md/cur/.hidden", "x")
    got = w.check(w.path("md"), code=30)
    equal("files", [os.path.basename(a["file"]) for a in got],
          ["1", "2:2,S"])


@test
def check_reads_standard_input(w):
    (a,) = w.check("-", stdin=mail(body=PRIVATE).encode(), code=30)
    equal("file", a["file"], "-")


@test
def check_reads_a_pipe_and_refuses_a_folder(w):
    os.mkfifo(w.path("pipe"))
    with subprocess.Popen(["/bin/sh", "-c", 'cat "$0" > "$1"',
                           w.mail("m.eml", body=PRIVATE), w.path("pipe")]):
        w.check(w.path("pipe"), code=30)
    contains("folder", w.run("inspect", w.dir, code=2).err, "name a file")
    contains("folder", w.run("check", w.dir, code=75).err, "not a Maildir")


@test
def check_goes_on_after_a_file_that_is_missing(w):
    r = w.run("check", "--json", w.path("no.eml"), w.mail("m.eml"), code=75)
    equal("answers", len(r.json()), 1)
    contains("error", r.err, "postern: " + w.path("no.eml"),
             "No such file")


@test
def check_takes_any_bytes_for_a_message(w):
    for name, data in [("empty", b""), ("nul", b"\0" * 100),
                       ("8-bit", bytes(range(256)) * 10),
                       ("no end", b"Content-Type: multipart/mixed; "
                                  b"boundary=x\n\n--x\n")]:
        path = w.write(name, data)
        (a,) = w.check("--to", "b@x.example", path)
        if a["verdict"] not in ("accept", "quarantine", "reject"):
            raise Failed(f"{name}: {a}")


@test
def check_reads_the_header_of_what_is_too_big(w):
    w.write("postern.conf", w.text() + "limits = { message = 2000; };\n")
    for line in ("\n", "\r\n"):
        text = mail(body="x\n" * 2000).replace("\n", line)
        (a,) = w.check(w.write("big.eml", text), code=20)
        equal("rules", {(r["rule"], r["why"]) for r in a["rules"]},
              {("unscannable", "limit")})
        equal("to", a["recipients"][0]["address"], "b@x.example")


@test
def check_in_monitor_mode_says_what_it_would_do(w):
    w.write("postern.conf", w.text() + 'mode = "monitor";\n')
    (a,) = w.check(w.mail("m.eml", body=PRIVATE), code=0)
    equal("verdict", (a["verdict"], a["would"], a["mode"]),
          ("accept", "reject", "monitor"))
    equal("reply", a["reply"], None)


@test
def check_says_why_it_did_not_match(w):
    phones = "\n".join(f"Phone: 01632 960{n:03}" for n in range(3))
    (a,) = w.check("--why", w.mail("m.eml", body=phones), code=0)
    contains("why", "\n".join(a["why"]), "contact details")
    (a,) = w.check("--why", w.mail("m.eml", to="c@school.example"))
    contains("why", "\n".join(a["why"]), "internal")
    (a,) = w.check("--why", w.mail("m.eml", to="c@council.example"))
    contains("why", "\n".join(a["why"]), "partner")


@test
def check_without_configuration_uses_the_shipped_defaults(w):
    path = w.mail("m.eml", body=PRIVATE)
    if os.path.exists("/etc/postern/postern.conf") or \
            os.path.exists("/var/lib/postern"):
        raise Skipped("this host has a Postern of its own")
    r = w.run("check", "--json", path, conf=False, code=30)
    equal("errors", r.err, "")


@test
def check_uses_the_registry(w):
    path = w.mail("m.eml", body=PRIVATE)
    w.run("recipients", "add", "b@x.example", code=0)
    (a,) = w.check(path, code=30)
    equal("class", a["recipients"][0]["class"], "verified")
    equal("rules", rules(a), ["body"])


@test
def check_writes_no_state(w):
    w.run("recipients", "add", "b@x.example", code=0)
    before = w.run("audit", "--json").out
    w.check(w.mail("m.eml", body=PRIVATE))
    equal("audit", w.run("audit", "--json").out, before)


def broken_store(breaks):
    def run(w):
        w.run("recipients", "add", "b@x.example", code=0)
        breaks(w)
        path = w.mail("m.eml")
        r = w.run("check", "--json", path, code=75)
        equal("verdict", r.json()[0]["verdict"], "tempfail")
        equal("reply", r.json()[0]["reply"]["code"], "451")
        contains("error", r.err, w.dir)
        (a,) = w.check("--verified", "b@x.example", path, code=75)
        equal("fault", a["fault"], "store")
        w.check(w.mail("in.eml", to="c@school.example"), code=0)
        (a,) = w.check(w.mail("bad.eml", body=PRIVATE), code=30)
        equal("certain", rules(a), ["body"] if "recipient" not in rules(a)
              else rules(a))
        w.run("recipients", "list", code=1)
        w.run("status", code=1)
    return run


for broken_name, breaking in [
        ("overwritten", lambda w: w.write("state/postern.db", "junk" * 99)),
        ("a folder", lambda w: (os.unlink(w.store), os.mkdir(w.store))),
        ("another key's", lambda w: w.write("state/site.key",
                                            "ab" * 32 + "\n")),
        ("without its key", lambda w: os.unlink(w.key)),
]:
    broken = broken_store(breaking)
    broken.__name__ = f"check: store is {broken_name}"
    TESTS.append(broken)
