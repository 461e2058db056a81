# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the CLI share: the program, a folder to work in, mails."""

import json
import os
import subprocess

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
