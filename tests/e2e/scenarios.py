# SPDX-License-Identifier: GPL-3.0-or-later
"""What each verdict does to a message, seen from outside."""
import contextlib
import email
import email.policy
import json
import os
import re
import smtplib
import subprocess
import threading

import messages
from daemon import POSTERN
from postfix import Postfix, free_port, wait_for
from sink import Sink

REFERENCE = r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"


class Skip(Exception):
    """Raised by a scenario that this machine can't play."""


def scenario(f):
    """Mark a function as a scenario; its name says what must hold."""
    f.scenario = True
    return f


@contextlib.contextmanager
def special(w, name, extra="", mode="enforce", start=True):
    """A posternd of its own for one scenario, behind w.special_port."""
    d = w.daemon(name)
    d.configure(extra, mode)
    try:
        yield d.start() if start else d
    finally:
        d.kill()


def reference_of(text):
    found = re.search(REFERENCE, text)
    assert found, f"no reference in: {text}"
    return found.group(0)


def log_line(d, reference):
    """The line of the log about a message; it comes after the reply."""
    return wait_for(lambda: [x for x in d.log().splitlines()
                             if f" {reference} " in x and "verdict=" in x])[0]


@scenario
def clean_mail_goes_out_unchanged(w):
    name, raw = messages.plain()
    code, text = w.send((name, raw))
    assert code == 250, text
    mail, = w.delivered(name)
    assert mail.content.endswith(raw.split(b"\r\n\r\n", 1)[1])
    assert mail.header("X-Postern") == [], mail.content


@scenario
def personal_information_in_the_text_is_rejected(w):
    message = messages.plain(messages.SENSITIVE)
    code, text = w.send(message, sender="teacher1@school.example")
    assert code == 550 and text.startswith("5.7.1 "), (code, text)
    assert "\n" not in text and len(text) <= 306, text
    for word in ("JG103759A", "teacher1", "someone", "elsewhere"):
        assert word not in text
    notice, = w.notices("teacher1@school.example", reference_of(text))
    assert w.delivered(message[0], seconds=0.2) == []
    assert notice.sender == ""
    assert notice.header("Auto-Submitted") == ["auto-replied"]
    assert notice.header("From") == ["<postern@school.example>"]
    shown = email.message_from_bytes(notice.content,
                                     policy=email.policy.default)
    assert "not sent" in shown.get_content(), shown.get_content()
    assert messages.NINO not in notice.content.decode()


@scenario
def a_notice_comes_once_and_is_not_scanned(w):
    code, text = w.send(messages.plain(messages.SENSITIVE),
                        sender="teacher2@school.example")
    assert code == 550, text
    notice, = w.notices("teacher2@school.example", reference_of(text))
    assert notice.header("X-Postern") == []
    wait_for(lambda: False, 0.3)
    assert len(w.notices("teacher2@school.example")) == 1
    assert "internal=1 unread" in w.standing.log()


@scenario
def a_notice_to_the_reply_address_is_known_as_our_own(w):
    before = len(w.standing.log())
    code, text = w.send(messages.plain(messages.SENSITIVE),
                        sender="postern@school.example")
    assert code == 550, text
    notice, = w.notices("postern@school.example", reference_of(text))
    assert notice.header("X-Postern") == []
    log = w.standing.log()[before:]
    assert log.count("verdict=") == 2 and "own notice" in log, log


@scenario
def a_borrowed_notice_field_does_not_open_the_gate(w):
    code, text = w.send(messages.plain(messages.SENSITIVE),
                        sender="teacher3@school.example")
    notice, = w.notices("teacher3@school.example", reference_of(text))
    field = notice.header("X-Postern-Notice")[0]
    for sender, to, body in (
            ("", "outsider@elsewhere.example", messages.SENSITIVE),
            ("", "outsider@elsewhere.example", None),
            ("teacher3@school.example", "outsider@elsewhere.example",
             messages.SENSITIVE)):
        name, raw = messages.plain(
            body or "", head=f"X-Postern-Notice: {field}")
        if body is None:
            raw += notice.body()
        code, text = w.send((name, raw), sender=sender, to=to)
        if body:
            assert code == 550 or name not in str(w.delivered(name, 1, 0.3))
        else:
            assert code == 250, text
            mail, = w.delivered(name)
            assert mail.header("X-Postern-Notice") == []


@scenario
def mail_inside_the_school_is_not_read(w):
    message = messages.plain(messages.SENSITIVE, head="X-Postern: verdict=x")
    before = len(w.standing.log())
    code, text = w.send(message, to=["a@school.example", "b@school.example"])
    assert code == 250, text
    assert w.delivered(message[0])
    assert "internal=2 unread" in w.standing.log()[before:]


@scenario
def mail_to_the_reply_address_is_read(w):
    before = len(w.standing.log())
    message = messages.plain()
    assert w.send(message, to="postern@school.example")[0] == 250
    w.delivered(message[0])
    assert "unread" not in w.standing.log()[before:]


@scenario
def one_outside_recipient_among_many_decides_for_all(w):
    message = messages.plain(messages.SENSITIVE)
    code, _ = w.send(message, to=["a@school.example",
                                  "b@elsewhere.example", "c@school.example"])
    assert code == 550
    assert w.delivered(message[0], seconds=0.2) == []
    message = messages.plain()
    assert w.send(message, to=["a@school.example",
                               "b@elsewhere.example"])[0] == 250
    mails = w.delivered(message[0])
    assert sorted(sum((m.recipients for m in mails), [])) == [
        "a@school.example", "b@elsewhere.example"]


@scenario
def fields_that_imitate_ours_are_removed(w):
    message = messages.plain(head="""X-Postern: verdict=accept
X-POSTERN: verdict=accept;
\tfolded=yes
x-postern-Score: 1
X-Other: stays
X-Postern: again
X-Postern-Notice: ref=AAAA-AAAA; mac=00""")
    code, text = w.send(message)
    assert code == 250, text
    mail, = w.delivered(message[0])
    head = mail.content.split(b"\r\n\r\n")[0].lower()
    assert b"x-postern" not in head, head
    assert b"x-other: stays" in head and b"folded" not in head


@scenario
def what_nobody_can_look_into_is_held_and_the_sender_told(w):
    message = messages.with_part("application/zip", messages.broken_zip(),
                                 "list.zip")
    before = w.postfix.held()
    code, text = w.send(message, sender="teacher4@school.example")
    assert code == 250, text
    held = wait_for(lambda: w.postfix.held() - before)
    assert len(held) == 1
    notice, = w.notices("teacher4@school.example")
    shown = email.message_from_bytes(notice.content,
                                     policy=email.policy.default)
    line = log_line(w.standing, reference_of(shown["Subject"]))
    assert "verdict=quarantine" in line and held.pop() in line, line
    assert w.delivered(message[0], seconds=0.2) == []


@scenario
def a_released_message_is_delivered_once(w):
    message = messages.with_part("application/zip", messages.broken_zip(),
                                 "list.zip")
    before = w.postfix.held()
    assert w.send(message)[0] == 250
    queue_id = wait_for(lambda: w.postfix.held() - before).pop()
    w.postfix.command("postsuper", "-c", w.postfix.etc, "-H", queue_id)
    w.postfix.flush()
    assert len(w.delivered(message[0])) == 1


@scenario
def the_command_line_tool_lists_shows_and_settles_what_is_held(w):
    def postern(*words):
        done = subprocess.run([POSTERN, *words, "--json", "-c",
                               w.standing.conf], check=False, text=True,
                              capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [json.loads(x) for x in done.stdout.splitlines()
                if x.startswith("{")]

    def hold():
        message = messages.with_part("application/zip", messages.broken_zip(),
                                     "list.zip")
        before = w.postfix.held()
        assert w.send(message, sender="teacher6@school.example")[0] == 250
        queue_id = wait_for(lambda: w.postfix.held() - before).pop()
        row, = wait_for(lambda: [h for h in postern("quarantine", "list")
                                 if h["queue_id"] == queue_id])
        return message, row
    kept, row = hold()
    assert row["state"] == "held" and "unscannable" in row["rules"], row
    assert "teacher6" not in str(row), row
    shown, = postern("quarantine", "show", row["reference"])
    assert shown["message"]["sender"] == "teacher6@school.example", shown
    postern("quarantine", "release", row["reference"], "--postfix",
            w.postfix.etc, "--why", "looked at it")
    w.postfix.flush()
    assert len(w.delivered(kept[0])) == 1
    dropped, row = hold()
    postern("quarantine", "reject", row["queue_id"], "--postfix",
            w.postfix.etc)
    # deleted by hand: the ledger looks for it no more
    w.accepted = [a for a in w.accepted if a[0] != dropped[0]]
    assert row["queue_id"] not in {q["queue_id"] for q in w.postfix.queue()}
    acts = [a["verdict"] for a in postern("audit")]
    for act in ("show", "release", "reject"):
        assert f"quarantine-{act}" in acts, acts


@scenario
def the_null_sender_is_held_and_gets_no_notice(w):
    message = messages.plain(messages.SENSITIVE)
    before, mails = w.postfix.held(), len(w.sink.all())
    code, text = w.send(message, sender="")
    assert code == 250, text
    assert len(wait_for(lambda: w.postfix.held() - before)) == 1
    wait_for(lambda: False, 0.3)
    assert len(w.sink.all()) == mails


@scenario
def a_sender_from_outside_gets_no_notice(w):
    mails = len(w.sink.all())
    code, text = w.send(messages.plain(messages.SENSITIVE),
                        sender="forwarder@elsewhere.example")
    assert code == 550, text
    wait_for(lambda: False, 0.3)
    assert len(w.sink.all()) == mails


@scenario
def an_automatic_message_that_is_rejected_gets_no_notice(w):
    code, text = w.send(
        messages.plain(messages.SENSITIVE,
                       head="Auto-Submitted: auto-generated"),
        sender="robot@school.example")
    assert code == 550, text
    assert w.notices("robot@school.example", seconds=0.3) == []


@scenario
def several_messages_in_one_session_are_judged_one_by_one(w):
    clean, bad, last = (messages.plain(), messages.plain(messages.SENSITIVE),
                        messages.plain())
    with smtplib.SMTP("127.0.0.1", w.port) as s:
        codes = []
        for name, raw in (clean, bad, last):
            s.ehlo_or_helo_if_needed()
            s.mail("staff@school.example")
            s.rcpt("someone@elsewhere.example")
            codes.append(s.data(raw)[0])
            if codes[-1] == 250:
                w.accepted.append((name, "staff@school.example",
                                   ["someone@elsewhere.example"]))
    assert codes == [250, 550, 250], codes
    assert w.delivered(clean[0]) and w.delivered(last[0])


@scenario
def a_client_that_leaves_in_mid_message_leaves_nothing(w):
    before = w.standing.log()
    s = smtplib.SMTP("127.0.0.1", w.port)
    s.ehlo("client.example")
    s.mail("staff@school.example")
    s.rcpt("someone@elsewhere.example")
    s.docmd("DATA")
    s.send(messages.plain(messages.SENSITIVE)[1])
    s.close()
    wait_for(lambda: False, 0.3)
    assert w.standing.log() == before
    assert w.send(messages.plain())[0] == 250


@scenario
def mail_from_the_sendmail_command_is_judged(w):
    clean = messages.plain()
    assert w.postfix.sendmail(clean[1], "staff@school.example",
                              "someone@elsewhere.example").returncode == 0
    w.accepted.append((clean[0], "staff@school.example",
                       ["someone@elsewhere.example"]))
    assert w.delivered(clean[0])
    bad = messages.plain(messages.SENSITIVE)
    assert w.postfix.sendmail(bad[1], "teacher5@school.example",
                              "someone@elsewhere.example").returncode == 0
    w.accepted.append((bad[0], "teacher5@school.example",
                       ["someone@elsewhere.example"]))
    bounce = wait_for(lambda: [
        m for m in w.sink.with_text(bad[0])
        if m.recipients == ["teacher5@school.example"] and
        b"report-type=delivery-status" in m.content])
    assert bounce and b"5.7.1" in bounce[0].content
    assert w.delivered(bad[0], seconds=0.2) == []


@scenario
def the_login_is_recorded_as_a_hash_only(w):
    code, text = w.send(messages.plain(messages.SENSITIVE),
                        login="jsmith.login")
    assert code == 550, text
    line = log_line(w.standing, reference_of(text))
    assert "jsmith" not in line
    if not os.path.exists(POSTERN):
        raise Skip("no postern")
    rows = subprocess.run([POSTERN, "audit", "--json", "-c",
                           w.standing.conf], check=False,
                          capture_output=True, text=True).stdout
    row, = [r for r in rows.splitlines() if reference_of(text) in r]
    assert "192.0.2.7" in row and "jsmith" not in row, row
    assert re.search(r'"login": ?"[0-9a-f]{64}"', row), row


@scenario
def a_checked_recipient_may_get_a_protected_file_and_a_stranger_not(w):
    if not os.path.exists(POSTERN):
        raise Skip("no postern")
    folder = os.path.join(w.base, "zip")
    os.makedirs(folder, exist_ok=True)
    inside, outside = (os.path.join(folder, n) for n in ("a.csv", "a.zip"))
    with open(inside, "wb") as f:
        f.write(messages.csv_attachment([f"A,01/02/2010,{messages.NINO}"]))
    subprocess.run(["7z", "a", "-tzip", "-mem=AES256", "-pcorrect-horse-42",
                    outside, inside], check=True, capture_output=True)
    with open(outside, "rb") as f:
        payload = f.read()
    to = "checked@elsewhere.example"

    def attempt():
        return w.send(messages.with_part("application/zip", payload, "a.zip"),
                      to=to)
    code, text = attempt()
    assert code == 550, text
    done = subprocess.run([POSTERN, "recipients", "add", to, "-c",
                           w.standing.conf], check=False, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr
    code, text = attempt()
    assert code == 250, text


@scenario
def monitor_mode_delivers_and_says_what_it_would_have_done(w):
    with special(w, "monitor", mode="monitor") as d:
        message = messages.plain(messages.SENSITIVE)
        code, text = w.send(message, port=w.special_port)
        assert code == 250, text
        mail, = w.delivered(message[0])
        value, = mail.header("X-Postern")
        assert b"\r\nX-Postern: verdict=" in mail.content
        assert "would=reject" in value and "mode=monitor" in value, value
        assert "body" in value
        assert w.notices("staff@school.example", reference_of(value),
                         seconds=0.3) == []
        assert "would=reject" in log_line(d, reference_of(value))


ANNOTATE = """rules = { body = { action = "annotate"; };
	recipient = { action = "annotate"; }; };
annotate = { subject_tag = "[Personal]"; footer = "Checked by the school."; };
"""


@scenario
def annotated_mail_has_a_field_a_tag_and_a_footer(w):
    with special(w, "annotate", ANNOTATE):
        subject = "=?utf-8?q?Caf=C3=A9?= plan"
        plain = messages.plain(messages.SENSITIVE, subject=subject)
        code, text = w.send(plain, port=w.special_port)
        assert code == 250, text
        mail, = w.delivered(plain[0])
        assert "verdict=annotate" in mail.header("X-Postern")[0]
        assert f"\r\nSubject: [Personal] {subject}\r\n".encode() in \
            mail.content
        shown = email.message_from_bytes(mail.content,
                                         policy=email.policy.default)
        assert shown["Subject"] == "[Personal] Café plan"
        assert "Checked by the school." in shown.get_content()
        assert messages.NINO in shown.get_content()


@scenario
def a_footer_breaks_no_multipart(w):
    with special(w, "footer", ANNOTATE):
        payload = bytes(range(256)) * 3
        message = messages.with_part("application/octet-stream", payload,
                                     "data.bin", text=messages.SENSITIVE)
        other = messages.alternative(messages.SENSITIVE, messages.SENSITIVE)
        code, text = w.send(other, port=w.special_port)
        assert code == 250, text
        mail, = w.delivered(other[0])
        shown = email.message_from_bytes(mail.content,
                                         policy=email.policy.default)
        assert [p.get_content_type() for p in shown.walk()] == [
            "multipart/alternative", "text/plain", "text/html"]
        for part in shown.iter_parts():
            assert "Checked by the school." in part.get_content(), part
        message = messages.with_part("text/plain", b"nothing in it",
                                     "data.txt", text=messages.SENSITIVE)
        code, text = w.send(message, port=w.special_port)
        assert code == 250, text
        mail, = w.delivered(message[0])
        shown = email.message_from_bytes(mail.content,
                                         policy=email.policy.default)
        first, second = shown.iter_parts()
        assert "Checked by the school." in first.get_content()
        assert second.get_filename() == "data.txt"
        assert second.get_payload(decode=True).strip() == b"nothing in it"


@scenario
def a_signed_message_keeps_its_body(w):
    with special(w, "signed", ANNOTATE):
        head = ('MIME-Version: 1.0\nContent-Type: multipart/signed; '
                'micalg=pgp-sha256; protocol="application/pgp-signature"; '
                'boundary="s"\n')
        body = f"""--s
Content-Type: text/plain

{messages.SENSITIVE}
--s
Content-Type: application/pgp-signature

-----BEGIN PGP SIGNATURE-----
-----END PGP SIGNATURE-----
--s--"""
        name, raw = messages.plain(body, head=head)
        code, text = w.send((name, raw), port=w.special_port)
        assert code == 250, text
        mail, = w.delivered(name)
        assert mail.body() == raw.split(b"\r\n\r\n", 1)[1]


@scenario
def three_reply_lines_where_they_are_configured(w):
    with special(w, "three", 'reply_lines = 3;\nhelp = "100% IT, room 5";'):
        code, text = w.send(messages.plain(messages.SENSITIVE),
                            port=w.special_port)
        assert code == 550, text
        lines = text.split("\n")
        assert len(lines) == 3, text
        assert all(line.startswith("5.7.1 ") for line in lines), text
        assert "100% IT, room 5" in lines[2], text


@scenario
def an_inet_socket_serves_too(w):
    d = w.daemon("inet", port=w.inet_port)
    d.process = d.spawn(f"inet:{w.milter_port}@127.0.0.1")
    try:
        assert wait_for(lambda: "ready" in d.log(), 60), d.log()
        assert w.send(messages.plain(messages.SENSITIVE),
                      port=w.inet_port)[0] == 550
        assert w.send(messages.plain(), port=w.inet_port)[0] == 250
    finally:
        d.kill()


@scenario
def notices_may_leave_by_the_sendmail_command(w):
    with special(w, "command", start=False) as d:
        with open(d.conf, encoding="ascii") as f:
            text = f.read()
        text = text.replace(
            'transport = "smtp"',
            f'transport = "sendmail"; '
            f'sendmail = "/usr/sbin/sendmail -C {w.postfix.etc} -i"')
        with open(d.conf, "w", encoding="ascii") as f:
            f.write(text)
        d.start()
        code, text = w.send(messages.plain(messages.SENSITIVE),
                            sender="teacher6@school.example",
                            port=w.special_port)
        assert code == 550, text
        notice, = w.notices("teacher6@school.example", reference_of(text))
        assert notice.sender == ""


@scenario
def a_notice_waits_for_the_mail_server_and_then_comes_once(w):
    late = Sink()
    port = late.port
    late.shutdown()
    late.server_close()
    d = w.daemon("late", port=port)
    try:
        d.start()
        code, text = w.send(messages.plain(messages.SENSITIVE),
                            sender="teacher7@school.example",
                            port=w.special_port)
        assert code == 550, text
        assert wait_for(lambda: "notice not sent" in d.log()), d.log()
        late = Sink(port)
        got = wait_for(late.all, 20)
        assert got and got[0].recipients == ["teacher7@school.example"]
        wait_for(lambda: False, 1.2)
        assert len(late.all()) == 1
    finally:
        d.kill()
        late.shutdown()
        late.server_close()


@scenario
def mail_in_chunks_is_judged_like_any_other(w):
    for text, want in ((messages.SENSITIVE, 550), ("See you.", 250)):
        name, raw = messages.plain(text)
        with smtplib.SMTP("127.0.0.1", w.port) as s:
            s.ehlo("client.example")
            s.mail("staff@school.example")
            s.rcpt("someone@elsewhere.example")
            middle = len(raw) // 2
            for part, last in ((raw[:middle], ""), (raw[middle:], " LAST")):
                s.send(f"BDAT {len(part)}{last}\r\n".encode() + part)
                code, text = s.getreply()
        assert code == want, text
        if code == 250:
            w.accepted.append((name, "staff@school.example",
                               ["someone@elsewhere.example"]))


@scenario
def addresses_beyond_ascii_are_judged_and_told(w):
    for sender, to, text, want in (
            ("jörg@school.example", "zoë@elsewhere.example",
             messages.SENSITIVE, 550),
            ("jörg@school.example", "zoë@school.example",
             messages.SENSITIVE, 250),
            ("jörg@school.example", "zoë@bücher.example", "Bye.", 250)):
        name, raw = messages.plain(text)
        with smtplib.SMTP("127.0.0.1", w.port) as s:
            s.ehlo("client.example")
            s.send(f"MAIL FROM:<{sender}> SMTPUTF8\r\n".encode())
            assert s.getreply()[0] == 250
            s.send(f"RCPT TO:<{to}>\r\n".encode())
            assert s.getreply()[0] == 250
            code, reply = s.data(raw)
        assert code == want, reply
    assert wait_for(lambda: [
        m for m in w.sink.all() if m.header("X-Postern-Notice") and
        m.recipients == ["jörg@school.example".encode().decode("latin-1")]])


@scenario
def an_alias_that_leads_outside_is_caught_on_the_last_hop(w):
    folder = os.path.join(w.base, "front")
    os.mkdir(folder)
    port = free_port()
    front = Postfix(folder, [(port, [])], w.port, """virtual_alias_maps =
  inline:{ {list@school.example = outsider@elsewhere.example} }""")
    front.start()
    try:
        assert wait_for(lambda: "daemon started" in front.maillog())
        bad, good = messages.plain(messages.SENSITIVE), messages.plain()
        for message in (bad, good):
            code, text = w.send(message, sender="teacher8@school.example",
                                to="list@school.example", port=port)
            assert code == 250, text
            name, sender, _ = w.accepted.pop()
            w.accepted.append((name, sender, ["outsider@elsewhere.example"]))
        assert wait_for(lambda: [
            m for m in w.sink.with_text(bad[0]) if
            m.recipients == ["teacher8@school.example"] and
            b"report-type=delivery-status" in m.content])
        mail, = w.delivered(good[0])
        assert mail.recipients == ["outsider@elsewhere.example"]
        assert w.delivered(bad[0], seconds=0.2) == []
    finally:
        front.stop()


@scenario
def many_messages_at_once_get_their_own_verdicts(w):
    results = {}

    def one(i):
        message = messages.plain(messages.SENSITIVE if i % 2 else "See you.")
        results[i] = w.send(message)[0]
    threads = [threading.Thread(target=one, args=(i,)) for i in range(30)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == {i: 550 if i % 2 else 250 for i in range(30)}, results
