#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - messages encrypted or signed with OpenPGP and S/MIME

Run it in this folder; it needs gpg and openssl 3. Keys are thrown away; what
is locked in them is a list with the made-up number QQ123456C.
"""
import os
import subprocess
import tempfile

INNER = b"Content-Type: text/plain\r\n\r\nName: Ann\r\nNINO: QQ123456C\r\n"
HEAD = (b"From: office@school.example\r\nTo: reader@partner.example\r\n"
        b"Subject: The list\r\nMIME-Version: 1.0\r\n")


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def multipart(kind, parts):
    out = b"Content-Type: " + kind + b'; boundary="b1"\r\n\r\n'
    for part in parts:
        out += b"--b1\r\n" + part + b"\r\n"
    return HEAD + out + b"--b1--\r\n"


def write(name, data):
    with open(name, "wb") as f:
        f.write(crlf(data))


def openpgp(home):
    def gpg(data, *options):
        return crlf(subprocess.run(
            ["gpg", "--homedir", home, "--batch", "--yes", "--quiet",
             "--no-tty", "--pinentry-mode", "loopback", "--passphrase", "",
             "--trust-model", "always", *options],
            input=data, capture_output=True, check=True).stdout)

    who = "reader@partner.example"
    gpg(b"", "--quick-generate-key", who, "default", "default", "never")
    write("pgp-encrypted.eml", multipart(
        b'multipart/encrypted; protocol="application/pgp-encrypted"',
        [b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
         b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n" +
         gpg(INNER, "-a", "-e", "-r", who)]))
    write("pgp-signed.eml", multipart(
        b'multipart/signed; micalg=pgp-sha512; '
        b'protocol="application/pgp-signature"',
        [INNER, b"Content-Type: application/pgp-signature\r\n\r\n" +
         gpg(INNER, "-a", "-b", "-u", who)]))
    write("pgp-inline.eml", HEAD + b"Content-Type: text/plain\r\n\r\n" +
          gpg(INNER, "-a", "-e", "-r", who))
    write("pgp-inline-text.eml", HEAD + b"Content-Type: text/plain\r\n\r\n" +
          b"This is for NINO: QQ123456C\r\n\r\n" +
          gpg(INNER, "-a", "-e", "-r", who))
    write("pgp-inline-signed.eml", HEAD + b"Content-Type: text/plain\r\n\r\n" +
          gpg(INNER, "-a", "--clear-sign", "-u", who))


def smime(home):
    key, cert = os.path.join(home, "k.pem"), os.path.join(home, "c.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                    "-subj", "/CN=reader", "-days", "3650", "-keyout", key,
                    "-out", cert], check=True, capture_output=True)

    def cms(name, *options):
        done = subprocess.run(["openssl", "cms", *options], input=INNER,
                              capture_output=True, check=True)
        write(name, HEAD.replace(b"MIME-Version: 1.0\r\n", b"") + done.stdout)

    cms("smime-enveloped.eml", "-encrypt", "-aes-256-cbc", cert)
    cms("smime-auth-enveloped.eml", "-encrypt", "-aes-256-gcm", cert)
    signed = ("-sign", "-signer", cert, "-inkey", key)
    cms("smime-opaque.eml", *signed, "-nodetach")
    cms("smime-signed.eml", *signed)


def main():
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o700)
        openpgp(home)
        smime(home)


main()
