-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
chunks = {}
for i = 1, #SENSITIVE do
	chunks[i] = SENSITIVE:sub(i, i)
end
expect(message(conn, {{"Subject", " Form"}}, table.unpack(chunks)), "reply")
mt.disconnect(conn)
