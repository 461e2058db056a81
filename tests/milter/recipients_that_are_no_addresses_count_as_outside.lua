-- SPDX-License-Identifier: GPL-3.0-or-later
for _, to in ipairs({"<>", "<@>", "root", "<a@school.example@x.example>",
    "<\"a@school.example\"@elsewhere.example>", "<a@school.example.>x"}) do
	conn = open()
	expect(envelope(conn, "<staff@school.example>", to), "continue")
	expect(message(conn, {{"Subject", " Form"}}, SENSITIVE), "reply")
	mt.disconnect(conn)
end
