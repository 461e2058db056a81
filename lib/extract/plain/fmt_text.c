/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_text - plain text in any character set, by lines
 *
 * Lines of vCard (RFC 6350) and iCalendar (RFC 5545), where a mail program
 * shows them as they stand, are unfolded first; see fmt_vcard.c. Text
 * that is declared to be in a set which can't be right is read both ways.
 * Not done: base64 inside text, markup languages.
 */
#include <string.h>
#include <strings.h>
#include "extract/decode.h"
#include "extract/text.h"

/* Texts whose long lines are folded. */
static const char *const folded[] = {"BEGIN:VCARD", "BEGIN:VCALENDAR"};

#define N_FOLDED (sizeof(folded) / sizeof(folded[0]))

/* is_folded - does text S begin as kind I of the folded ones? */
static bool
is_folded(const char *s, size_t i)
{
	return strncasecmp(s, folded[i], strlen(folded[i])) == 0;
}

static unsigned
text_bid(struct pn_look *look, const char **type)
{
	(void)type;
	return pn_look_text(look) ? PN_BID_TEXT : 0;
}

/* unfold - join lines that go on with a blank in the next one, in place */
static void
unfold(struct pn_buf *text)
{
	char *to = text->data;
	const char *end = text->data + text->len;

	for (const char *p = text->data; p < end;) {
		const char *q = *p == '\r' && p + 1 < end ? p + 1 : p;

		if (*q == '\n' && q + 1 < end && (q[1] == ' ' || q[1] == '\t'))
			p = q + 2;
		else
			*to++ = *p++;
	}
	*to = '\0';
	text->len = (size_t)(to - text->data);
}

/* read_as - the whole text, decoded as CHARSET says */
static enum pn_err
read_as(struct pn_job *job, const char *charset)
{
	struct pn_buf text;
	enum pn_err err = pn_decode(job, charset, &text), handed;

	for (size_t i = 0; i < N_FOLDED; i++)
		if (is_folded(text.data, i))
			unfold(&text);
	handed = pn_text_lines(job, &text);
	pn_buf_free(&text);
	return err != PN_OK ? err : handed;
}

static enum pn_err
text_read(struct pn_job *job)
{
	const char *other = pn_decode_other(job->bytes, job->charset);
	enum pn_err err = read_as(job, job->charset);

	if (err == PN_OK && other)
		err = read_as(job, other);
	return err;
}

const struct pn_format pn_format_text = {
    .name = "text",
    .type = "text/plain",
    .bid = text_bid,
    .read = text_read,
};
