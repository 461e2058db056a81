-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
expect(envelope(conn, "<staff@school.example>", "<a@school.example>",
    "<a@elsewhere.example>"), "continue")
expect(message(conn, {{"Subject", " Form"}}, SENSITIVE), "reply")
mt.disconnect(conn)
