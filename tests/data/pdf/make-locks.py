#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-locks.py - write the lock-*.pdf files that test_protect reads

Run it in this folder; it needs qpdf. The files that qpdf encrypts have the
user password "orchard" and the owner password "keeper", or one of them empty.
What qpdf can't write (public-key handlers, attachments alone, damage) is
written here with noise for the secrets. All content is made up.
"""
import os
import re
import subprocess
import tempfile

PAGE = b"BT /F1 12 Tf 72 720 Td (Reading list of the garden club) Tj ET"


def noise(n, seed=0x2545F491):
    out, x = bytearray(), seed
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0xFFFFFFFF
        out.append(x >> 16 & 0xFF)
    return bytes(out)


def document(encrypt=None, trailer_more=b"", xref=True, inline=False):
    """A one-page PDF; ENCRYPT is the encryption dictionary."""
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources <</Font <</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(PAGE), PAGE),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    ]
    if encrypt and not inline:
        objects.append(encrypt)
    out = b"%PDF-1.7\n"
    places = []
    for i, text in enumerate(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, text)
    at = len(out) if xref else 7
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % p for p in places)
    trailer = b"trailer\n<</Size %d /Root 1 0 R /ID [<%s> <%s>]" % (
        len(objects) + 1, noise(16).hex().encode(), noise(16).hex().encode())
    if encrypt:
        trailer += b" /Encrypt " + (encrypt if inline else b"6 0 R")
    return out + table + trailer + trailer_more + \
        b">>\nstartxref\n%d\n%%%%EOF\n" % at


def handler(name=b"Standard", v=4, r=4, more=b"", size=32):
    o, u = noise(size, 1).hex().encode(), noise(size, 2).hex().encode()
    return b"<</Filter /%s /V %d /R %d /O <%s> /U <%s> /P -1028 %s>>" % (
        name, v, r, o, u, more)


AES = b"/CF <</StdCF <</AuthEvent /DocOpen /CFM /AESV2 /Length 16>>>> " \
      b"/StmF /StdCF /StrF /StdCF"
FILES_ONLY = b"/CF <</StdCF <</AuthEvent /EFOpen /CFM /AESV2 /Length 16>>>> " \
             b"/StmF /Identity /StrF /Identity /EFF /StdCF"
STRINGS_PLAIN = b"/CF <</StdCF <</CFM /AESV2>>>> /StmF /StdCF"
UNKNOWN = b"/CF <</StdCF <</CFM /CAMELLIA>>>> /StmF /StdCF /StrF /StdCF"


def save(name, data):
    with open(name, "wb") as f:
        f.write(data)


def qpdf(name, user, owner, bits, *options, before=()):
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, "in.pdf")
        save(plain, document())
        # qpdf says 3 for a warning about weak ciphers
        done = subprocess.run(
            ["qpdf", "--allow-weak-crypto", "--static-id", *before,
             "--encrypt", user, owner, bits, *options, "--", plain, name])
        assert done.returncode in (0, 3), name


def main():
    ciphers = {
        "rc4-40": ("40",),
        "rc4-128": ("128", "--use-aes=n"),
        "rc4-128-v4": ("128", "--use-aes=n", "--force-V4"),
        "aes128": ("128", "--use-aes=y"),
        "aes128-meta": ("128", "--use-aes=y", "--cleartext-metadata"),
        "aes256-r5": ("256", "--force-R5"),
        "aes256": ("256",),
    }
    for name, how in ciphers.items():
        qpdf("lock-%s.pdf" % name, "orchard", "keeper", *how)
        qpdf("lock-%s-owner.pdf" % name, "", "keeper", *how)
    qpdf("lock-aes256-no-owner.pdf", "orchard", "", "256", "--allow-insecure")
    qpdf("lock-aes256-stream.pdf", "orchard", "keeper", "256",
         before=("--object-streams=generate",))
    qpdf("lock-aes256-stream-owner.pdf", "", "keeper", "256",
         before=("--object-streams=generate",))
    qpdf("lock-aes128-linear.pdf", "orchard", "keeper", "128", "--use-aes=y",
         before=("--linearize",))

    save("lock-none.pdf", document())
    with open("lock-aes256.pdf", "rb") as f:
        locked = f.read()
    save("lock-aes256-broken-xref.pdf", re.sub(
        rb"startxref\s+\d+", b"startxref\n7", locked))
    save("lock-aes256-cut.pdf", locked[:len(locked) // 2])
    save("lock-aes256-prefix.pdf", b"bytes in front\n" + locked)
    save("lock-none-broken-xref.pdf", document(xref=False))
    save("lock-contradict.pdf", document(handler(more=AES)) +
         b"trailer\n<</Size 7 /Root 1 0 R>>\nstartxref\n99999\n%%EOF\n")
    save("lock-inline.pdf", document(handler(more=AES), inline=True))
    save("lock-attachments.pdf", document(handler(more=FILES_ONLY)))
    save("lock-strings-plain.pdf", document(handler(more=STRINGS_PLAIN)))
    save("lock-method.pdf", document(handler(more=UNKNOWN)))
    save("lock-lost-filter.pdf", document(
        handler(more=b"/StmF 88 0 R /StrF 88 0 R")))
    save("lock-v3.pdf", document(handler(v=3, r=3)))
    save("lock-short-secret.pdf", document(handler(more=AES, size=20)))
    save("lock-pubkey.pdf", document(
        b"<</Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 "
        b"/Recipients [<3000>] " + AES + b">>"))
    save("lock-pubkey-rc4-40.pdf", document(
        b"<</Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s3 /V 1 "
        b"/Recipients [<3000>]>>"))
    save("lock-other-handler.pdf", document(handler(b"Example.Vault",
                                                    more=AES)))
    save("lock-irm.pdf", document(
        b"<</Filter /MicrosoftIRMServices /V 4 /PublishingLicense <3000> " +
        AES + b">>"))
    save("lock-lost.pdf", document().replace(
        b"/Root", b"/Encrypt 77 0 R /Root"))


main()
