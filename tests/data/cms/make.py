#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the CMS files that test_protect_mail reads

Run it in this folder; it needs openssl 3. The key and certificate are thrown
away, the content is made up.
"""
import os
import subprocess
import tempfile

TEXT = b"Reading list of the garden club: three books about apple trees.\n"
LEGACY = ("-provider", "legacy", "-provider", "default")


def main():
    with tempfile.TemporaryDirectory() as folder:
        key = os.path.join(folder, "key.pem")
        cert = os.path.join(folder, "cert.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-subj", "/CN=reader.example", "-days", "3650", "-keyout", key,
             "-out", cert], check=True, capture_output=True)

        def cms(name, *options):
            done = subprocess.run(
                ["openssl", "cms", "-binary", *options], input=TEXT,
                capture_output=True, check=True)
            with open(name, "wb") as f:
                f.write(done.stdout)
            return done.stdout

        def lock(name, cipher, *more):
            return cms(name, "-encrypt", "-outform", "DER", cipher, *more,
                       cert)

        der = lock("enveloped-aes256.p7m", "-aes-256-cbc")
        lock("enveloped-aes128.p7m", "-aes-128-cbc")
        lock("enveloped-3des.p7m", "-des3")
        lock("enveloped-camellia.p7m", "-camellia128")
        lock("enveloped-des.p7m", "-des", *LEGACY)
        lock("enveloped-rc2-40.p7m", "-rc2-40", *LEGACY)
        lock("enveloped-stream.p7m", "-aes-256-cbc", "-stream")
        lock("auth-enveloped.p7m", "-aes-256-gcm")
        cms("enveloped.pem", "-encrypt", "-outform", "PEM", "-aes-256-cbc",
            cert)
        cms("encrypted.p7m", "-EncryptedData_encrypt", "-outform", "DER",
            "-aes-256-cbc", "-secretkey", "00" * 32)
        cms("signed.p7m", "-sign", "-nodetach", "-outform", "DER",
            "-signer", cert, "-inkey", key)
        cms("signed.pem", "-sign", "-nodetach", "-outform", "PEM",
            "-signer", cert, "-inkey", key)
        cms("digested.p7m", "-digest_create", "-outform", "DER")
        with open("cut.p7m", "wb") as f:
            f.write(der[:40])


main()
