#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the sealed files that test_extract_sealed reads

Run it in this folder; it needs gpg and openssl. Keys are thrown away; the
numbers are reserved ones.
"""
import os
import subprocess
import tempfile
import zlib

TEXT = b"Her number is QQ123456C, says the list of the garden club.\n"
ENTITY = (b"Content-Type: text/csv; name=class.csv\r\n"
          b"Content-Transfer-Encoding: base64\r\n\r\n"
          b"TmFtZSxOSU5PLENsYXNzCkFubixRUTEyMzQ1NkMsNwpCb2IsUVE2NTQzMjFDLDgK\r\n")


def save(name, data):
    with open(name, "wb") as f:
        f.write(data)


def openpgp():
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o700)

        def gpg(name, *options):
            done = subprocess.run(
                ["gpg", "--homedir", home, "--batch", "--yes", "--quiet",
                 "--no-tty", "--pinentry-mode", "loopback", "--passphrase",
                 "orchard", "--trust-model", "always", *options],
                input=TEXT, capture_output=True, check=True)
            if name:
                save(name, done.stdout)
            return done.stdout

        gpg(None, "--quick-generate-key", "a@reader.example", "default",
            "default", "never")
        for method in ("zip", "zlib", "bzip2", "uncompressed"):
            gpg(method + ".gpg", "--store", "--compress-algo", method,
                "--set-filename", "list.txt")
        signed = gpg("signed.gpg", "-s", "-u", "a@reader.example")
        armored = gpg("signed.asc", "-a", "-s", "-u", "a@reader.example")
        gpg("locked.gpg", "-c")
        gpg("keys.gpg", "--export")
        save("cut.gpg", signed[:len(signed) // 2])
        save("text-after.asc", armored + b"\nand QQ654321C behind it\n")


def cms():
    with tempfile.TemporaryDirectory() as home:
        key, cert = (os.path.join(home, n) for n in ("key", "cert"))
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
             cert, "-subj", "/CN=a.example", "-days", "3650"], check=True,
            capture_output=True)

        def sign(name, data, *options):
            save(name, subprocess.run(
                ["openssl", "cms", "-sign", "-signer", cert, "-inkey", key,
                 "-binary", "-nosmimecap", *options], input=data,
                capture_output=True, check=True).stdout)

        sign("signed.p7m", ENTITY, "-outform", "DER", "-nodetach")
        sign("stream.p7m", ENTITY * 1, "-outform", "DER", "-nodetach",
             "-stream")
        sign("detached.p7s", ENTITY, "-outform", "DER")
        sign("signed.pem", TEXT, "-outform", "PEM", "-nodetach")

    def tlv(tag, body):
        size = len(body)
        head = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2,
                                                                        "big")
        return bytes([tag]) + head + body

    oid = bytes.fromhex("2a864886f70d010910")
    inner = tlv(0x30, tlv(6, bytes.fromhex("2a864886f70d010701")) +
                tlv(0xa0, tlv(4, zlib.compress(TEXT))))
    body = tlv(0x30, tlv(2, b"\0") + tlv(0x30, tlv(6, oid + b"\x03\x08")) +
               inner)
    save("compressed.p7m", tlv(0x30, tlv(6, oid + b"\x01\x09") +
                               tlv(0xa0, body)))


openpgp()
cms()
