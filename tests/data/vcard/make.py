#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the contacts and calendars that the tests read

Run it in this folder. All people and numbers are made up.
"""
import base64

FILE = base64.b64encode(b"Name,NHS number\nAnn Other,9434765919\n" * 2)

PEOPLE = """BEGIN:VCARD
VERSION:3.0
N:Other;Ann;;Dr;
FN:Dr Ann Other
item1.EMAIL;TYPE=INTERNET:ann@x.example
EMAIL:ann@y.example
TEL;TYPE=CELL:07700 900123
ADR;TYPE=HOME:;;1 High Street;Town;;AB1 2CD;UK
BDAY:2011-04-05
NOTE:first\\, second\\nthird
X-PUPIL:A12345
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=
=F6rg
TEL;CELL:07700 900
 456
END:VCARD
"""

ONE = """BEGIN:VCARD\r
VERSION:4.0\r
FN:Fo\u00e9 Other\r
TEL;VALUE=uri;TYPE="voice,home":tel:+44-1632-960123\r
NOTE:NHS 943 476\r
  5919\r
END:VCARD\r
"""

INVITE = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Review of Ann Other
DESCRIPTION:NHS 9434\\n765919\\; more
ATTENDEE;CN="Bob: Other";RSVP=TRUE:mailto:bob@x.example
LOCATION:Room 1
X-ALT-DESC;FMTTYPE=text/html:<html><body><b>QQ123456C</b></body></html>
ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME="p.csv":%s
BEGIN:VALARM
DESCRIPTION:alarm
END:VALARM
END:VEVENT
BEGIN:VTODO
SUMMARY:second
END:VTODO
END:VCALENDAR
""" % FILE.decode()


def folded(text):
    """TEXT with a fold in the middle of a two-byte character."""
    data = text.encode("utf-8")
    at = data.index(b"\xc3") + 1
    return data[:at] + b"\r\n " + data[at:]


for name, data in (("people.vcf", PEOPLE.encode()), ("one.vcf", folded(ONE)),
                   ("invite.ics", INVITE.encode())):
    with open(name, "wb") as f:
        f.write(data)
