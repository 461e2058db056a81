#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What posternd costs Postfix, and how late neighbours of long scans are.

    tests/bench/postfix.py [--messages N] [--rounds N] [--skip-late]

One private Postfix, two ports: one without a milter, one with posternd.
smtp-source sends the same load to both in turn, several rounds; printed is
the best rate of each, and the processor time of a message (Postfix, posternd
and its workers together). Mail is discarded, so no next hop is measured.
Then 30 messages that need a second each are sent at once, in ten rounds:
with W workers the last is due after 30/W seconds. Figures, no bar.
"""
import argparse
import os
import smtplib
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../e2e"))
from daemon import FAULTY, Daemon, children   # noqa: E402
from postfix import Postfix, free_port, wait_for  # noqa: E402

SECOND = 1.0
TOGETHER = 30


def ticks(own):
    """Processor seconds that all processes of the sessions OWN have used so
    far, ended children included."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="latin-1") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            if int(fields[3]) in own or int(pid) in own:
                total += sum(int(x) for x in fields[11:15])
        except OSError:
            continue
    return total / os.sysconf("SC_CLK_TCK")


def sessions(daemon, base):
    """Sessions (as in setsid) of Postfix, posternd and its workers."""
    found = {os.getsid(daemon.process.pid), daemon.process.pid}
    with open(os.path.join(base, "spool/pid/master.pid"),
              encoding="ascii") as f:
        found.add(os.getsid(int(f.read())))
    found.update(os.getsid(c) for c in children(daemon.process.pid))
    found.discard(os.getsid(0))
    return found


def load(port, size, count, parallel):
    start = time.monotonic()
    subprocess.run(["smtp-source", "-s", str(parallel), "-m", str(count),
                    "-l", str(size), "-f", "staff@school.example", "-t",
                    "someone@elsewhere.example", f"127.0.0.1:{port}"],
                   check=True)
    return time.monotonic() - start


def cost(base, daemon, ports, args):
    own = sessions(daemon, base)
    print(f"{'':24}{'without':>12}{'with':>12}{'ratio':>8}"
          f"{'CPU ms a message':>26}")
    for size in (5000, 200000):
        for parallel in (1, 10):
            best, cpu = {}, {}
            for _ in range(args.rounds):
                for name, port in ports.items():
                    before = ticks(own)
                    seconds = load(port, size, args.messages, parallel)
                    used = (ticks(own) - before) / args.messages * 1000
                    best[name] = max(best.get(name, 0),
                                     args.messages / seconds)
                    cpu[name] = min(cpu.get(name, 1e9), used)
            print(f"{size // 1000:>5} KB, {parallel:>2} at once  "
                  f"{best['without']:>10.0f}/s{best['with']:>10.0f}/s"
                  f"{best['with'] / best['without']:>8.2f}"
                  f"{cpu['without']:>12.2f} ->{cpu['with']:>6.2f}"
                  f" (+{cpu['with'] - cpu['without']:.2f})")


def one(port, took, i):
    raw = b"X-Postern-Fault: slow 1\r\nSubject: slow\r\n\r\nSee you.\r\n"
    with smtplib.SMTP("127.0.0.1", port, timeout=120) as s:
        s.ehlo("client.example")
        s.mail("staff@school.example")
        s.rcpt("someone@elsewhere.example")
        start = time.monotonic()
        code, _ = s.data(raw)
        took[i] = time.monotonic() - start if code == 250 else None


def late(base, port, socket_path, rounds):
    daemon = Daemon(base, "late", socket_path, port)
    daemon.configure(f'scanner = "{FAULTY}";', workers=TOGETHER)
    daemon.start()
    times, failed = [], 0
    for _ in range(rounds):
        took = [None] * TOGETHER
        threads = [threading.Thread(target=one, args=(port, took, i))
                   for i in range(TOGETHER)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        failed += took.count(None)
        times += [t for t in took if t is not None]
    daemon.kill()
    over = [t for t in times if t > SECOND + 0.5]
    print(f"{TOGETHER} at once, a second each, {TOGETHER} workers, "
          f"{rounds} rounds: {len(over)} of {len(times)} late by over 0.5 s, "
          f"worst {max(times):.2f} s, failed {failed}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--messages", type=int, default=400)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--skip-late", action="store_true")
    args = p.parse_args()
    base = tempfile.mkdtemp(prefix="postern-bench-", dir="/var/tmp")
    ports = {"without": free_port(), "with": free_port()}
    slow = free_port()
    path, slow_path = (os.path.join(base, n) for n in ("a.sock", "b.sock"))
    postfix = Postfix(base, [(ports["without"], []),
                             (ports["with"], [f"smtpd_milters=unix:{path}"]),
                             (slow, [f"smtpd_milters=unix:{slow_path}"])],
                      1, "default_transport = discard:\nrelayhost =\n"
                      "smtpd_client_connection_rate_limit = 0")
    daemon = Daemon(base, "bench", path, ports["without"])
    try:
        daemon.start()
        postfix.start()
        if not wait_for(lambda: "daemon started" in postfix.maillog()):
            raise RuntimeError("Postfix did not start")
        cost(base, daemon, ports, args)
        if not args.skip_late and os.path.exists(FAULTY):
            late(base, slow, slow_path, 10)
    finally:
        daemon.kill()
        postfix.stop()
        postfix.remove()


main()
