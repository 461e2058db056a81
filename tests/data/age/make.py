#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the age files that test_lock_table reads

Run it in this folder; it needs age, and for the passphrase, which age asks
for at a terminal, a pseudo-terminal of its own. The content is made up; the
key of the recipient is thrown away, the passphrase is "orchard".
"""
import os
import pty
import re
import subprocess
import time

TEXT = b"Reading list of the garden club: three books about apple trees.\n"


def passphrase(source, target):
    pid, tty = pty.fork()
    if pid == 0:
        os.execvp("age", ["age", "-p", "-o", target, source])
    for _ in range(2):
        time.sleep(1)
        os.read(tty, 1000)
        os.write(tty, b"orchard\n")
    try:
        while os.read(tty, 1000):
            pass
    except OSError:
        pass
    os.waitpid(pid, 0)


def main():
    key = subprocess.run(["age-keygen"], capture_output=True, check=True)
    to = re.search(rb"age1[0-9a-z]+", key.stdout + key.stderr)[0].decode()
    for name, options in (("recipient.age", []), ("armored.age", ["-a"])):
        subprocess.run(["age", "-r", to, *options, "-o", name], input=TEXT,
                       check=True)
    with open("plain.txt", "wb") as f:
        f.write(TEXT)
    passphrase("plain.txt", "passphrase.age")
    os.unlink("plain.txt")
    with open("text-behind.age", "wb") as f:
        f.write(open("recipient.age", "rb").read().split(b"\n--- ")[0] +
                b"\n--- bWFj\n" + 3 * TEXT)


main()
