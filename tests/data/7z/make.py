#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the 7z archives that test_protect_7z reads

Run it in this folder; it needs 7z. The password is "orchard", the content is
made up.
"""
import os
import subprocess
import tempfile

TEXT = "Reading list of the garden club: three books about apple trees.\n"
LOCK = "-porchard"


def archive(name, *steps):
    with tempfile.TemporaryDirectory() as folder:
        for member in ("list.txt", "notes.txt"):
            with open(os.path.join(folder, member), "w",
                      encoding="ascii") as f:
                f.write(member + ": " + TEXT * 3)
        with open(os.path.join(folder, "empty.txt"), "wb"):
            pass
        os.mkdir(os.path.join(folder, "folder"))
        for step in steps:
            subprocess.run(["7z", "a", "out.7z", *step], cwd=folder,
                           check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "out.7z"), "rb") as f:
            data = f.read()
    with open(name, "wb") as f:
        f.write(data)
    return data


archive("none.7z", ["list.txt", "notes.txt"])
archive("none-plain-header.7z", ["-mhc=off", "list.txt"])
archive("none-stored.7z", ["-mx=0", "list.txt"])
archive("none-ppmd.7z", ["-m0=PPMd", "list.txt"])
archive("nothing.7z", ["empty.txt", "folder"])
aes = archive("aes.7z", [LOCK, "list.txt", "notes.txt", "folder"])
archive("aes-plain-header.7z", [LOCK, "-mhc=off", "list.txt"])
archive("aes-bcj.7z", [LOCK, "-m0=BCJ", "-m1=LZMA2", "list.txt"])
archive("aes-names.7z", [LOCK, "-mhe=on", "list.txt"])
archive("mixed.7z", [LOCK, "list.txt"], ["notes.txt"])
with open("cut.7z", "wb") as out:
    out.write(aes[:-20])
with open("twisted.7z", "wb") as out:
    out.write(aes[:-20] + bytes(20))
with open("program.exe", "wb") as out:
    out.write(b"MZ" + bytes(510) + aes)
