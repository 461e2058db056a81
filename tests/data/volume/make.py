#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the starts of encrypted volumes and disk images

Run it in this folder; it needs cryptsetup. A volume of LUKS is megabytes of
key material: the files here end behind the header that names the cipher.
Apple's images and BitLocker are written by their structure, and noise stands
for a VeraCrypt volume, which has nothing else. The password is "orchard".
"""
import hashlib
import os
import struct
import subprocess
import tempfile


def noise(n):
    return b"".join(hashlib.sha256(b"%d" % i).digest()
                    for i in range(n // 32 + 1))[:n]


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def luks(name, size, *options):
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "volume")
        with open(path, "wb") as f:
            f.truncate(32 << 20)
        subprocess.run(["cryptsetup", "-q", "luksFormat", *options,
                        "--pbkdf-force-iterations", "1000", path],
                       input=b"orchard", check=True)
        with open(path, "rb") as f:
            write(name, f.read(size).rstrip(b"\0") + bytes(16) +
                  noise(600))


def dmg(cipher, bits):
    head = b"encrcdsa" + struct.pack(">IIIIII", 2, 16, 5, cipher, bits, 91)
    return (head + noise(32)).ljust(512, b"\0") + noise(1024)


def main():
    pbkdf2 = ("--pbkdf", "pbkdf2")
    luks("luks1.img", 4096, "--type", "luks1")
    luks("luks2.img", 16384, "--type", "luks2", *pbkdf2)
    # needs the kernel's help to be made: the name of the cipher is changed
    with open("luks1.img", "rb") as f:
        write("luks1-null.img", f.read().replace(
            b"aes".ljust(11, b"\0"), b"cipher_null", 1))
    write("sealed.dmg", dmg(0x80000001, 256))
    write("unknown.dmg", dmg(0x80000099, 256))
    write("old.dmg", noise(4096) + bytes(1276) + b"cdsaencr")
    write("bitlocker.img", b"\xeb\x58\x90-FVE-FS-" + bytes(501) + noise(512))
    write("noise.bin", noise(32768))


main()
