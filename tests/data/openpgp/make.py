#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the OpenPGP files that test_protect_mail reads

Run it in this folder; it needs gpg. Keys live in a folder that is thrown
away; the passphrase is "orchard", the content is made up.
"""
import os
import subprocess
import tempfile

TEXT = b"Reading list of the garden club: three books about apple trees.\n"


def main():
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o700)

        def gpg(name, *options):
            done = subprocess.run(
                ["gpg", "--homedir", home, "--batch", "--yes", "--quiet",
                 "--no-tty", "--pinentry-mode", "loopback", "--passphrase",
                 "orchard", "--trust-model", "always", *options],
                input=TEXT, capture_output=True, check=True)
            if name:
                with open(name, "wb") as f:
                    f.write(done.stdout)
            return done.stdout

        for who in ("a@reader.example", "b@reader.example"):
            gpg(None, "--quick-generate-key", who, "default", "default",
                "never")
        to = ["-e", "-r", "a@reader.example", "-r", "b@reader.example"]
        gpg("public.gpg", *to)
        armored = gpg("public.asc", "-a", *to)
        gpg("passphrase.gpg", "-c")
        gpg("passphrase.asc", "-a", "-c")
        gpg("both.gpg", "-c", *to)
        gpg("aes128.gpg", "-c", "--cipher-algo", "AES128")
        gpg("unsalted.gpg", "-c", "--s2k-mode", "0")
        gpg("no-integrity.gpg", "-c", "--rfc2440")
        gpg("signed.gpg", "-s", "-u", "a@reader.example")
        gpg("signed.asc", "-a", "-s", "-u", "a@reader.example")
        gpg("clear-signed.asc", "--clear-sign", "-u", "a@reader.example")
        gpg("compressed.gpg", "--store", "-z", "6")
        gpg("key.asc", "-a", "--export", "a@reader.example")
    files = {
        "text-after.asc": armored + b"\nThe password follows.\n",
        "blanks-around.asc": b"\xef\xbb\xbf\r\n" +
        armored.replace(b"\n", b"\r\n") + b"\r\n\r\n",
        "cut.asc": armored[:len(armored) // 2],
        "text-before.txt": b"Dear all,\n\n" + armored,
    }
    for name, data in files.items():
        with open(name, "wb") as f:
            f.write(data)


main()
