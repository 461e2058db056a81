#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Milter packets that miltertest will not send: steps out of order, nonsense.

    raw.py SOCKET      a Unix socket; one line per case, status 1 on failure

A missing session must be a temporary failure and never an accept, whatever
the other side sends; the daemon must serve the next client as before.
"""
import contextlib
import socket
import struct
import sys

STEPS = 0x1FFFFF
# Plain, with a reply of ours, or none: libmilter does not answer a step that is
# out of order, and the MTA gives up after its timeout.
TEMPFAIL = {b"t", b"y", b""}
SOON = 0.5


class Peer:
    def __init__(self, path, patience=20):
        self.s = socket.socket(socket.AF_UNIX)
        self.s.settimeout(patience)
        self.s.connect(path)
        self.send(b"O", struct.pack("!III", 6, 0x1FF, STEPS))
        self.bodied = False
        if self.read()[:1] != b"O":
            raise OSError("no negotiation")

    def send(self, command, data=b""):
        # a filter that has hung up shows when we read
        with contextlib.suppress(ConnectionError):
            self.s.sendall(struct.pack("!I", len(data) + 1) + command + data)

    def read(self):
        """The next packet; b"" when the filter has hung up or says nothing."""
        head = self.exactly(4)
        return self.exactly(struct.unpack("!I", head)[0]) if head else b""

    def exactly(self, n):
        data = b""
        while len(data) < n:
            try:
                more = self.s.recv(n - len(data))
            except (ConnectionError, TimeoutError):
                return b""
            if not more:
                return b""
            data += more
        return data

    def body(self, text=b""):
        self.bodied = True
        self.send(b"N")
        if text:
            self.send(b"B", text)

    def mail(self, sender=b"<staff@school.example>"):
        self.send(b"M", sender + b"\0")
        self.send(b"R", b"<a@elsewhere.example>\0")
        self.send(b"T")
        return self.read()

    def end(self):
        """The end of the header, then that of the message."""
        if not self.bodied:
            self.body()
        self.send(b"E")
        answer = self.read()
        while answer[:1] in (b"p", b"m", b"h"):  # progress, changes
            answer = self.read()
        return answer


def end_without_mail(path):
    return Peer(path, SOON).end()[:1] in TEMPFAIL


def data_without_mail(path):
    p = Peer(path, SOON)
    p.send(b"T")
    return p.read()[:1] in TEMPFAIL


def a_message_without_header(path):
    p = Peer(path)
    p.mail()
    p.body(b"Her National Insurance number is JG103759A.\r\n")
    return p.end()[:4] == b"y550"


def end_after_end(path):
    p = Peer(path)
    p.mail()
    p.body(b"hello\r\n")
    first = p.end()
    p.s.settimeout(SOON)
    return first[:1] in (b"c", b"a") and p.end()[:1] in TEMPFAIL


def end_after_abort(path):
    p = Peer(path)
    p.mail()
    p.send(b"A")
    p.s.settimeout(SOON)
    return p.end()[:1] in TEMPFAIL


def new_connection_on_the_old_socket(path):
    """QUIT_NC ends a session and keeps the socket: no session is left."""
    p = Peer(path)
    p.mail()
    p.send(b"K")
    p.send(b"M", b"<staff@school.example>\0")
    p.send(b"R", b"<a@elsewhere.example>\0")
    p.send(b"T")
    return p.read()[:1] not in (b"a",)


def no_recipient(path):
    p = Peer(path, SOON)
    p.send(b"M", b"<staff@school.example>\0")
    p.send(b"T")
    return p.read()[:1] in (b"c", b"t", b"y", b"")


def nonsense(path):
    for data in (b"\0" * 64, b"\xff" * 64, b"O" * 300,
                 struct.pack("!I", 0x7FFFFFFF) + b"L"):
        p = Peer(path)
        with contextlib.suppress(OSError):
            p.s.sendall(data)
            p.s.shutdown(socket.SHUT_WR)
        while p.exactly(1):
            pass
    return True


def header_without_value(path):
    p = Peer(path)
    p.mail()
    p.send(b"L", b"Subject\0")
    p.send(b"L", b"\0\0")
    p.send(b"L", b"no terminator")
    answer = p.end()
    return answer[:1] in (b"c", b"a", b"t", b"y", b"")


def served_as_before(path):
    p = Peer(path)
    p.mail()
    p.send(b"L", b"Subject\0 Form\0")
    p.body(b"Her National Insurance number is JG103759A.\r\n")
    return p.end()[:4] == b"y550"


def main(path):
    failed = 0
    for case in (end_without_mail, data_without_mail, end_after_end,
                 end_after_abort, a_message_without_header, new_connection_on_the_old_socket,
                 no_recipient, nonsense, header_without_value,
                 served_as_before):
        try:
            good = case(path)
        except (OSError, struct.error) as e:
            good, case.__doc__ = False, repr(e)
        print("ok  " if good else "FAIL", case.__name__)
        failed += not good
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
