-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
mt.header(conn, "Subject", " Form")
mt.bodystring(conn, SENSITIVE)
mt.abort(conn)
expect(envelope(conn, "<staff@school.example>", "<a@elsewhere.example>"),
    "continue")
expect(message(conn, {{"Subject", " Trip"}}, "Bring a coat.\r\n"), "continue")
mt.disconnect(conn)
