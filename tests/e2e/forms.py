# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages and SMTP dialogues of unusual form: all are judged like any other."""
import email
import email.policy
import os
import socket

import messages
from postfix import wait_for
from scenarios import (ANNOTATE, Skip, log_line, reference_of, scenario,
                       special)

STAFF, SOMEONE = "staff@school.example", "someone@elsewhere.example"


class Dialogue:
    """SMTP spoken by hand: what smtplib would not say."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.replies = self.socket.makefile("rb")
        self.reply()
        self.say("EHLO client.example")

    def reply(self):
        """The next reply: its code and text."""
        lines = []
        while not lines or lines[-1][3:4] == b"-":
            lines.append(self.replies.readline())
            assert lines[-1], "the server hung up"
        return int(lines[0][:3]), b"".join(lines).decode("latin-1")

    def send(self, raw):
        self.socket.sendall(raw if isinstance(raw, bytes) else
                            raw.encode() + b"\r\n")

    def say(self, line):
        self.send(line)
        return self.reply()

    def close(self):
        self.replies.close()
        self.socket.close()


def note(w, name, to=SOMEONE):
    """NAME got 250: the ledger is to look for it."""
    w.accepted.append((name, STAFF, [to]))


def shown(mail):
    return email.message_from_bytes(mail.content,
                                    policy=email.policy.default)


@scenario
def a_message_is_read_up_to_the_limit_to_the_byte(w):
    name, raw = messages.plain("Quiet.\n" * 3000)
    # the MTA's own field, Received, is not shown to a milter
    with special(w, "exact", f"limits = {{ message = {len(raw)}; }};") as d:
        code, text = w.send((name, raw), port=w.special_port)
        assert code == 250 and w.delivered(name), d.log()
        before = w.postfix.held()
        more = raw[:-2] + b"!\r\n"
        assert len(more) == len(raw) + 1
        code, text = w.send((name + "-more", more), port=w.special_port)
        w.accepted.pop()
        assert code == 250, text
        held = wait_for(lambda: w.postfix.held() - before)
        assert held and "rules=unscannable:limit" in d.log(), d.log()
        for queue_id in held:
            w.postfix.command("postsuper", "-c", w.postfix.etc, "-d",
                              queue_id)


@scenario
def ten_thousand_fields_hide_nothing(w):
    # under Postfix's header_size_limit, over which the rest is body
    fields = "".join(f"X-A{i % 7}: {i}\n" for i in range(8000))
    clean = messages.plain(head=fields)
    code, text = w.send(clean)
    assert code == 250, text
    mail, = w.delivered(clean[0])
    assert mail.content.count(b"X-A") == 8000
    assert w.send(messages.plain(messages.SENSITIVE, head=fields))[0] == 550
    fields = "".join(f"X-A{i % 7}: {i}\n" for i in range(20000))
    assert w.send(messages.plain(messages.SENSITIVE, head=fields))[0] == 550


@scenario
def a_field_of_many_kilobytes_is_carried_whole(w):
    # Postfix cuts a field at 60,000 bytes on its way out
    long = "X-Long: " + "\n ".join("0123456789" * 6 for _ in range(950))
    message = messages.plain(head=long)
    code, text = w.send(message)
    assert code == 250, text
    mail, = w.delivered(message[0])
    assert len(mail.header("X-Long")[0]) > 55000
    assert w.send(messages.plain(messages.SENSITIVE, head=long))[0] == 550


@scenario
def a_folded_subject_keeps_its_lines_under_a_tag(w):
    tag = ANNOTATE.replace("[Personal]", "[Persönlich – geprüft]")
    with special(w, "folded", tag):
        for subject in ("one two\n three\n\tfour",
                        "=?utf-8?q?Caf=C3=A9?=\n =?utf-8?q?_plan?=",
                        "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "", "Café raw"):
            message = messages.plain(messages.SENSITIVE, subject=subject)
            plain = email.message_from_bytes(
                message[1], policy=email.policy.default)["Subject"]
            code, text = w.send(message, port=w.special_port)
            assert code == 250, text
            mail, = w.delivered(message[0])
            got = shown(mail)["Subject"]
            assert len(mail.header("Subject")) == 1, mail.content
            assert "".join(got.split()) == "[Persönlich–geprüft]" + \
                "".join(plain.split()), (got, plain)


@scenario
def mail_without_a_subject_gets_one_with_the_tag(w):
    with special(w, "nosubject", ANNOTATE):
        name, raw = messages.plain(messages.SENSITIVE)
        raw = raw.replace(b"Subject: Meeting\r\n", b"")
        code, text = w.send((name, raw), port=w.special_port)
        assert code == 250, text
        mail, = w.delivered(name)
        assert shown(mail)["Subject"].strip() == "[Personal]"


@scenario
def smtputf8_and_8bitmime_mail_is_read(w):
    head = ("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: 8bit\n")
    utf8 = ("BODY=8BITMIME", "SMTPUTF8")
    for options in (("BODY=8BITMIME",), utf8):
        clean = messages.plain("Grüße – 日本", subject="Grüße", head=head)
        code, text = w.send(clean, options=options)
        assert code == 250, text
        mail, = w.delivered(clean[0])
        assert mail.body() == clean[1].split(b"\r\n\r\n", 1)[1]
        code, text = w.send(messages.plain(
            "Grüße. " + messages.SENSITIVE, head=head), options=options)
        assert code == 550, text
    d = Dialogue(w.port)
    d.say(f"MAIL FROM:<{STAFF}> SMTPUTF8")
    d.send("RCPT TO:<müller@elsewhere.example>".encode() + b"\r\n")
    assert d.reply()[0] == 250
    d.say("DATA")
    code, text = d.say(messages.plain(messages.SENSITIVE)[1] + b".\r\n")
    assert code == 550, text
    line = log_line(w.standing, reference_of(text))
    assert "external=1" in line, line
    d.close()


@scenario
def a_pipelined_session_with_resets_is_judged_message_by_message(w):
    d = Dialogue(w.port)
    clean, bad, last = (messages.plain(), messages.plain(messages.SENSITIVE),
                        messages.plain())
    start = [f"MAIL FROM:<{STAFF}>", f"RCPT TO:<{SOMEONE}>"]
    # an envelope that is given up first must leave nothing behind
    words = ["MAIL FROM:<>", "RCPT TO:<a@school.example>", "RSET"] + start
    d.send("\r\n".join(words + ["DATA"]))
    assert [d.reply()[0] for _ in range(6)] == [250] * 5 + [354]
    d.send(clean[1] + b".\r\n" + "\r\n".join(start + ["DATA"]).encode() +
           b"\r\n")
    assert [d.reply()[0] for _ in range(4)] == [250, 250, 250, 354]
    note(w, clean[0])
    code, text = d.say(bad[1] + b".\r\n")
    assert code == 550, text
    d.say("RSET")
    d.send("\r\n".join(start + ["DATA"]))
    assert [d.reply()[0] for _ in range(3)] == [250, 250, 354]
    code, text = d.say(last[1] + b".\r\n")
    assert code == 250, text
    note(w, last[0])
    d.close()
    assert w.delivered(clean[0]) and w.delivered(last[0])


@scenario
def chunks_of_bdat_are_read_as_one_message(w):
    d = Dialogue(w.port)
    for text, want in ((messages.SENSITIVE, 550), ("Quiet.", 250)):
        name, raw = messages.plain(text)
        d.say(f"MAIL FROM:<{STAFF}>")
        d.say(f"RCPT TO:<{SOMEONE}>")
        cut = raw.index(messages.NINO.encode()) + 3 \
            if want == 550 else len(raw) // 2
        for piece, last in ((raw[:7], ""), (raw[7:cut], ""),
                            (raw[cut:], " LAST")):
            d.send(f"BDAT {len(piece)}{last}\r\n".encode() + piece)
            code, text = d.reply()
            assert last or code == 250, text
        assert code == want, text
    note(w, name)
    assert w.delivered(name)
    # given up between chunks
    d.say(f"MAIL FROM:<{STAFF}>")
    d.say(f"RCPT TO:<{SOMEONE}>")
    d.send(b"BDAT 7\r\nSubject")
    d.reply()
    assert d.say("RSET")[0] == 250
    d.close()


@scenario
def a_login_per_message_of_one_client_is_taken_anew(w):
    before = len(w.standing.log())
    codes = [w.send(messages.plain(messages.SENSITIVE), login=login)[0]
             for login in ("canaryone", "canarytwo", None)]
    assert codes == [550] * 3
    assert "canary" not in w.standing.log()[before:].lower()


@scenario
def hundreds_of_imitated_fields_are_removed(w):
    names = ("X-Postern", "x-postern", "X-POSTERN-Notice", "X-Postern-Verdict",
             "X-PosternX")
    head = "".join(f"{names[i % 5]}: verdict=accept; n={i};\n\tfolded={i}\n"
                   for i in range(200))
    message = messages.plain(head=head + "X-Last: stays")
    code, text = w.send(message)
    assert code == 250, text
    mail, = w.delivered(message[0])
    fields = mail.content.split(b"\r\n\r\n")[0].lower()
    assert b"x-postern" not in fields and b"folded=" not in fields, fields
    assert mail.header("X-Last") == ["stays"]


@scenario
def a_message_of_many_megabytes_passes_without_filling_memory(w):
    if os.environ.get("PN_SANITIZED"):
        raise Skip("a sanitizer keeps memory that was given back")

    def resident():
        with open(f"/proc/{w.standing.process.pid}/status",
                  encoding="ascii") as f:
            return [int(x.split()[1]) for x in f if "RssAnon" in x][0]
    before = resident()
    line = b"0123456789abcdef " * 4 + b"\r\n"
    name, raw = messages.plain()
    message = (name, raw + line * (60_000_000 // len(line)))
    code, text = w.send(message)
    assert code == 250, text
    assert resident() - before < 20_000, (before, resident())
