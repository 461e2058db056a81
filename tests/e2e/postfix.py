# SPDX-License-Identifier: GPL-3.0-or-later
"""A private Postfix on loopback: own folders, own ports, nothing under /etc.

Needs root, because Postfix starts its daemons as user postfix. Used by the
end-to-end tests and by the bench; `quickstart` makes its own from the same
files in scripts/postfix.
"""
import json
import os
import pwd
import shutil
import socket
import subprocess
import time

PARTS = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "../../scripts/postfix")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, seconds=10.0, step=0.01):
    """Call WHAT until it gives something true; that, or None when time is up."""
    end = time.monotonic() + seconds
    while True:
        got = what()
        if got or time.monotonic() > end:
            return got or None
        time.sleep(step)


class Postfix:
    """SMTPD is a list of (port, options): one smtpd service each."""

    def __init__(self, base, smtpd, relay_port, main=""):
        self.base = base
        self.etc = os.path.join(base, "etc")
        self.log = os.path.join(base, "mail.log")
        user = pwd.getpwnam("postfix")
        os.chmod(base, 0o755)
        for name in ("etc", "spool", "data"):
            os.mkdir(os.path.join(base, name), 0o755)
        os.chown(os.path.join(base, "data"), user.pw_uid, user.pw_gid)
        with open(os.path.join(PARTS, "main.cf.in"), encoding="ascii") as f:
            common = f.read().replace("@BASE@", base)
        with open(os.path.join(self.etc, "main.cf"), "w") as f:
            f.write(common.replace("@RELAY@", str(relay_port)) + f"""
smtpd_authorized_xclient_hosts = 127.0.0.1
message_size_limit = 130000000
smtpd_recipient_limit = 20000
{main}
""")
        with open(os.path.join(PARTS, "master.cf"), encoding="ascii") as f:
            services = f.read()
        with open(os.path.join(self.etc, "master.cf"), "w") as f:
            for port, options in smtpd:
                f.write(f"127.0.0.1:{port} inet n - n - 200 smtpd\n")
                for option in options:
                    f.write(f"  -o {option}\n")
            f.write(services)
        # a younger file makes every `postfix` command wait two seconds
        past = time.time() - 60
        for name in ("main.cf", "master.cf"):
            os.utime(os.path.join(self.etc, name), (past, past))

    def command(self, *words, **more):
        return subprocess.run(words, check=False, capture_output=True,
                              text=True, timeout=60, **more)

    def start(self):
        done = self.command("postfix", "-c", self.etc, "start")
        if done.returncode != 0:
            raise RuntimeError(f"postfix start: {done.stderr}{self.maillog()}")

    def stop(self):
        self.command("postfix", "-c", self.etc, "stop")

    def maillog(self):
        try:
            with open(self.log, errors="replace") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    def queue(self):
        """The queue as `postqueue -j` tells it."""
        done = self.command("postqueue", "-c", self.etc, "-j")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def held(self):
        return {q["queue_id"] for q in self.queue()
                if q["queue_name"] == "hold"}

    def content(self, queue_id):
        """The content of a queued message, as bytes."""
        done = subprocess.run(
            ["postcat", "-c", self.etc, "-q", "-hb", queue_id], check=False,
            capture_output=True, timeout=60)
        return done.stdout

    def flush(self):
        self.command("postqueue", "-c", self.etc, "-f")

    def sendmail(self, message, sender, *recipients):
        return subprocess.run(
            ["sendmail", "-C", self.etc, "-i", "-f", sender, "--",
             *recipients], input=message, check=False, capture_output=True,
            timeout=60)

    def remove(self):
        shutil.rmtree(self.base, ignore_errors=True)
