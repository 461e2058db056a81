/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_message - a message in a file (RFC 5322), MHTML (RFC 2557) too
 *
 * Only recognised here: lib/inspect walks it as it walks the outer message.
 * A header counts where every line of it is a field or goes on with one, and
 * enough fields are those that mail programs and servers write.
 */
#include <string.h>
#include <strings.h>
#include "extract/mail/mbox.h"

#define MAX_FIELD_NAME 76
#define MAX_FIELDS     1000 /* looked at */

/* Fields, and how sure each makes us; people type the weak ones in letters. */
static const struct {
	const char *name;
	unsigned bits;
} fields[] = {
    {"received", 16},
    {"return-path", 16},
    {"message-id", 16},
    {"mime-version", 16},
    {"delivered-to", 16},
    {"dkim-signature", 16},
    {"x-mailer", 12},
    {"user-agent", 8},
    {"content-type", 12},
    {"content-transfer-encoding", 12},
    {"from", 8},
    {"date", 6},
    {"subject", 6},
    {"to", 4},
    {"cc", 4},
    {"bcc", 4},
    {"reply-to", 6},
    {"in-reply-to", 8},
    {"references", 6},
};

#define WANT_BITS   26 /* one sure field and two weak ones, say */
#define WANT_FIELDS 2

/* field_bits - what a field of that name is worth */
static unsigned
field_bits(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strlen(fields[i].name) == n &&
		    strncasecmp(fields[i].name, name, n) == 0)
			return fields[i].bits;
	return 0;
}

/* name_len - length of the field name at S, 0 if it begins none */
static size_t
name_len(const char *s)
{
	size_t n = 0;

	while (s[n] > ' ' && s[n] < 127 && s[n] != ':')
		n++;
	return s[n] == ':' && n <= MAX_FIELD_NAME ? n : 0;
}

unsigned
pn_message_bits(const char *s)
{
	unsigned bits = 0, known = 0;

	for (unsigned i = 0; i < MAX_FIELDS && *s; i++) {
		const char *end = strchr(s, '\n');
		size_t n = name_len(s);
		unsigned b;

		if (*s == '\n' || (*s == '\r' && s[1] == '\n'))
			break; /* the header is over */
		if (n == 0 && ((*s != ' ' && *s != '\t') || i == 0))
			return 0;
		b = n ? field_bits(s, n) : 0;
		bits += b;
		known += b != 0;
		if (end == NULL)
			break;
		s = end + 1;
	}
	return known >= WANT_FIELDS && bits >= WANT_BITS ? bits : 0;
}

static unsigned
message_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);

	(void)type;
	/* what is no ASCII at all must be decoded first: fmt_mbox.c */
	if (s == NULL || strncmp(look->charset, "UTF-16", 6) == 0 ||
	    strncmp(look->charset, "UTF-32", 6) == 0)
		return 0;
	return pn_message_bits(s);
}

const struct pn_format pn_format_message = {
    .name = "message",
    .type = "message/rfc822",
    .bid = message_bid,
    .answer = {PN_STATUS_SCANNED, NULL, NULL},
};
