#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""rspamd.py - inspection beside rspamd: the same messages in one run

usage: tests/bench/rspamd.py [--build DIR] [--rounds N] FOLDER

FOLDER holds messages (*.eml). A private rspamd with nothing but twenty
expressions, all of which Hyperscan takes, gets each message over HTTP on
loopback, one at a time; counted is the processor time of its worker.
DIR/tests/bench/extract then inspects the same messages with twenty of the
shipped patterns. The two take turns; printed are messages per second of
processor time and the ratio of the medians. rspamd sees the text of a body
and of text attachments; Postern opens every attachment too.
Needs `make`, the package rspamd, and root (rspamd gives up its rights).
"""
import argparse
import glob
import http.client
import os
import pwd
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
PATTERNS = 20
USER = "_rspamd"

# Personal data of the kinds that the first shipped patterns find.
EXPRESSIONS = [
    (r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
     "i"),
    (r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", ""),
    (r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", ""),
    (r"\b(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2})[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b",
     ""),
    (r"\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b", ""),
    (r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", ""),
    (r"\bGB\d{2} ?[A-Z]{4} ?\d{4} ?\d{4} ?\d{4} ?\d{2}\b", ""),
    (r"\b[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{2}\b", "i"),
    (r"\b(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)\d{2}\b",
     ""),
    (r"\b(?:date of birth|d\.?o\.?b|born)\b[^\n]{0,40}\b\d{1,2}[/. -]", "i"),
    (r"(?:\+44 ?|\b0)7\d{3} ?\d{3} ?\d{3}\b", ""),
    (r"(?:\+44 ?|\b0)(?:1\d{3} ?\d{5,6}|1\d{2} ?\d{3} ?\d{4})\b", ""),
    (r"\b\d{2}-\d{2}-\d{2}\b[^\n]{0,30}\b\d{8}\b", ""),
    (r"\b[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,100}\.[a-z]{2,12}\b", "i"),
    (r"\bpassport\b[^\n]{0,30}\b\d{9}\b", "i"),
    (r"\b[A-Z9]{5}\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z0-9]{3}\b", ""),
    (r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", ""),
    (r"-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----", ""),
    (r"\b(?:password|passwd|pwd|passcode)\b\s{0,3}(?:is|:|=)\s{0,3}\S{6,64}",
     "i"),
    (r"\b(?:safeguarding|child protection|free school meals|EHCP)\b", "i"),
]


class Rspamd:
    """A private rspamd: nothing but EXPRESSIONS, one worker."""

    def __init__(self, base):
        self.base = base
        with socket.create_server(("127.0.0.1", 0)) as s:
            self.port = s.getsockname()[1]
        user = pwd.getpwnam(USER)
        os.chown(base, user.pw_uid, user.pw_gid)
        with open(f"{base}/rules.lua", "w", encoding="ascii") as f:
            f.write("config['regexp'] = config['regexp'] or {}\n")
            for i, (expression, flags) in enumerate(EXPRESSIONS):
                f.write(f"config['regexp']['DLP_{i}'] = {{ re = [=[/"
                        + expression.replace("/", "\\/") + f"/{flags}{{mime}}"
                        "]=], score = 0.01, one_shot = true }\n")
        with open(f"{base}/rspamd.conf", "w", encoding="ascii") as f:
            f.write(self.configuration())
        self.process = subprocess.Popen(
            ["rspamd", "-f", "-c", f"{base}/rspamd.conf", "-u", USER, "-g",
             USER], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.worker = self.wait()
        except Exception:
            self.stop()
            raise

    def configuration(self):
        b = self.base
        return f"""
options {{ pidfile = "{b}/pid"; filters = "regexp"; one_shot = true;
  cache_file = "{b}/map"; hs_cache_dir = "{b}"; dynamic_conf = "{b}/dynamic";
  history_file = "{b}/history"; temp_dir = "{b}"; max_message = 60Mb;
  max_pic_size = 0; control_socket = "{b}/control mode=0600";
  explicit_modules = ["regexp"]; task_timeout = 120s;
  dns {{ nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }} }}
logging {{ type = "file"; filename = "{b}/log"; level = "warning"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{self.port}"; count = 1;
  mime = true; task_timeout = 120s; }}
worker "hs_helper" {{ count = 1; cache_dir = "{b}"; max_time = 30; }}
metric {{ name = "default"; actions {{ reject = 1000; }} }}
regexp {{ max_size = 0; max_threads = 1; }}
lua = "{b}/rules.lua";
"""

    def wait(self):
        """The worker's process, when it answers and Hyperscan is ready."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                self.check(b"Subject: x\r\n\r\nx\r\n")
                if glob.glob(f"{self.base}/*.hs*"):
                    time.sleep(3)       # the worker loads what was compiled
                    found = subprocess.run(
                        ["pgrep", "-P", str(self.process.pid), "-f",
                         "normal process"], capture_output=True, check=True)
                    return int(found.stdout.split()[0])
            except OSError:
                pass
            time.sleep(0.3)
        raise SystemExit("rspamd does not answer")

    def check(self, message):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, 120)
        connection.request("POST", "/checkv2", message)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"rspamd answered {answer.status}")
        return b"DLP_" in body

    def seconds(self):
        """Processor time of the worker so far."""
        with open(f"/proc/{self.worker}/stat", encoding="latin-1") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rate(self, messages):
        before = self.seconds()
        for m in messages:
            self.check(m)
        return len(messages) / (self.seconds() - before)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def own_rate(build, folder):
    packs = sorted(glob.glob(f"{TOP}/patterns/*.conf"))
    out = subprocess.run(
        [f"{build}/tests/bench/extract", "-n", str(PATTERNS), "-r", "1", "-i",
         *packs, "--", folder], capture_output=True, check=True, text=True)
    return float(re.search(r"([\d.]+) messages and", out.stdout).group(1))


def main():
    p = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    p.add_argument("--build", default=f"{TOP}/build")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("folder")
    args = p.parse_args()
    if not shutil.which("rspamd"):
        sys.exit("rspamd is not installed (apt-get install rspamd)")
    messages = []
    for path in sorted(glob.glob(f"{args.folder}/*.eml")):
        with open(path, "rb") as f:
            messages.append(f.read())
    rates = {"rspamd": [], "postern": []}
    with tempfile.TemporaryDirectory() as base:
        rspamd = Rspamd(base)
        try:
            for _ in range(args.rounds):
                rates["rspamd"].append(rspamd.rate(messages))
                rates["postern"].append(own_rate(args.build, args.folder))
        finally:
            rspamd.stop()
    for name, r in rates.items():
        print(f"{name:10}{statistics.median(r):8.0f} messages a second of "
              f"processor time ({min(r):.0f} to {max(r):.0f})")
    print(f"ratio {statistics.median(rates['postern']) / statistics.median(rates['rspamd']):.1f}")


if __name__ == "__main__":
    main()
