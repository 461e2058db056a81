#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the files of programs that only encrypt

Run it in this folder; it needs ansible-vault, scrypt, openssl and Perl's
File::KeePass (Debian: ansible-core, scrypt, libfile-keepass-perl). All content
is made up, the password is "orchard". AxCrypt and the rights management of
Microsoft run on other systems: their files have the blocks that real ones
have, with noise in place of ciphertext.
"""
import hashlib
import os
import struct
import subprocess
import tempfile

TEXT = b"Reading list of the garden club: three books about apple trees.\n"
AXCRYPT = bytes.fromhex("c0b9072e4f93f146a015792ca1d9e821")
KEEPASS = """use File::KeePass;
my $k = File::KeePass->new;
my $g = $k->add_group({title => "Garden"});
$k->add_entry({title => "Shed", username => "ann", password => "apple",
    group => $g->{id}});
$k->save_db("keepass1.kdb", "orchard");
$k->save_db("keepass2.kdbx", "orchard");
"""


def noise(n):
    return b"".join(hashlib.sha256(b"%d" % i).digest()
                    for i in range(n // 32 + 1))[:n]


def block(kind, size):
    return struct.pack("<IB", size, kind) + noise(size - 5)


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def main():
    with tempfile.TemporaryDirectory() as d:
        key, plain = os.path.join(d, "key"), os.path.join(d, "plain")
        write(key, b"orchard\n")
        write(plain, TEXT)
        for name, label in (("ansible.yml", []),
                            ("named.yml", ["--encrypt-vault-id", "club"])):
            source = "club@" + key if label else key
            subprocess.run(["ansible-vault", "encrypt", "--vault-id", source,
                            *label, "--output", name, plain], check=True)
        subprocess.run(["scrypt", "enc", "-P", "--logN", "10", "-r", "8", "-p",
                        "1", plain, "sealed.scrypt"], input=b"orchard\n",
                       check=True)
        for name, more in (("openssl.enc", []), ("openssl.b64", ["-a"])):
            subprocess.run(["openssl", "enc", "-aes-256-cbc", "-pbkdf2", *more,
                            "-k", "orchard", "-in", plain, "-out", name],
                           check=True)
    subprocess.run(["perl", "-e", KEEPASS], check=True)
    for name in ("keepass1.kdb", "keepass2.kdbx", "ansible.yml"):
        os.chmod(name, 0o644)
    data = open("ansible.yml", "rb").read()
    write("ansible-text.yml", data + TEXT)
    data = bytearray(open("sealed.scrypt", "rb").read())
    data[7] ^= 1
    write("changed.scrypt", data)
    axcrypt = AXCRYPT + block(2, 21) + block(3, 10) + block(68, 37) + \
        block(63, 13)
    write("sealed.axx", axcrypt + noise(64))
    write("rights.pfile", b".pfile" + struct.pack("<II", 2, 1) + noise(200))
    write("text-behind.axx", axcrypt + 3 * TEXT)


main()
