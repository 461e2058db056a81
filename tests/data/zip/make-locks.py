#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-locks.py - write the lock-*.zip files that test_protect reads

Run it in this folder; it needs zip and 7z (Debian: zip, p7zip-full or 7zip).
Members encrypted by those programs have the password "orchard". What they
can't write (PKWARE's own encryption, iWork, OpenDocument, damage) is written
here, with noise in place of ciphertext. All content is made up.
"""
import os
import struct
import subprocess
import tempfile
import zlib

TEXT = b"Reading list of the garden club: three books about apple trees.\n"
PASSWORD = "orchard"
ODF = b"application/vnd.oasis.opendocument.text"


def run(*command, folder):
    subprocess.run(command, cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


def noise(n):
    out, x = bytearray(), 0x2545F491
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0xFFFFFFFF
        out.append(x >> 16 & 0xFF)
    return bytes(out)


def real(name, *steps):
    """An archive by the real programs: each step is a command and files."""
    with tempfile.TemporaryDirectory() as folder:
        for member in ("list.txt", "notes.txt", "plan.txt"):
            with open(os.path.join(folder, member), "wb") as f:
                f.write(member.encode() + b": " + TEXT)
        os.mkdir(os.path.join(folder, "empty"))
        for step in steps:
            run(*step, folder=folder)
        with open(os.path.join(folder, "out.zip"), "rb") as f:
            data = f.read()
    with open(name, "wb") as f:
        f.write(data)


def seven(method, *files):
    lock = ("-p" + PASSWORD, "-mem=" + method) if method else ()
    return ("7z", "a", "-tzip", *lock, "out.zip", *files)


def classic(*files):
    return ("zip", "-q", "-P", PASSWORD, "out.zip", *files)


def made(name, members, cut=0):
    """An archive of (name, method, flags, data, size, extra) members."""
    out, central = b"", b""
    for member, method, flags, data, size, extra in members:
        at = len(out)
        crc = zlib.crc32(data)
        common = struct.pack("<HHHHIIIHH", flags, method, 0, 0x5A21, crc,
                             len(data), size, len(member), len(extra))
        out += b"PK\3\4" + struct.pack("<H", 51) + common + \
            member.encode() + extra + data
        central += b"PK\1\2" + struct.pack("<HH", 51, 51) + common + \
            struct.pack("<HHHII", 0, 0, 0, 0, at) + member.encode() + extra
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(members),
                                  len(members), len(central), len(out), 0)
    out += central + end
    with open(name, "wb") as f:
        f.write(out[:len(out) - cut])


def plain(name, data=TEXT):
    return (name, 0, 0, data, len(data), b"")


def hidden(name, method=0, flags=0, extra=b""):
    return (name, method, flags, noise(96), 90, extra)


def pkware(name, cipher, bits, how=1):
    """A member of PKWARE's strong encryption (APPNOTE 7.2.4), by password
    (HOW 1) or certificate (2)."""
    head = struct.pack("<H", 16) + noise(16) + struct.pack(
        "<IHHHH", 40, 3, cipher, bits, how) + noise(90)
    extra = struct.pack("<HHHHHH", 0x17, 8, 2, cipher, bits, how)
    return (name, 0, 0x41, head, 60, extra)


def aes(name, strength, version=2):
    extra = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", strength, 0)
    return hidden(name, 99, 1, extra)


def manifest(*locked, cipher="http://www.w3.org/2001/04/xmlenc#aes256-cbc",
             derivation="PBKDF2", rounds=100000, size=32, salt="c2FsdA==",
             head=""):
    """The manifest of an OpenDocument package, with LOCKED members."""
    rows = "".join(
        "<manifest:file-entry manifest:full-path='%s'>"
        "<manifest:encryption-data><manifest:algorithm "
        "manifest:algorithm-name='%s'/><manifest:key-derivation "
        "manifest:key-derivation-name='%s' manifest:key-size='%d' "
        "manifest:iteration-count='%d' manifest:salt='%s'/>"
        "</manifest:encryption-data></manifest:file-entry>"
        % (name, cipher, derivation, size, rounds, salt) for name in locked)
    return plain("META-INF/manifest.xml", (
        "<manifest:manifest>%s%s</manifest:manifest>" % (head, rows)).encode())


def odf():
    """OpenDocument: what the manifest says, and what the members look like."""
    names = ("content.xml", "styles.xml", "meta.xml")
    body = [plain("mimetype", ODF)] + [hidden(n) for n in names]
    xml = plain("styles.xml", b"<?xml?><office/>")

    def one(name, *members, **how):
        locked = how.pop("locked", names)
        made("lock-odf%s.zip" % name, [
            *(members or body), manifest(*locked, **how)])

    one("")
    one("-blowfish", cipher="Blowfish CFB", rounds=1024, size=16)
    one("-rounds", rounds=10)
    one("-unsalted", salt="")
    one("-short", size=5)
    one("-method", cipher="urn:nobody:knows")
    one("-openpgp", derivation="PGP", salt="", rounds=0,
        head="<manifest:keyinfo><manifest:encrypted-key/></manifest:keyinfo>")
    one("-plain", plain("mimetype", ODF),
        plain("content.xml", b"<?xml?><office/>"), locked=())
    one("-part", plain("mimetype", ODF), hidden("content.xml"), xml)
    one("-claimed", plain("mimetype", ODF),
        plain("content.xml", b"<?xml?><office/>" + TEXT))
    one("-text", plain("mimetype", ODF), plain("content.xml", TEXT))
    one("-deflated", plain("mimetype", ODF),
        plain("content.xml", zlib.compress(noisy_text())[2:-4]))
    one("-comment", plain("mimetype", ODF), hidden("content.xml"), locked=(),
        head="<!-- <manifest:file-entry manifest:full-path='content.xml'>"
        "<manifest:encryption-data/></manifest:file-entry> -->")
    one("-package", plain("mimetype", ODF), hidden("encrypted-package"),
        locked=("encrypted-package",), rounds=0,
        cipher="http://www.w3.org/2009/xmlenc11#aes256-gcm",
        derivation="urn:org:documentfoundation:names:experimental:office:"
        "manifest:argon2id")


def disagree():
    """The directory says AES, the member in front that it is plain."""
    made("lock-disagree.zip", [aes("list.txt", 3)])
    with open("lock-disagree.zip", "rb+") as f:
        f.seek(6)
        f.write(struct.pack("<HH", 0, 0))


def masked():
    """The directory itself is encrypted (APPNOTE 7.3): noise, and a record of
    version 2 that names the cipher."""
    member = b"PK\3\4" + struct.pack("<HH", 62, 0x2041) + noise(112)
    directory = noise(64)
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44 + 28, 62, 62, 0, 0, 1,
                         1, len(directory), len(member))
    record += struct.pack("<HQQHHHH", 0, 64, 60, 0x6610, 256, 1, 0x8004)
    record += bytes(28 - 26)
    locator = struct.pack("<IIQI", 0x07064B50, 0,
                          len(member) + len(directory), 1)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF,
                                  0xFFFFFFFF, 0xFFFFFFFF, 0)
    with open("lock-masked.zip", "wb") as f:
        f.write(member + directory + record + locator + end)


def noisy_text():
    return b"".join(b"<p>%d</p>" % (x * 7919) for x in noise(400))


def main():
    for bits in ("128", "192", "256"):
        real("lock-aes%s.zip" % bits, seven("AES" + bits, "list.txt"))
    real("lock-none.zip", ("zip", "-q", "out.zip", "list.txt"))
    real("lock-zipcrypto.zip", classic("list.txt"))
    real("lock-mixed-plain.zip", seven("AES256", "list.txt"),
         seven(None, "notes.txt"))
    real("lock-mixed-weak.zip", seven("AES256", "list.txt"),
         classic("notes.txt"))
    real("lock-mixed-keys.zip", seven("AES256", "list.txt"),
         seven("AES128", "notes.txt"))
    real("lock-folder.zip", ("zip", "-q", "-r", "out.zip", "empty"),
         seven("AES256", "list.txt"))
    made("lock-empty.zip", [])
    made("lock-pkware-aes256.zip", [pkware("list.txt", 0x6610, 256)])
    made("lock-pkware-rc2-40.zip", [pkware("list.txt", 0x6602, 40)])
    made("lock-pkware-des.zip", [pkware("list.txt", 0x6601, 56)])
    made("lock-pkware-other.zip", [pkware("list.txt", 0x7777, 256)])
    made("lock-aes-none.zip", [aes("list.txt", 9)])
    made("lock-pkware-certificate.zip", [pkware("list.txt", 0x6610, 256, 2)])
    made("lock-ae1.zip", [aes("list.txt", 3, 1)])
    disagree()
    masked()
    made("lock-method.zip", [hidden("list.txt", 9999)])
    made("lock-method-and-aes.zip", [hidden("a.txt", 9999), aes("b.txt", 3)])
    made("lock-iwork.zip", [hidden("index.xml", 25452),
                            hidden("history.plist", 25451)])
    made("lock-iwork13.zip", [hidden("Index/Document.iwa"),
                              hidden(".iwpv2"), plain(".iwph", b"a tree")])
    made("lock-iwork13-plain.zip", [plain("Index/Document.iwa", b"\0" * 64),
                                    hidden(".iwpv2")])
    made("lock-cut.zip", [hidden("list.txt", 0, 1)], cut=30)
    odf()



main()
