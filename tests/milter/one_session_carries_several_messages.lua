-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
for i = 1, 3 do
	envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
	expect(message(conn, {{"Subject", " Form"}}, SENSITIVE), "reply")
	envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
	expect(message(conn, {{"Subject", " Trip"}}, "Bring a coat.\r\n"),
	    "continue")
	must(envelope(conn, "<staff@school.example>", "<a@school.example>") ==
	    SMFIR_ACCEPT, "internal mail is read")
end
mt.disconnect(conn)
