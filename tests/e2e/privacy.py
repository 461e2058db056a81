# SPDX-License-Identifier: GPL-3.0-or-later
"""Marked strings go in; what comes out where is looked at byte by byte.

Marks of subject, body and cells may come out nowhere but in the message
itself. Marks of addresses and file names may stand in --json output and in
the mail to the sender, in no log, reply, audit row or clear text of the store.
"""
import glob
import os
import subprocess

import messages
from daemon import POSTERN
from postfix import wait_for
from scenarios import reference_of, scenario, special

CONTENT = {"subject": "CanarySubjectQuokka", "body": "CanaryBodyWombat",
           "cell": "CanaryCellNumbat"}
NAMES = {"file": "canaryfilepotoroo", "sender": "canarysenderbilby",
         "recipient": "canaryrecipientdunnart", "login": "canaryloginquoll"}


def canary_messages():
    """One that is rejected for each rule at hand, one held, one that passes."""
    sensitive = f"{CONTENT['body']} {messages.SENSITIVE}"
    cells = messages.csv_attachment(
        [f"{CONTENT['cell']} Smith,0{i}/02/2010,{messages.NINO}"
         for i in range(1, 9)])
    name = NAMES["file"]
    subject = {"subject": f"{CONTENT['subject']} plan"}
    return [
        messages.plain(sensitive, **subject),
        messages.plain(CONTENT["body"],
                       subject=f"{CONTENT['subject']} NINO {messages.NINO}"),
        messages.with_part("text/csv", cells, f"{name}.csv",
                           text=CONTENT["body"]),
        messages.with_part("application/zip", messages.broken_zip(),
                           f"{name}.zip", text=sensitive),
        messages.with_part("application/zip", messages.broken_zip(),
                           f"{name}.zip", text=CONTENT["body"]),
        messages.plain(CONTENT["body"], **subject),
    ]


def clear_text(w, d):
    """(what, bytes) of everything that is kept or said in clear."""
    yield "mail.log", w.postfix.maillog().encode()
    yield "posternd's log", d.log().encode()
    for path in glob.glob(d.store + "*"):
        with open(path, "rb") as f:
            yield os.path.basename(path), f.read()


def cli(d, *words):
    return subprocess.run([POSTERN, *words, "-c", d.conf], check=False,
                          capture_output=True).stdout


def look(marks, where, data):
    for kind, mark in marks.items():
        assert mark.lower().encode() not in data.lower(), \
            f"{kind} stands in {where}"


@scenario
def no_mark_of_a_message_comes_out(w):
    sender = f"{NAMES['sender']}@school.example"
    to = f"{NAMES['recipient']}@elsewhere.example"
    with special(w, "canary", start=False) as d:
        # the MTA's own log lines name the envelope; only its milter lines
        # come from us, so those are looked at below
        d.start()
        replies, notices = [], 0
        for message in canary_messages():
            code, text = w.send(message, sender=sender, to=to,
                                port=w.special_port, login=NAMES["login"])
            replies.append((code, text))
            notices += code == 550
        assert [c for c, _ in replies].count(550) >= 3, replies
        assert notices and w.notices(sender, count=notices)
        for code, text in replies:
            look(CONTENT | NAMES, "a reply", text.encode())
            if code == 550:
                reference_of(text)
        for where, data in clear_text(w, d):
            look(CONTENT, where, data)
            if where != "mail.log":
                look(NAMES, where, data)
        rejects = [line for line in w.postfix.maillog().splitlines()
                   if "milter-reject" in line and NAMES["sender"] in line]
        assert rejects
        for line in rejects:
            look(CONTENT | NAMES, "a milter line", line.split("; from=")[0]
                 .split("]: ", 1)[1].encode())
        for mail in w.notices(sender):
            look(CONTENT, "a notice", mail.content)
        look_at_tools(w, d)


def look_at_tools(w, d):
    """What the command line prints about the same messages."""
    if not os.path.exists(POSTERN):
        return
    look(CONTENT | NAMES, "the audit", cli(d, "audit", "--json"))
    for words in (("quarantine", "list", "--json"), ("status",)):
        look(CONTENT, " ".join(words), cli(d, *words))
    for i, (_, raw) in enumerate(canary_messages()):
        path = os.path.join(d.folder, f"{i}.eml")
        with open(path, "wb") as f:
            f.write(raw)
        for words in (("check",), ("check", "--json"),
                      ("check", "--json", "--why")):
            look(CONTENT, " ".join(words), cli(d, *words, path))
    assert wait_for(lambda: True)
