# SPDX-License-Identifier: GPL-3.0-or-later
"""postern audit, config, status, reload, and the program itself."""

import os
import subprocess
import sys

from world import (POSTERN, PRIVATE, SRC, TESTS, Failed, Result, contains,
                   equal, test)


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
