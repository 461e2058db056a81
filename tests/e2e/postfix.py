# SPDX-License-Identifier: GPL-3.0-or-later
"""A private Postfix on loopback: own folders, own ports, nothing under /etc.

Needs root, because Postfix starts its daemons as user postfix. Used by the
end-to-end tests and by the bench; `quickstart` builds the same in shell.
"""
import json
import os
import pwd
import shutil
import socket
import subprocess
import time

SERVICES = """
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


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
        with open(os.path.join(self.etc, "main.cf"), "w") as f:
            f.write(f"""compatibility_level = 3.7
queue_directory = {base}/spool
data_directory = {base}/data
maillog_file = {self.log}
maillog_file_prefixes = {base}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = e2e.example.test
mydestination =
mynetworks = 127.0.0.0/8, 192.0.2.0/24
local_recipient_maps =
alias_maps =
alias_database =
relayhost = [127.0.0.1]:{relay_port}
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_authorized_xclient_hosts = 127.0.0.1
message_size_limit = 130000000
milter_default_action = tempfail
smtpd_recipient_limit = 20000
{main}
""")
        with open(os.path.join(self.etc, "master.cf"), "w") as f:
            for port, options in smtpd:
                f.write(f"127.0.0.1:{port} inet n - n - 200 smtpd\n")
                for option in options:
                    f.write(f"  -o {option}\n")
            f.write(SERVICES)
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
