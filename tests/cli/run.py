#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive build/bin/postern as IT would: exit status, JSON, words of errors.

PN_BUILDDIR and PN_SRCDIR say where it was built (default: build, here).
Closes with "N passed, N failed[, N skipped]". Arguments choose tests by name.
"""

import io
import json
import mailbox
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SRC = os.environ.get("PN_SRCDIR", os.path.join(HERE, "..", ".."))
BUILD = os.environ.get("PN_BUILDDIR", os.path.join(SRC, "build"))
POSTERN = os.path.join(BUILD, "bin", "postern")
HOLD = os.path.join(BUILD, "tests", "cli", "hold")

# Made-up values with the right form; CANARY words must never be printed.
NINO = "JG 10 37 59 A"
PRIVATE = f"National Insurance number: {NINO} CANARYBODY"
TESTS = []


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def test(function):
    TESTS.append(function)
    return function


def equal(what, got, want):
    if got != want:
        raise Failed(f"{what}: got {got!r}, want {want!r}")


def contains(what, text, *words):
    for word in words:
        if word not in text:
            raise Failed(f"{what}: no {word!r} in {text!r}")


def lacks(what, text, *words):
    for word in words:
        if word in text:
            raise Failed(f"{what}: {word!r} stands in {text!r}")


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()
        lacks("a sanitizer spoke", self.err, "Sanitizer", "runtime error")

    def json(self):
        return [json.loads(line) for line in self.out.splitlines()]


class World:
    """A folder with a configuration, a store's place and files."""

    def __init__(self, folder, extra=""):
        self.dir = folder
        self.store = self.path("state", "postern.db")
        self.key = self.path("state", "site.key")
        self.conf = self.write("postern.conf", f'''
internal_domains = [ "school.example" ];
partners = [ "council.example" ];
store = {{ driver = "sqlite"; path = "{self.store}"; }};
pid_file = "{self.path("posternd.pid")}";
{extra}
''')

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        with open(path, "wb") as f:
            f.write(data)
        return path

    def text(self):
        with open(self.conf, encoding="utf-8") as f:
            return f.read()

    def mail(self, name, **fields):
        return self.write(name, mail(**fields))

    def run(self, *args, stdin=b"", conf=True, code=None):
        argv = [POSTERN, *args[:1]]
        if conf:
            argv += ["-c", self.conf]
        argv += args[1:]
        result = Result(subprocess.run(argv, input=stdin, timeout=120,
                                       capture_output=True, check=False))
        if code is not None and result.code != code:
            raise Failed(f"{' '.join(args)}: exit {result.code}, want {code}"
                         f"\n{result.out}{result.err}")
        return result

    def check(self, *args, code=None, stdin=b""):
        return self.run("check", "--json", *args, code=code,
                        stdin=stdin).json()

    def hold(self, reference, queue_id):
        subprocess.run([HOLD, self.key, self.store, reference, queue_id,
                        "a.canarysender@school.example",
                        "b.canaryrecipient@x.example"], check=True)


def mail(body="Good morning.", sender="a@school.example", to="b@x.example",
         subject="Hello", extra="", attachment=None):
    head = f"From: {sender}\n" if sender else ""
    head += f"To: {to}\n" if to else ""
    head += f"Subject: {subject}\nMessage-ID: <1@school.example>\n{extra}"
    head += "MIME-Version: 1.0\n"
    if attachment is None:
        return head + f"Content-Type: text/plain\n\n{body}\n"
    name, text = attachment
    return head + f"""Content-Type: multipart/mixed; boundary=zz

--zz
Content-Type: text/plain

{body}
--zz
Content-Type: application/octet-stream
Content-Disposition: attachment; filename="{name}"

{text}
--zz--
"""


def rules(answer):
    return sorted({r["rule"] for r in answer["rules"]})


# ---- check -------------------------------------------------------------------

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


# ---- inspect -----------------------------------------------------------------

@test
def inspect_says_what_a_file_is_and_holds(w):
    clean = w.write("a.txt", "Good morning.\n")
    (a,) = w.run("inspect", "--json", clean, code=0).json()
    equal("file", a["file"], clean)
    equal("part", (a["parts"][0]["id"], a["parts"][0]["name"]),
          ("1", "a.txt"))
    (a,) = w.run("inspect", "--json", w.write("b.txt", PRIVATE),
                 code=1).json()
    equal("pattern", a["findings"][0]["pattern"], "uk-nino")
    r = w.run("inspect", w.path("b.txt"), code=1)
    lacks("text", r.out, "CANARY", NINO)
    contains("text", r.out, "uk-nino", "text/plain")


@test
def inspect_looks_into_a_zip(w):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("inner.txt", PRIVATE)
    (a,) = w.run("inspect", "--json", w.write("c.zip", data.getvalue()),
                 code=1).json()
    equal("part", a["findings"][0]["part"], "1.1")


@test
def inspect_tells_a_file_that_is_missing(w):
    r = w.run("inspect", "--json", w.path("no"), w.write("a.txt", "x"),
              code=2)
    contains("error", r.err, w.path("no"))
    equal("answers", len(r.json()), 1)


@test
def inspect_reads_standard_input(w):
    (a,) = w.run("inspect", "--json", "-", stdin=PRIVATE.encode(),
                 code=1).json()
    equal("file", a["file"], "-")


# ---- match -------------------------------------------------------------------

@test
def match_answers_line_by_line(w):
    lines = f"nothing\n\nNI number: {NINO}\n"
    got = w.run("match", "--json", code=1,
                stdin="".join(json.dumps(line) + "\n" for line in
                              lines.splitlines()).encode()).json()
    equal("lines", [len(a["matches"]) for a in got], [0, 0, 1])
    m = got[2]["matches"][0]
    equal("match", (m["pattern"], m["category"], m["start"], m["end"]),
          ("uk-nino", "identifier", 11, 11 + len(NINO)))
    r = w.run("match", stdin=lines.encode(), code=1)
    contains("text", r.out, "line 3", "uk-nino", f"11-{11 + len(NINO)}")
    lacks("text", r.out, NINO)


@test
def match_takes_strings_and_objects_and_counts_bytes(w):
    text = f"café NI number: {NINO}"
    start = text.encode().index(NINO.encode())
    for value in (text, {"text": text, "id": 7}):
        (a,) = w.run("match", "--json", stdin=json.dumps(value).encode(),
                     code=1).json()
        equal("start", a["matches"][0]["start"], start)
    raw = json.dumps(text, ensure_ascii=False).encode()
    (a,) = w.run("match", "--json", stdin=raw, code=1).json()
    equal("start", a["matches"][0]["start"], start)


@test
def match_keeps_step_where_a_line_is_wrong(w):
    r = w.run("match", "--json", code=2,
              stdin=b'{"no": 1}\n{broken\n42\n"NI number: JG103759A"\n')
    equal("lines", [len(a["matches"]) for a in r.json()], [0, 0, 0, 1])
    contains("error", r.err, "line 1", "line 2", "line 3")


@test
def match_takes_any_bytes(w):
    line = b"\xff\xfe NI number: " + NINO.encode() + b" \xc3\n"
    r = w.run("match", stdin=line, code=1)
    contains("text", r.out, "14-27")
    w.run("match", stdin=b"\0\0\n", code=0)
    w.run("match", stdin=b"", code=0)


@test
def match_of_one_pattern_only(w):
    text = f"NI number: {NINO}\n".encode()
    w.run("match", "--pattern", "uk-nino", stdin=text, code=1)
    w.run("match", "--pattern", "iban", stdin=text, code=0)
    w.run("match", "--pattern", "iban", "--pattern", "uk-nino", stdin=text,
          code=1)
    r = w.run("match", "--pattern", "uk-ninos", stdin=text, code=2)
    contains("error", r.err, "uk-ninos", 'did you mean "uk-nino"')


@test
def match_answers_before_it_reads_on(w):
    p = subprocess.Popen([POSTERN, "match", "-c", w.conf, "--json"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for _ in range(3):
        p.stdin.write(b'"hello"\n')
        p.stdin.flush()
        equal("answer", json.loads(p.stdout.readline()), {"matches": []})
    p.stdin.close()
    equal("exit", p.wait(60), 0)
    p.stdout.close()


@test
def match_is_quick_with_many_lines(w):
    start = time.monotonic()
    r = w.run("match", "--json", stdin=b'"a line with 1234567 in it"\n' * 8000,
              code=0)
    equal("lines", len(r.out.splitlines()), 8000)
    took = time.monotonic() - start
    if took > 60:
        raise Failed(f"8000 lines took {took:.1f} s")


# ---- patterns ----------------------------------------------------------------

@test
def patterns_are_listed_shown_and_tested(w):
    got = {p["pattern"]: p for p in
           w.run("patterns", "list", "--json", code=0).json()}
    for name in ("uk-nino", "uk-nhs-number", "iban", "payment-card",
                 "secret-password", "special-health"):
        if name not in got:
            raise Failed(f"no {name}")
    equal("category", got["uk-nino"]["category"], "identifier")
    (p,) = w.run("patterns", "show", "uk-nino", "--json", code=0).json()
    if not p["match"] or not p["no_match"] or not p["reason"]:
        raise Failed("no examples or no reason")
    contains("list", w.run("patterns", "list", code=0).out, "uk-nino")
    contains("show", w.run("patterns", "show", "uk-nino", code=0).out,
             "identifier")
    contains("test", w.run("patterns", "test", code=0).out, "0 failed")
    w.run("patterns", "lint", code=0)
    for line in w.run("patterns", "lint", "--json", code=0).json():
        if not (line["pattern"] and line["kind"] and line["text"]):
            raise Failed(f"lint: {line}")


SITE = '''patterns = (
  { id = "school-number"; name = "school number"; names = "school numbers";
    category = "identifier"; tier = "A"; regex = [ "SN[0-9]{6}" ];
    reason = "Names one pupil of ours.";
    match = [ "pupil SN123456" ]; no_match = [ "SN12" ]; }
);
'''


def site_pattern(w, text):
    path = w.write("site.conf", text)
    if "site.conf" not in w.text():
        w.write("postern.conf", w.text() +
                f'patterns = [ "{SRC}/patterns", "{path}" ];\n')
    return path


@test
def patterns_of_the_site_are_tested_too(w):
    site_pattern(w, SITE)
    (p,) = w.run("patterns", "show", "school-number", "--json", code=0).json()
    equal("match", p["match"], ["pupil SN123456"])
    site_pattern(w, SITE.replace("pupil SN123456", "pupil SN1"))
    contains("test", w.run("patterns", "test", code=1).out, "school-number")
    r = w.run("patterns", "show", "school-numbr", code=1)
    contains("error", r.err, 'did you mean "school-number"')


@test
def patterns_that_are_wrong_are_told_with_their_place(w):
    path = site_pattern(w, SITE.replace("regex", "regexp"))
    for command in (["patterns", "list"], ["config", "check"],
                    ["match"], ["check", w.mail("m.eml")]):
        r = w.run(*command, code=2 if command == ["match"] else 1)
        contains(command[0], r.err, f"postern: {path}:", "regexp", "regex")
    path = site_pattern(w, SITE.replace("[0-9]{6}", "[0-9"))
    contains("config check", w.run("config", "check", code=1).err, path + ":")


@test
def patterns_lint_tells_slow_and_silent(w):
    site_pattern(w, SITE.replace('"SN[0-9]{6}"', '"SN([0-9]+)+"').replace(
        'reason', 'enabled = false; reason'))
    kinds = {(p["pattern"], p["kind"]) for p in
             w.run("patterns", "lint", "--json").json()}
    for kind in ("slow", "never"):
        if ("school-number", kind) not in kinds:
            raise Failed(f"no {kind}: {kinds}")


@test
def patterns_lint_knows_that_tables_have_no_expression(w):
    for line in w.run("patterns", "lint", "--json", code=0).json():
        if line["pattern"] in ("people-table", "special-table"):
            raise Failed(f"lint: {line}")


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


# ---- audit, config, status, reload -------------------------------------------

@test
def audit_takes_a_start(w):
    w.run("recipients", "add", "b@x.example", code=0)
    for since, n in [("1h", 1), ("7d", 1), ("2020-01-01", 1),
                     ("2020-01-01T10:00", 1), ("2020-01-01T10:00:00Z", 1),
                     ("2999-01-01", 0)]:
        rows = w.run("audit", "--json", "--since", since, code=0).json()
        equal(since, len(rows), n)
    for since in ("yesterday", "7", "2020-13-01", "7dd", "-1d"):
        contains(since, w.run("audit", "--since", since, code=2).err, since)


@test
def audit_without_a_store_says_so(w):
    contains("error", w.run("audit", code=1).err, "postern: ", "no store yet")
    equal("made", os.path.exists(w.path("state")), False)


@test
def config_show_can_be_read_again(w):
    shown = w.run("config", "show", code=0).out
    w.write("postern.conf", shown)
    equal("again", w.run("config", "show", code=0).out, shown)


@test
def config_check_and_keys(w):
    contains("check", w.run("config", "check", code=0).out, w.conf,
             "no errors")
    keys = {k["key"]: k for k in
            w.run("config", "keys", "--json", conf=False, code=0).json()}
    equal("default", keys["mode"]["default"], "enforce")
    contains("keys", w.run("config", "keys", code=0).out, "store.path")


@test
def config_errors_have_file_line_and_nearest_name(w):
    w.write("postern.conf", 'internal_domains = [ "school.example" ];\n'
            'mod = "monitor";\n')
    for command in (["config", "check"], ["check", w.mail("m.eml")],
                    ["status"], ["reload"], ["recipients", "list"]):
        r = w.run(*command, code=1)
        contains(command[0], r.err, f"postern: {w.conf}:2: ", '"mode"')
    w.run("match", code=2)
    w.run("inspect", w.conf, code=2)
    w.write("postern.conf", "mode = ;\n")
    contains("syntax", w.run("config", "check", code=1).err, f"{w.conf}:1")
    os.unlink(w.conf)
    contains("missing", w.run("config", "check", code=1).err, w.conf)


@test
def status_tells_that_nothing_runs(w):
    w.run("recipients", "add", "b@x.example", code=0)
    (s,) = w.run("status", "--json", code=1).json()
    equal("running", s["running"], False)
    equal("store", (s["store"]["ok"], s["store"]["recipients"],
                    s["store"]["records"]), (True, 1, 1))
    contains("text", w.run("status", code=1).out, "does not run")


def posternd(w, lock="posternd.pid"):
    """Something that holds a lock as posternd does."""
    code = ("import fcntl, os, signal, sys\n"
            "f = open(sys.argv[1], 'w')\n"
            "fcntl.flock(f, fcntl.LOCK_EX)\n"
            "print(os.getpid(), file=f, flush=True)\n"
            "signal.signal(signal.SIGUSR1, lambda *a: os._exit(42))\n"
            "print('ready', flush=True)\n"
            "signal.pause()\n")
    p = subprocess.Popen([sys.executable, "-c", code, w.path(lock)],
                         stdout=subprocess.PIPE)
    p.stdout.readline()
    return p


@test
def status_and_reload_find_the_one_that_runs(w):
    w.run("recipients", "add", "b@x.example", code=0)
    p = posternd(w)
    try:
        (s,) = w.run("status", "--json", code=0).json()
        equal("pid", (s["running"], s["pid"]), (True, p.pid))
        good = w.text()
        w.write("postern.conf", good + "nonsense = 1;\n")
        w.run("reload", code=1)
        equal("signalled", p.poll(), None)
        w.write("postern.conf", good)
        w.run("reload", code=0)
        equal("signal", p.wait(10), 42)
        contains("gone", w.run("reload", code=1).err, "does not run")
    finally:
        p.kill()
        p.wait()
        p.stdout.close()


@test
def status_without_a_pid_file_looks_at_the_socket(w):
    w.write("postern.conf", w.text().replace("pid_file", "#") +
            f'socket = "unix:{w.path("milter.sock")}";\n')
    w.run("recipients", "add", "b@x.example", code=0)
    w.run("status", code=1)
    p = posternd(w, "milter.sock.lock")
    try:
        equal("running", w.run("status", "--json", code=0).json()[0]
              ["running"], True)
    finally:
        p.kill()
        p.wait()
        p.stdout.close()
    w.write("postern.conf", w.text().replace("unix:" + w.path("milter.sock"),
                                             "inet:10025@127.0.0.1"))
    (s,) = w.run("status", "--json", code=1).json()
    equal("running", s["running"], None)
    contains("reload", w.run("reload", code=1).err, "set pid_file")


# ---- the program -------------------------------------------------------------

USAGE = [
    # arguments, exit, words on standard output, on standard error
    (["--version"], 0, ["postern "], []),
    (["--help"], 0, ["check", "inspect", "match", "recipients"], []),
    (["help"], 0, ["check", "quarantine", "audit"], []),
    (["help", "check"], 0, ["--verified", "Exit status"], []),
    (["check", "--help"], 0, ["--verified"], []),
    (["help", "chekc"], 2, [], ['did you mean "check"']),
    ([], 2, [], ["no command"]),
    (["chekc"], 2, [], ['did you mean "check"']),
    (["frobnicate"], 2, [], ["unknown command"]),
    (["--frobnicate"], 2, [], ["--frobnicate"]),
    (["check"], 2, [], ["no message named"]),
    (["check", "--frobnicate", "x"], 2, [], ["--frobnicate"]),
    (["check", "--from"], 2, [], ["--from", "needs a value"]),
    (["check", "--to", "nobody", "x"], 2, [], ["not an address"]),
    (["check", "--to", "<>", "x"], 2, [], ["not an address"]),
    (["inspect"], 2, [], ["no file named"]),
    (["match", "text"], 2, [], ["standard input"]),
    (["patterns"], 2, [], ["what about patterns?"]),
    (["patterns", "lst"], 2, [], ['did you mean "list"']),
    (["patterns", "show"], 2, [], ["name one pattern"]),
    (["recipients", "add"], 2, [], ["name one address"]),
    (["recipients", "add", "nobody"], 2, [], ["not an address"]),
    (["recipients", "add", "--days", "x", "a@x.example"], 2, [], ["--days"]),
    (["recipients", "import"], 2, [], ["name one CSV file"]),
    (["quarantine", "release"], 2, [], ["reference or queue id"]),
    (["config", "keys", "more"], 2, [], ['"more"']),
]


def usage_row(row):
    def run(w):
        args, code, out, err = row
        p = Result(subprocess.run([POSTERN, *args], capture_output=True,
                                  check=False, timeout=60))
        equal("exit", p.code, code)
        contains("output", p.out, *out)
        contains("error", p.err, *err)
        if code == 0:
            equal("error", p.err, "")
        elif not p.err.startswith("postern: "):
            raise Failed(f"error begins with {p.err[:20]!r}")
    run.__name__ = "usage: postern " + " ".join(row[0])
    return run


TESTS.extend(usage_row(row) for row in USAGE)


@test
def options_stand_anywhere(w):
    path = w.mail("m.eml", body=PRIVATE)
    for args in (["-c", w.conf, "--json", "check", path],
                 ["check", path, "--json", "-c", w.conf],
                 ["check", "--config=" + w.conf, "--json", "--", path]):
        r = Result(subprocess.run([POSTERN, *args], capture_output=True,
                                  check=False, timeout=60))
        equal("exit", (r.code, r.json()[0]["verdict"]), (30, "reject"))
    w.run("recipients", "add", "b@x.example", code=0)
    r = Result(subprocess.run([POSTERN, "recipients", "--json", "list", "-c",
                               w.conf], capture_output=True, check=False,
                              timeout=60))
    equal("rows", len(r.json()), 1)


@test
def every_command_is_in_the_manual_and_the_help(w):
    with open(os.path.join(SRC, "man", "postern.1"), encoding="utf-8") as f:
        manual = f.read()
    helped = Result(subprocess.run([POSTERN, "help"], capture_output=True,
                                   check=False)).out
    for line in helped.splitlines():
        if line.startswith("  ") and not line.startswith("  help") and \
                not line.startswith("  --"):
            name = line.split()[0]
            contains("manual", manual, f"Cm {name}")
            more = Result(subprocess.run([POSTERN, "help", name],
                                         capture_output=True, check=False))
            equal(name, more.code, 0)
            for word in more.out.split():
                if word.startswith("--") and word.rstrip("]") not in (
                        "--config", "--json"):
                    contains("manual", manual,
                             "Fl -" + word.strip("[]").lstrip("-"))


@test
def a_full_disk_for_the_output_is_an_error(w):
    with open("/dev/full", "wb") as full:
        p = subprocess.run([POSTERN, "config", "keys"], stdout=full,
                           stderr=subprocess.PIPE, check=False)
    equal("exit", p.returncode, 1)
    contains("error", p.stderr.decode(), "can't be written")


def main():
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for function in TESTS:
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
