/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fields - header fields that no mail program shows
 *
 * Anybody may invent a field, and text may hide in one. Those that programs
 * and servers write are left out, by name, and so are values that are one
 * word or a few digits.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "message/emit.h"
#include "message/head.h"
#include "message/split.h"

#define MIN_DIGITS 6	       /* fewer make no identifier */
#define MIN_BLANKS 2	       /* fewer make no sentence */
#define MAX_TEXT   (64u << 10) /* of all fields of one header */

/* Names, or how they begin where they end in a dash. */
static const char *const known[] = {"from", "to", "cc", "bcc", "subject",
    "date", "message-id", "in-reply-to", "references", "reply-to", "sender",
    "return-path", "received", "delivered-to", "mime-version", "dkim-signature",
    "domainkey-signature", "authentication-results", "arc-", "list-", "resent-",
    "precedence", "errors-to", "importance", "priority", "sensitivity",
    "thread-", "user-agent", "organization", "accept-language",
    "auto-submitted", "disposition-notification-to", "received-spf",
    "autocrypt", "feedback-id", "original-", "envelope-to", "return-receipt-to",
    "mailing-list", "newsgroups", "path", "lines", "status", "delivery-date",
    "content-type", "content-transfer-encoding", "content-disposition",
    "content-id", "content-location", "content-language", "content-class",
    "content-md5", "content-base", "x-ms-", "x-microsoft-", "x-forefront-",
    "x-originat", "x-mailer", "x-mimeole", "x-msmail-", "x-google-", "x-gm-",
    "x-received", "x-spam-", "x-virus-", "x-exchange-", "x-proofpoint-",
    "x-barracuda-", "x-mimecast-", "x-ses-", "x-sg-", "x-mailgun-", "x-amavis-",
    "x-loop", "x-beenthere", "x-mailman-", "x-priority", "x-uid", "x-mozilla-",
    "x-apple-", "x-keywords", "x-auto-response-suppress", "x-accept-language",
    "x-scanned-", "x-face", "x-authentication-", "x-authenticated-",
    "x-antiabuse", "x-source"};

/* is_known - a field that programs write? */
static bool
is_known(struct pn_bytes name)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i]);

		if (name.n >= n &&
		    strncasecmp((const char *)name.p, known[i], n) == 0 &&
		    (name.n == n || known[i][n - 1] == '-'))
			return true;
	}
	return false;
}

/* holds_data - can TEXT be more than a word or a small number? */
static bool
holds_data(const char *text)
{
	unsigned digits = 0, blanks = 0;

	for (; *text; text++) {
		digits += *text >= '0' && *text <= '9';
		blanks += *text == ' ';
	}
	return digits >= MIN_DIGITS || blanks >= MIN_BLANKS;
}

void
pn_emit_fields(struct pn_walker *w, struct pn_bytes head,
    const struct pn_node *owner, const char *prefix)
{
	struct pn_field f;
	struct pn_buf all;
	enum pn_err err = PN_OK;

	pn_buf_init(&all, MAX_TEXT);
	while (err == PN_OK && pn_field_next(&head, &f)) {
		struct pn_bytes name = f.name;
		char *text;

		if (is_known(name))
			continue;
		text = pn_field_text(f.value);
		/* a label, which "X-" would take the force from */
		if (name.n > 2 &&
		    strncasecmp((const char *)name.p, "x-", 2) == 0)
			name = pn_bytes_from(name.p + 2, name.p + name.n);
		if (holds_data(text))
			err = pn_buf_addf(&all, "%.*s: %s\n", (int)name.n,
			    (const char *)name.p, text);
		free(text);
	}
	pn_emit_hidden(w, pn_buf_bytes(&all), owner, prefix, "fields");
	pn_buf_free(&all);
}
