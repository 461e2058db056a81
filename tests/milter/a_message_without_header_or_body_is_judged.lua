-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
expect(message(conn, {}), "continue", "accept")
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
expect(message(conn, {}, SENSITIVE), "reply")
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
expect(message(conn, {{"Subject", " National Insurance number JG103759A"}}),
    "reply")
mt.disconnect(conn)
