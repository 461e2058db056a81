/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_mbox - files that have messages in them: mbox (RFC 4155), Apple's .emlx,
 * and a message with blank lines before it or saved as UTF-16
 *
 * Each message is handed on as a member, to be read as any message in a file.
 * A message of an mbox ends where a "From " line with a time of day in it, and
 * a header field in the next line, comes after an empty line; Content-Length
 * is not believed, and ">From " stays as it is: a quoted line is text too.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "extract/decode.h"
#include "extract/mail/mbox.h"

#define MAX_FROM     512 /* bytes of a "From " line */
#define MAX_FIELD    77	 /* letters of a field's name */
#define BID_MBOX     64
#define EMLX_TYPE    "message/x-emlx"
#define MBOX_TYPE    "application/mbox"
#define LENGTH_CHARS 20 /* of the line in front of an .emlx message */

/* field_follows - does a header field begin at S? */
static bool
field_follows(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && n < MAX_FIELD && s[n] > ' ' && s[n] < 127 &&
	       s[n] != ':')
		n++;
	return n && s + n < end && s[n] == ':';
}

/* from_line - the line behind the "From " line at S; NULL if it is none */
static const char *
from_line(const char *s, const char *end)
{
	const char *nl = end - s > 5 && memcmp(s, "From ", 5) == 0
			     ? memchr(s, '\n', (size_t)(end - s))
			     : NULL;

	if (nl == NULL || nl - s > MAX_FROM)
		return NULL;
	for (const char *p = s + 6; p + 1 < nl; p++)
		if (*p == ':' && isdigit((unsigned char)p[-1]) &&
		    isdigit((unsigned char)p[1]))
			return field_follows(nl + 1, end) ||
				       (end - nl > 6 &&
					   memcmp(nl + 1, ">From ", 6) == 0)
				   ? nl + 1
				   : NULL;
	return NULL;
}

/* emlx_start - the message behind the line with its length, which goes into
 * *LENGTH; NULL if there is none */
static const char *
emlx_start(const char *s, size_t *length)
{
	size_t n = strspn(s, "0123456789"), blanks;

	if (n == 0 || n > LENGTH_CHARS / 2)
		return NULL;
	blanks = strspn(s + n, " \t\r");
	if (n + blanks > LENGTH_CHARS || s[n + blanks] != '\n')
		return NULL;
	*length = strtoul(s, NULL, 10);
	return s + n + blanks + 1;
}

static unsigned
mbox_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look), *p;
	size_t length;
	unsigned bits;

	if (s == NULL)
		return 0;
	p = s + strspn(s, " \t\r\n");
	if (from_line(p, s + look->text.len)) {
		*type = MBOX_TYPE;
		return BID_MBOX;
	}
	*type = "message/rfc822";
	bits = pn_message_bits(p);
	if (bits && (p > s || strncmp(look->charset, "UTF-16", 6) == 0 ||
			strncmp(look->charset, "UTF-32", 6) == 0))
		return bits;
	p = emlx_start(p, &length);
	if (p == NULL)
		return 0;
	*type = EMLX_TYPE;
	return pn_message_bits(p);
}

/* hand_on - N bytes at S as a member called NAME */
static enum pn_err
hand_on(
    struct pn_job *job, const char *name, const char *s, size_t n, bool hidden)
{
	struct pn_member m = {.name = name,
	    .content = {(const unsigned char *)s, n},
	    .role = PN_ROLE_MEMBER,
	    .hidden = hidden};

	return n ? pn_job_member(job, &m) : PN_OK;
}

/* next_from - the first "From " line at or behind S that ends a message, the
 * line behind it in *BEHIND; NULL without one */
static const char *
next_from(const char *s, const char *end, const char **behind)
{
	while (s < end) {
		const char *p = memmem(s, (size_t)(end - s), "\nFrom ", 6);

		if (p == NULL)
			return NULL;
		if (p > s && (p[-1] == '\n' || (p[-1] == '\r' && p > s + 1 &&
						   p[-2] == '\n'))) {
			*behind = from_line(p + 1, end);
			if (*behind)
				return p + 1;
		}
		s = p + 1;
	}
	return NULL;
}

/* read_mbox - its messages */
static enum pn_err
read_mbox(struct pn_job *job, const char *s, const char *end)
{
	enum pn_err err = PN_OK;

	s = from_line(s, end);
	for (unsigned i = 1; s && err == PN_OK; i++) {
		const char *behind = NULL;
		const char *next = next_from(s, end, &behind);
		char name[32];

		snprintf(name, sizeof(name), "message %u", i);
		err = hand_on(
		    job, name, s, (size_t)((next ? next : end) - s), false);
		s = behind;
	}
	return err;
}

/* read_emlx - the message, and what Mail notes about it */
static enum pn_err
read_emlx(struct pn_job *job, const char *s, const char *end)
{
	char head[2 * LENGTH_CHARS];
	const char *start;
	size_t n = 0, left;
	enum pn_err err;

	snprintf(head, sizeof(head), "%.*s",
	    end - s < LENGTH_CHARS * 2 ? (int)(end - s) : LENGTH_CHARS * 2, s);
	start = emlx_start(head, &n);
	if (start == NULL)
		return PN_ERR_SYNTAX;
	s += start - head;
	left = (size_t)(end - s);
	if (n > left)
		n = left;
	err = hand_on(job, NULL, s, n, false);
	if (left > n)
		pn_job_hidden(job, "metadata");
	return err == PN_OK ? hand_on(job, NULL, s + n, left - n, true) : err;
}

static enum pn_err
mbox_read(struct pn_job *job)
{
	const char *s = (const char *)job->bytes.p, *end = s + job->bytes.n;
	const char *p = memchr(s, 0, job->bytes.n < 64 ? job->bytes.n : 64);
	struct pn_buf text = {0};
	enum pn_err err = PN_OK;

	if (p) { /* two or four bytes to a character */
		err = pn_decode(job, NULL, &text);
		s = text.data;
		end = s + text.len;
	}
	if (end - s > 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		s += 3;
	while (s < end && strchr(" \t\r\n", *s))
		s++;
	if (err != PN_OK || s == end)
		;
	else if (strcmp(job->kind.type, MBOX_TYPE) == 0)
		err = read_mbox(job, s, end);
	else if (strcmp(job->kind.type, EMLX_TYPE) == 0)
		err = read_emlx(job, s, end);
	else
		err = hand_on(job, NULL, s, (size_t)(end - s), false);
	pn_buf_free(&text);
	return err;
}

const struct pn_format pn_format_mbox = {
    .name = "mbox",
    .type = MBOX_TYPE,
    .bid = mbox_bid,
    .read = mbox_read,
};
