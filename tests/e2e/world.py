# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scenarios share: a private Postfix, a sink, a ledger."""
import os
import smtplib
import tempfile

from daemon import Daemon
from postfix import Postfix, free_port, wait_for
from sink import Sink


class World:
    def __init__(self):
        self.base = tempfile.mkdtemp(prefix="postern-e2e-", dir="/var/tmp")
        self.sink = Sink()
        self.port = free_port()          # the standing daemon
        self.special_port = free_port()  # daemons of one scenario
        self.hasty_port = free_port()    # the same, 3 s of patience
        self.inet_port = free_port()     # milter over TCP
        self.milter_port = free_port()
        self.special_socket = os.path.join(self.base, "special.sock")
        standing = os.path.join(self.base, "standing.sock")
        special = f"smtpd_milters=unix:{self.special_socket}"
        self.postfix = Postfix(
            self.base,
            [(self.port, [f"smtpd_milters=unix:{standing}"]),
             (self.special_port, [special]),
             (self.hasty_port, [special, "milter_content_timeout=3s"]),
             (self.inet_port,
              [f"smtpd_milters=inet:127.0.0.1:{self.milter_port}"])],
            self.sink.port, f"non_smtpd_milters = unix:{standing}")
        self.daemons = []
        self.accepted = []  # (id, sender, recipients) that got 250
        self.standing = self.daemon("standing", standing, self.port)

    def daemon(self, name, socket_path=None, port=None, extra=""):
        d = Daemon(self.base, name, socket_path or self.special_socket,
                   port or self.special_port, extra)
        self.daemons.append(d)
        return d

    def start(self):
        self.standing.start()
        self.postfix.start()
        if not wait_for(self.listening, 10):
            raise RuntimeError("Postfix does not listen")

    def listening(self):
        try:
            smtplib.SMTP("127.0.0.1", self.port, timeout=5).quit()
            return True
        except (OSError, smtplib.SMTPException):
            return False

    def send(self, message, sender="staff@school.example",
             to="someone@elsewhere.example", port=None, login=None,
             options=()):
        """Send (id, bytes); (code, text) of the reply that settled it."""
        name, raw = message
        recipients = [to] if isinstance(to, str) else list(to)
        with smtplib.SMTP("127.0.0.1", port or self.port, timeout=120) as s:
            s.ehlo("client.example")
            if login:
                s.docmd("XCLIENT", f"ADDR=192.0.2.7 LOGIN={login}")
                s.ehlo("client.example")
            code, text = s.mail(sender, list(options))
            for one in recipients:
                if code == 250:
                    code, text = s.rcpt(one)
            if code == 250:
                code, text = s.data(raw)
        if code == 250:
            self.accepted.append((name, sender, recipients))
        return code, text.decode("latin-1")

    def delivered(self, name, count=1, seconds=10.0):
        """The mails in the sink that are message NAME itself, once there are
        COUNT of them."""
        def found():
            mails = [m for m in self.sink.all()
                     if m.header("X-Ledger") == [name]]
            return mails if len(mails) >= count else None
        return wait_for(found, seconds) or []

    def notices(self, to, reference=None, count=1, seconds=10.0):
        """Mails from Postern to TO, once there are COUNT of them."""
        def found():
            mails = [m for m in self.sink.all()
                     if m.recipients == [to] and m.header("X-Postern-Notice")
                     and (not reference or
                          reference in "".join(m.header("Subject")))]
            return mails if len(mails) >= count else None
        return wait_for(found, seconds) or []

    def close(self):
        for d in self.daemons:
            d.kill()
        self.postfix.stop()
        self.sink.shutdown()
        self.sink.server_close()
