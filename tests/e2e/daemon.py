# SPDX-License-Identifier: GPL-3.0-or-later
"""posternd under test: a configuration, a process, its log."""
import os
import signal
import subprocess

from postfix import wait_for

SOURCE = os.path.abspath(os.environ.get("PN_SRCDIR") or os.path.join(
    os.path.dirname(__file__), "../.."))
BUILD = os.environ.get("PN_BUILDDIR") or os.path.join(
    os.path.dirname(__file__), "../../build")
POSTERND = os.path.join(BUILD, "bin/posternd")
POSTERN = os.path.join(BUILD, "bin/postern")
FAULTY = os.path.join(BUILD, "tests/fault/postern-scan-faulty")


def children(pid):
    """The processes that PID started and that still run."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="latin-1") as f:
                if int(f.read().rsplit(")", 1)[1].split()[1]) == pid:
                    found.append(int(name))
        except OSError:
            continue  # it ended meanwhile
    return found


class Daemon:
    """NAME is its folder under BASE; NOTICE_PORT is where its notices go."""

    def __init__(self, base, name, socket_path, notice_port, extra=""):
        self.folder = os.path.join(base, name)
        os.makedirs(self.folder, exist_ok=True)
        self.socket = socket_path
        self.conf = os.path.join(self.folder, "postern.conf")
        self.store = os.path.join(self.folder, "postern.db")
        self.log_path = os.path.join(self.folder, "log")
        self.notice_port = notice_port
        self.process = None
        self.configure(extra)

    def configure(self, extra="", mode="enforce", workers=2):
        with open(self.conf, "w") as f:
            f.write(f"""internal_domains = [ "school.example" ];
partners = [ "council.example" ];
mode = "{mode}";
patterns = [ "{SOURCE}/patterns" ];
store = {{ driver = "sqlite"; path = "{self.store}"; }};
workers = {workers};
notices = {{ transport = "smtp"; smtp = "127.0.0.1:{self.notice_port}";
	from = "postern@school.example"; retry_seconds = 1; }};
{extra}
""")

    def spawn(self, socket=None, **more):
        """Start a process and do not wait for it."""
        log = open(self.log_path, "ab")
        return subprocess.Popen(
            [POSTERND, "-f", "-c", self.conf, "-s",
             socket or "unix:" + self.socket],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)

    def start(self, **more):
        seen = self.log().count("posternd: ready")
        self.process = self.spawn(**more)
        if not wait_for(lambda: self.log().count("posternd: ready") > seen or
                        self.process.poll() is not None, 60) or \
                self.process.poll() is not None:
            raise RuntimeError(f"posternd did not start: {self.log()}")
        return self

    def log(self):
        try:
            with open(self.log_path, errors="replace") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    def kill(self):
        """Stop it the hard way; its socket stays behind."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def terminate(self, seconds=10):
        """SIGTERM; the exit status, None if it did not leave in time."""
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def reload(self):
        """SIGUSR1; the line of the log that answers it."""
        before = len(self.log())
        self.process.send_signal(signal.SIGUSR1)

        def answer():
            lines = self.log()[before:].splitlines()
            return [x for x in lines
                    if "reloaded" in x or "reload refused" in x]
        found = wait_for(answer, 60)
        return found[0] if found else ""
