# SPDX-License-Identifier: GPL-3.0-or-later
"""postern inspect, match and patterns: what is looked for and found."""

import base64
import io
import json
import subprocess
import time
import zipfile

from world import (NINO, POSTERN, PRIVATE, SRC, Failed, contains, equal, lacks,
                   test)


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
    contains("text", r.out, "uk-nino", "b.txt: text, not protected, read")


@test
def inspect_looks_into_a_zip(w):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("inner.txt", PRIVATE)
    (a,) = w.run("inspect", "--json", w.write("c.zip", data.getvalue()),
                 code=1).json()
    equal("part", a["findings"][0]["part"], "1.1")


@test
def inspect_draws_what_is_in_what(w):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr("deep.txt", PRIVATE)
    with zipfile.ZipFile(outer, "w") as z:
        z.writestr("a.zip", inner.getvalue())
        z.writestr("b.txt", "Good morning.\n")
        z.writestr("c.bin", bytes(range(256)) * 4)
        z.comment = b"made on Monday"
    r = w.run("inspect", w.write("o.zip", outer.getvalue()), code=1)
    lines = r.out.splitlines()
    equal("lines", [line for line in lines if "found " not in line], [
        w.path("o.zip") + ": something found",
        "  o.zip: ZIP archive, not protected, read",
        "    holds comments",
        "  ├─ a.zip: ZIP archive, not protected, read",
        "  │  └─ deep.txt: text, not protected, read",
        "  ├─ b.txt: text, not protected, read",
        "  └─ c.bin: file of an unknown kind, not protected, not read, or"
        " not all: nobody can tell what it is"])
    contains("place", lines[5], "  │       found ", "uk-nino", "line ")
    lacks("text", r.out, "CANARY", NINO)


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


# ---- hidden parts of Office files --------------------------------------------

WML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
EXTRA = {"docProps/core.xml": "application/vnd.openxmlformats-package."
         "core-properties+xml",
         "word/comments.xml": CT + "comments+xml",
         "word/styles.xml": CT + "styles+xml"}


def docx(body, **parts):
    """A Word document; PARTS by the last word of their name."""
    data = io.BytesIO()
    named = {name: parts[name.split("/")[1].split(".")[0]] for name in EXTRA
             if name.split("/")[1].split(".")[0] in parts}
    types = "".join(f'<Override PartName="/{name}" ContentType="{EXTRA[name]}"'
                    "/>" for name in named)
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("[Content_Types].xml", "<Types><Default Extension='xml' "
                   "ContentType='application/xml'/><Override PartName='/word/"
                   f"document.xml' ContentType='{CT}document.main+xml'/>{types}"
                   "</Types>")
        z.writestr("_rels/.rels", "<Relationships><Relationship Id='r' Type="
                   "'http://schemas.openxmlformats.org/officeDocument/2006/"
                   "relationships/officeDocument' Target='word/document.xml'/>"
                   "</Relationships>")
        z.writestr("word/document.xml", f"<w:document xmlns:w='{WML}'><w:body>"
                   f"<w:p><w:r><w:t>Good morning.</w:t></w:r></w:p>{body}"
                   "</w:body></w:document>")
        for name, text in named.items():
            z.writestr(name, text)
        if "object" in parts:
            z.writestr("word/embeddings/object.bin", parts["object"])
    return data.getvalue()


def run(words):
    return f"<w:r><w:t>{words}</w:t></w:r>"


HIDING = {
    "insertion": lambda words: docx(
        f"<w:p><w:ins w:author='A'>{run(words)}</w:ins></w:p>"),
    "deletion": lambda words: docx(
        "<w:p><w:del w:author='A'><w:r><w:delText>" + words +
        "</w:delText></w:r></w:del></w:p>"),
    "style": lambda words: docx(
        f"<w:p><w:pPr><w:pStyle w:val='P'/></w:pPr>{run(words)}</w:p>",
        styles=f"<w:styles xmlns:w='{WML}'><w:style w:styleId='P'><w:rPr>"
        "<w:color w:val='FFFFFF'/></w:rPr></w:style></w:styles>"),
    "comment": lambda words: docx("", comments=(
        f"<w:comments xmlns:w='{WML}'><w:comment w:author='A'><w:p>"
        f"{run(words)}</w:p></w:comment></w:comments>")),
    "author": lambda words: docx("", core=(
        f"<p><creator>{words}</creator></p>")),
    "embedded": lambda words: docx("", object=words + "\n"),
    "xml-comment": lambda words: docx(f"<!-- {words} -->"),
}


def sent(w, data):
    body = base64.encodebytes(data).decode()
    path = w.write("m.eml", f"""From: a@school.example
To: b@x.example
Subject: Hello
MIME-Version: 1.0
Content-Type: application/octet-stream; name=a.docx
Content-Disposition: attachment; filename=a.docx
Content-Transfer-Encoding: base64

{body}
""")
    (answer,) = w.run("check", "--json", path).json()
    return answer


@test
def hidden_parts_of_a_document_are_named_and_acted_on(w):
    for kind, make in HIDING.items():
        a = sent(w, make("NHS number 628 451 7394"))
        found = [f for f in a["findings"] if f["hidden"]]
        equal(f"{kind}: pattern", [f["pattern"] for f in found],
              ["uk-nhs-number"])
        contains(kind, a["parts"][1]["hidden"], kind)
        contains(kind, [(r["rule"], r["why"]) for r in a["rules"]],
                 ("content", "hidden"))


@test
def hidden_parts_without_personal_data_are_only_listed(w):
    for kind, make in HIDING.items():
        a = sent(w, make("nothing of anybody"))
        equal(f"{kind}: verdict", a["verdict"], "accept")
        contains(kind, a["parts"][1]["hidden"], kind)


@test
def what_a_reader_sees_is_not_hidden(w):
    a = sent(w, docx(f"<w:p>{run('NHS number 628 451 7394')}</w:p>"))
    equal("hidden", [f["hidden"] for f in a["findings"]], [False])
    lacks("rules", [r["rule"] for r in a["rules"]], "content")
