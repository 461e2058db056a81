/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose - header fields and mails that we write ourselves
 *
 * Everything leaves as 7 bit, so that no server on the way changes it and the
 * keyed hash holds: the body is quoted-printable (RFC 2045 6.7) throughout,
 * words that are not ASCII are encoded (RFC 2047).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/addr.h"
#include "base/buf.h"
#include "base/mem.h"
#include "milter/compose.h"

#define NOTICE_MAX (64u << 10) /* bytes of a notice's body */
#define QP_WIDTH   76	       /* RFC 2045 6.7 (5) */
#define WORD_BYTES                                                             \
	30 /* of UTF-8 in an encoded word: 75 is the                           \
	    * limit when all are written "=XX" */
#define MESSAGE_ID_MAX 200
#define HEADER_MAX     4096

/* is_plain - printable ASCII only? */
static bool
is_plain(const char *s)
{
	for (; *s; s++)
		if (*s < 0x20 || *s > 0x7e)
			return false;
	return true;
}

/* encode_words - S as encoded words, each on a line of its own; WORDs break
 * between characters */
static char *
encode_words(const char *s)
{
	struct pn_buf out;

	pn_buf_init(&out, HEADER_MAX);
	while (*s) {
		size_t n = strnlen(s, WORD_BYTES);
		const char *end = s + n;

		while (*end && ((unsigned char)*end & 0xc0) == 0x80 && end > s)
			end--;
		if (end == s)
			end = s + n;
		pn_buf_adds(&out, out.len ? "\r\n =?utf-8?q?" : "=?utf-8?q?");
		for (; s < end; s++)
			pn_buf_addf(&out, "=%02X", (unsigned char)*s);
		pn_buf_adds(&out, "?=");
	}
	return pn_buf_take(&out);
}

/* header_text - S for a header field, for free() */
static char *
header_text(const char *s)
{
	return is_plain(s) ? pn_strdup(s) : encode_words(s);
}

/* qp_line - one line of N bytes as quoted-printable, CRLF at its end */
static void
qp_line(struct pn_buf *out, const char *p, size_t n)
{
	size_t width = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool blank_end = (c == ' ' || c == '\t') && i + 1 == n;
		bool plain =
		    ((c >= 0x20 && c < 0x7f && c != '=') || c == '\t') &&
		    !blank_end && !(width == 0 && c == '.');

		if (width + (plain ? 1 : 3) > QP_WIDTH - 1) {
			pn_buf_adds(out, "=\r\n");
			width = 0;
		}
		if (plain)
			pn_buf_addc(out, (char)c);
		else
			pn_buf_addf(out, "=%02X", c);
		width += plain ? 1 : 3;
	}
	pn_buf_adds(out, "\r\n");
}

/* qp_body - TEXT (lines by LF) as quoted-printable lines */
static void
qp_body(struct pn_buf *out, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		qp_line(out, text, n);
		text += n + (text[n] == '\n');
	}
}

/* notice_mac - what proves that BODY for TO under REFERENCE is ours */
static void
notice_mac(const struct pn_key *key, const char *to, const char *reference,
    struct pn_bytes body, unsigned char out[PN_HASH_BYTES])
{
	struct pn_buf all;

	pn_buf_init(&all, NOTICE_MAX + HEADER_MAX);
	pn_buf_addf(&all, "%s\n%s\n", to, reference);
	pn_buf_add(&all, body.p, body.n);
	pn_mac(key, "notice", pn_buf_bytes(&all), out);
	pn_buf_free(&all);
}

static void
hex(const unsigned char mac[PN_HASH_BYTES], char out[PN_HASH_HEX])
{
	for (size_t i = 0; i < PN_HASH_BYTES; i++)
		snprintf(out + 2 * i, 3, "%02x", mac[i]);
}

/* date - RFC 5322 3.3 in UTC */
static void
date(int64_t now, char *out, size_t size)
{
	time_t t = (time_t)now;
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(out, size, "%a, %d %b %Y %H:%M:%S +0000", &tm);
}

/* add_answers - In-Reply-To and References, where the id is a harmless one */
static void
add_answers(struct pn_buf *out, const char *id)
{
	if (!id || !id[0] || strlen(id) > MESSAGE_ID_MAX || !is_plain(id) ||
	    strpbrk(id, " <>"))
		return;
	pn_buf_addf(out, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", id, id);
}

/* add_header - all fields of the notice, with the hash of BODY */
static void
add_header(
    struct pn_buf *out, const struct pn_composition *c, struct pn_bytes body)
{
	const char *from = c->config->notice_from;
	unsigned char mac[PN_HASH_BYTES];
	char mac_hex[PN_HASH_HEX], when[64], nonce[PN_HASH_HEX];
	char *subject = header_text(c->mail->subject);

	notice_mac(c->key, c->to, c->reference, body, mac);
	hex(mac, mac_hex);
	pn_random(mac, sizeof(mac));
	hex(mac, nonce);
	date(c->now, when, sizeof(when));
	pn_buf_addf(out, "From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n", from,
	    c->to, subject);
	pn_buf_addf(out, "Date: %s\r\nMessage-ID: <%s.%.16s@%s>\r\n", when,
	    c->reference, nonce, pn_addr_domain(from));
	add_answers(out, c->answers);
	pn_buf_adds(out, "Auto-Submitted: auto-replied\r\n"
			 "MIME-Version: 1.0\r\n"
			 "Content-Type: text/plain; charset=utf-8\r\n"
			 "Content-Transfer-Encoding: quoted-printable\r\n");
	pn_buf_addf(out, "X-Postern-Notice: ref=%s;\r\n mac=%s\r\n\r\n",
	    c->reference, mac_hex);
	free(subject);
}

char *
pn_compose_notice(const struct pn_composition *c)
{
	struct pn_buf body, out;

	pn_buf_init(&body, NOTICE_MAX);
	qp_body(&body, c->mail->body);
	pn_buf_init(&out, NOTICE_MAX + HEADER_MAX);
	add_header(&out, c, pn_buf_bytes(&body));
	pn_buf_add(&out, body.data, body.len);
	pn_buf_free(&body);
	return pn_buf_take(&out);
}

bool
pn_notice_ours(const struct pn_key *key, const struct pn_letter *l)
{
	char reference[10], mac_hex[PN_HASH_HEX], good_hex[PN_HASH_HEX];
	unsigned char mac[PN_HASH_BYTES];
	struct pn_bytes all, body;

	if (l->n_notices != 1 || l->spool.over || l->envelope.sender[0] != 0 ||
	    l->envelope.n_recipients != 1 ||
	    l->spool.size - l->spool.body > NOTICE_MAX)
		return false;
	if (sscanf(l->notice, "ref=%9[0-9A-Z-]; mac=%64[0-9a-f]", reference,
		mac_hex) != 2 ||
	    strlen(mac_hex) != PN_HASH_HEX - 1)
		return false;
	if (pn_spool_map(&l->spool, &all) != PN_OK)
		return false;
	body = (struct pn_bytes){
	    all.p + l->spool.body, all.n - (size_t)l->spool.body};
	notice_mac(
	    key, l->envelope.recipients[0].address, reference, body, mac);
	pn_spool_unmap(&all);
	hex(mac, good_hex);
	return pn_equal(mac_hex, good_hex, PN_HASH_HEX - 1);
}

char *
pn_subject_tagged(const char *tag, const char *value)
{
	char *words, *both, *tagged;

	if (is_plain(tag)) {
		if (value && strncmp(value, tag, strlen(tag)) == 0)
			return NULL;
		return pn_printf("%s %s", tag, value ? value : "");
	}
	/* the blank belongs into the word: one between two words is not shown
	 * (RFC 2047 6.2) */
	both = pn_printf("%s ", tag);
	words = encode_words(both);
	free(both);
	if (value && strncmp(value, words, strlen(words)) == 0)
		tagged = NULL;
	else
		tagged = pn_printf("%s %s", words, value ? value : "");
	free(words);
	return tagged;
}
