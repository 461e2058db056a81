-- SPDX-License-Identifier: GPL-3.0-or-later
for i = 1, 20 do
	conn = open()
	envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
	mt.bodystring(conn, SENSITIVE)
	mt.disconnect(conn, false)
end
for i = 1, 20 do
	conn = mt.connect(socket)
	mt.disconnect(conn, false)
end
conn = open()
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
expect(message(conn, {{"Subject", " Form"}}, SENSITIVE), "reply")
mt.disconnect(conn)
