# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server that takes everything and keeps it: the next hop of the tests."""
import socketserver
import threading


class Received:
    def __init__(self, sender, recipients, content):
        self.sender = sender
        self.recipients = recipients
        self.content = content  # bytes, lines by CRLF, dots undone

    def header(self, name):
        """Values of all fields NAME, unfolded."""
        head = self.content.split(b"\r\n\r\n", 1)[0].decode("latin-1")
        head = head.replace("\r\n ", " ").replace("\r\n\t", " ")
        return [line.split(":", 1)[1].strip() for line in head.split("\r\n")
                if line.lower().startswith(name.lower() + ":")]

    def body(self):
        return self.content.split(b"\r\n\r\n", 1)[-1]


class Handler(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        sender, recipients = "", []
        self.say("220 sink ESMTP")
        for line in self.rfile:
            verb = line[:4].upper()
            path = line.split(b"<", 1)[-1].split(b">")[0].decode("latin-1")
            if verb == b"EHLO":
                self.wfile.write(b"250-sink\r\n250-8BITMIME\r\n"
                                 b"250-SMTPUTF8\r\n250 SIZE 0\r\n")
            elif verb == b"MAIL":
                sender, recipients = path, []
                self.say("250 ok")
            elif verb == b"RCPT":
                recipients.append(path)
                self.say("250 ok")
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.keep(Received(sender, recipients, self.content()))
                self.say("250 kept")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def content(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line[:1] == b"." else line)
        return b"".join(lines)


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 200

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.lock = threading.Lock()
        self.mails = []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True,
                         kwargs={"poll_interval": 0.05}).start()

    def handle_error(self, request, client_address):
        """A connection that breaks is the client's affair."""

    def keep(self, mail):
        with self.lock:
            self.mails.append(mail)

    def all(self):
        with self.lock:
            return list(self.mails)

    def with_text(self, text):
        """All mails whose content holds TEXT."""
        text = text.encode() if isinstance(text, str) else text
        return [m for m in self.all() if text in m.content]
