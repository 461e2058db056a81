# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages for the end-to-end tests; identifiers are made up."""
import base64
import io
import zipfile

NINO = "JG103759A"
SENSITIVE = f"Her National Insurance number is {NINO}, as discussed."
_number = [0]


def crlf(text):
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) \
        else text
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def new_id():
    """A word that no other message of this run has, for the ledger."""
    _number[0] += 1
    return f"ledger-{_number[0]:04d}-end"


def plain(text="See you at the meeting on Tuesday.", subject="Meeting",
          head=""):
    """(id, bytes) of a plain text message; HEAD are more header lines."""
    name = new_id()
    return name, crlf(f"""From: Staff <staff@school.example>
To: Someone <someone@elsewhere.example>
Subject: {subject}
Message-ID: <{name}@school.example>
Date: Mon, 02 Nov 2026 09:00:00 +0000
X-Ledger: {name}
{head}{"" if not head or head.endswith(chr(10)) else chr(10)}
{text}
""")


def with_part(content_type, payload, name, text="The file is attached.",
              head=""):
    """A multipart/mixed message with PAYLOAD (bytes) attached as NAME."""
    encoded = base64.encodebytes(payload).decode()
    more = f"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="edge"
{head}"""
    body = f"""--edge
Content-Type: text/plain; charset=utf-8

{text}
--edge
Content-Type: {content_type}; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{encoded}
--edge--"""
    return plain(body, head=more)


def alternative(text, html, head=""):
    more = f"""MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="alt"
{head}"""
    body = f"""--alt
Content-Type: text/plain; charset=utf-8

{text}
--alt
Content-Type: text/html; charset=utf-8

<html><body><p>{html}</p></body></html>
--alt--"""
    return plain(body, head=more)


def many_parts(n):
    more = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="m"\n'
    return plain("".join(f"--m\n\npart {i}\n" for i in range(n)) + "--m--",
                 head=more)


def nested(depth):
    lines = []
    for i in range(depth):
        lines.append(f'Content-Type: multipart/mixed; boundary="n{i}"\n\n'
                     f"--n{i}\n")
    name, raw = plain("", head="MIME-Version: 1.0\n" + lines[0].split("\n")[0])
    inner = "--n0\n" + "".join(lines[1:]) + "\nthe bottom\n"
    inner += "".join(f"--n{i}--\n" for i in reversed(range(depth)))
    return name, raw + crlf(inner)


def broken_zip():
    """A ZIP whose member is cut off: nobody can look inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("list.csv", "some,text\n" * 400)
    return out.getvalue()[:70]


def csv_attachment(rows):
    return ("Name,Date of birth,National Insurance number\n" +
            "\n".join(rows) + "\n").encode()
