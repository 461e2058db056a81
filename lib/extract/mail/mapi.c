/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mapi - an item of Outlook, as its properties tell it
 *
 * Of a message, texts other than its bodies are hidden ("metadata"); of a
 * contact, an appointment or a task they are what its window shows, each with
 * a label before it. Strings that every message has for its own transport are
 * left out by their number.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/uni.h"
#include "extract/mail/codepage.h"
#include "extract/mail/mapi.h"
#include "extract/ole/le.h"
#include "extract/text.h"

/* 100 ns steps from 1601 to 1970, and per day */
#define EPOCH_DAYS  134774
#define STEPS_A_DAY 864000000000ull
#define LAST_DAY    2932896 /* the end of the year 9999 */
#define INLINE_FLAG 4	    /* of the flags of an attachment */
#define MAX_NAME    1024    /* bytes of a name that are kept */
#define HEAD_BYTES  1024    /* where <meta charset> must stand */

enum {
	TAG_CLASS = 0x001A,
	TAG_SUBJECT = 0x0037,
	TAG_BODY = 0x1000,
	TAG_RTF = 0x1009,
	TAG_HTML = 0x1013,
	TAG_SHOWN_NAME = 0x3001,
	TAG_DATA = 0x3701,
	TAG_SHORT_NAME = 0x3704,
	TAG_LONG_NAME = 0x3707,
	TAG_PATH = 0x3708,
	TAG_LONG_PATH = 0x370D,
	TAG_CONTENT_ID = 0x3712,
	TAG_FLAGS = 0x3714,
	TAG_ANNIVERSARY = 0x3A41,
	TAG_BIRTHDAY = 0x3A42,
	TAG_INTERNET_CP = 0x3FDE,
	TAG_MESSAGE_CP = 0x3FFD,
	TAG_HIDDEN = 0x7FFE,
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void
pn_mapi_init(struct pn_mapi *m, struct pn_job *job)
{
	size_t most = pn_job_room(job) + 4096;

	*m = (struct pn_mapi){.job = job};
	pn_buf_init(&m->class, MAX_NAME);
	pn_buf_init(&m->subject, most);
	pn_buf_init(&m->body, most);
	pn_buf_init(&m->texts, most);
	pn_buf_init(&m->categories, most);
	pn_buf_init(&m->html, 4 * job->bytes.n + most);
	pn_buf_init(&m->rtf, 4 * job->bytes.n + most);
	pn_buf_init(&m->long_name, MAX_NAME);
	pn_buf_init(&m->short_name, MAX_NAME);
	pn_buf_init(&m->shown_name, MAX_NAME);
	pn_buf_init(&m->path, MAX_NAME);
}

void
pn_mapi_init_attachment(struct pn_mapi *m, struct pn_job *job, unsigned cp)
{
	pn_mapi_init(m, job);
	m->attachment = true;
	m->cp = cp;
}

void
pn_mapi_free(struct pn_mapi *m)
{
	struct pn_buf *const all[] = {&m->class, &m->subject, &m->body,
	    &m->texts, &m->categories, &m->html, &m->rtf, &m->long_name,
	    &m->short_name, &m->shown_name, &m->path};

	for (size_t i = 0; i < COUNT(all); i++)
		pn_buf_free(all[i]);
}

/* date - day DAYS since 1970 as YYYY-MM-DD into OUT (proleptic Gregorian) */
static enum pn_err
date(struct pn_buf *out, int64_t days)
{
	/* Howard Hinnant's civil_from_days */
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;
	unsigned day = doy - (153 * mp + 2) / 5 + 1;
	unsigned month = mp < 10 ? mp + 3 : mp - 9;
	int64_t year = (int64_t)yoe + era * 400 + (month <= 2);

	return pn_buf_addf(
	    out, "%04lld-%02u-%02u", (long long)year, month, day);
}

/* time_text - a birthday or the like, with its label */
static enum pn_err
time_text(struct pn_mapi *m, const struct pn_mapi_prop *p)
{
	uint64_t t = pn_le32(p->data, 0) | (uint64_t)pn_le32(p->data, 4) << 32;
	int64_t days = (int64_t)(t / STEPS_A_DAY) - EPOCH_DAYS;
	enum pn_err err;

	if (t == 0 || days > LAST_DAY)
		return PN_OK;
	err = pn_buf_adds(
	    &m->texts, p->id == TAG_BIRTHDAY ? "Birthday: " : "Anniversary: ");
	if (err == PN_OK)
		err = date(&m->texts, days);
	if (err == PN_OK)
		err = pn_buf_addc(&m->texts, '\n');
	return err == PN_OK ? PN_OK : pn_job_limit(m->job, "text");
}

enum pn_err
pn_mapi_number(struct pn_mapi *m, const struct pn_mapi_prop *p)
{
	uint32_t v = p->data.n >= 4 ? pn_le32(p->data, 0) : pn_le16(p->data, 0);

	switch (p->id) {
	case TAG_MESSAGE_CP:
		m->cp = v;
		break;
	case TAG_INTERNET_CP:
		m->html_cp = v;
		break;
	case TAG_HIDDEN:
		m->hidden = (v & 0xff) != 0;
		break;
	case TAG_FLAGS:
		m->inline_part |= (v & INLINE_FLAG) != 0;
		break;
	case TAG_BIRTHDAY:
	case TAG_ANNIVERSARY:
		if (p->type == PN_MAPI_TIME)
			return time_text(m, p);
		break;
	default:
		break;
	}
	return PN_OK;
}

enum pn_err
pn_mapi_text(
    struct pn_mapi *m, unsigned type, struct pn_bytes data, struct pn_buf *out)
{
	unsigned cp = PN_CP_UTF16;

	if (type == PN_MAPI_UNICODE) {
		while (data.n >= 2 && data.p[data.n - 1] == 0 &&
		       data.p[data.n - 2] == 0)
			data.n -= 2;
	} else {
		while (data.n && data.p[data.n - 1] == 0)
			data.n--;
		cp = m->cp	  ? m->cp
		     : m->html_cp ? m->html_cp
		     : pn_utf8_valid((const char *)data.p, data.n)
			 ? (unsigned)PN_CP_UTF8
			 : (unsigned)PN_CP_LATIN;
		/* a string of one byte per character can't be UTF-16 */
		if (cp == PN_CP_UTF16)
			cp = PN_CP_LATIN;
	}
	if (data.n == 0)
		return PN_OK;
	return pn_codepage_utf8(NULL, cp, data, out) == PN_OK
		   ? PN_OK
		   : pn_job_limit(m->job, "text");
}

/* name - up to MAX_NAME bytes of a file name; the rest is no name */
static enum pn_err
name(struct pn_mapi *m, const struct pn_mapi_prop *p, struct pn_buf *out)
{
	struct pn_bytes data = p->data;
	struct pn_buf text;
	enum pn_err err;

	if (data.n > MAX_NAME / 4)
		data.n = MAX_NAME / 4;
	pn_buf_init(&text, 2 * MAX_NAME);
	err = pn_mapi_text(m, p->type, data, &text);
	pn_buf_clear(out);
	if (err == PN_OK)
		err = pn_buf_adds(out, text.data);
	pn_buf_free(&text);
	return err;
}

/* is_category - the keywords that a window shows beside the subject? */
static bool
is_category(const struct pn_mapi_prop *p)
{
	static const char keywords[] = "K\0e\0y\0w\0o\0r\0d\0s";

	return p->named && p->lid == 0 && p->name.n == sizeof(keywords) &&
	       memcmp(p->name.p, keywords, sizeof(keywords)) == 0;
}

/* other_text - a text with a label, one to a line */
static enum pn_err
other_text(struct pn_mapi *m, const struct pn_mapi_prop *p)
{
	struct pn_buf *out = is_category(p) ? &m->categories : &m->texts;
	size_t before = out->len, start;
	enum pn_err err = PN_OK;

	if (!pn_mapi_label(m, p, out, &err))
		return PN_OK;
	start = out->len;
	if (err == PN_OK)
		err = pn_mapi_text(m, p->type, p->data, out);
	if (out->len == start) {
		out->len = before; /* a label alone tells nothing */
		out->data[before] = '\0';
		return err;
	}
	if (err == PN_OK)
		err = pn_buf_addc(out, '\n');
	return err == PN_OK ? PN_OK : pn_job_limit(m->job, "text");
}

/* keep - the bytes of a body, to be looked at later */
static enum pn_err
keep(struct pn_mapi *m, const struct pn_mapi_prop *p, struct pn_buf *out)
{
	if (pn_buf_add(out, p->data.p, p->data.n) != PN_OK)
		return pn_job_limit(m->job, "text");
	return PN_OK;
}

/* add_text - a string */
static enum pn_err
add_text(struct pn_mapi *m, const struct pn_mapi_prop *p)
{
	switch (p->id) {
	case TAG_CLASS:
		return name(m, p, &m->class);
	case TAG_SUBJECT:
		return pn_mapi_text(m, p->type, p->data, &m->subject);
	case TAG_BODY:
		return pn_mapi_text(m, p->type, p->data, &m->body);
	case TAG_HTML:
		m->html_text = true;
		return pn_mapi_text(m, p->type, p->data, &m->html);
	case TAG_LONG_NAME:
		return name(m, p, &m->long_name);
	case TAG_SHORT_NAME:
		return name(m, p, &m->short_name);
	case TAG_PATH:
	case TAG_LONG_PATH:
		return name(m, p, &m->path);
	case TAG_SHOWN_NAME: {
		enum pn_err err = name(m, p, &m->shown_name);

		/* of an attachment it is the name of the file again */
		return err == PN_OK && !m->attachment ? other_text(m, p) : err;
	}
	case TAG_CONTENT_ID:
		m->inline_part |= p->data.n > 2;
		return PN_OK;
	default:
		return other_text(m, p);
	}
}

enum pn_err
pn_mapi_add(struct pn_mapi *m, const struct pn_mapi_prop *p)
{
	if (p->type == PN_MAPI_STRING8 || p->type == PN_MAPI_UNICODE)
		return add_text(m, p);
	if (p->type == PN_MAPI_BINARY && p->id == TAG_HTML)
		return keep(m, p, &m->html);
	if (p->type == PN_MAPI_BINARY && p->id == TAG_RTF)
		return keep(m, p, &m->rtf);
	if (p->type == PN_MAPI_BINARY && p->id == TAG_BODY) {
		struct pn_mapi_prop text = *p;

		text.type = PN_MAPI_STRING8; /* of the wrong type */
		return add_text(m, &text);
	}
	return PN_OK;
}

/* says_charset - does the HTML itself tell its character set? */
static bool
says_charset(const struct pn_buf *html)
{
	size_t n = html->len < HEAD_BYTES ? html->len : HEAD_BYTES;

	for (size_t i = 0; i + 8 < n; i++)
		if (strncasecmp(html->data + i, "charset=", 8) == 0)
			return true;
	return false;
}

/* hand_html - the body in HTML, as UTF-8 with a mark where that is known */
static enum pn_err
hand_html(struct pn_mapi *m)
{
	struct pn_member member = {.role = PN_ROLE_MEMBER};
	struct pn_buf text;
	enum pn_err err = PN_OK;

	if (m->html.len == 0)
		return PN_OK;
	member.content = pn_buf_bytes(&m->html);
	pn_buf_init(&text, 3 * m->html.len + 3);
	if (m->html_text || (m->html_cp && !says_charset(&m->html))) {
		(void)!pn_buf_adds(&text, "\xef\xbb\xbf");
		err = pn_codepage_utf8(NULL,
		    m->html_text ? (unsigned)PN_CP_UTF8 : m->html_cp,
		    pn_buf_bytes(&m->html), &text);
		member.content = pn_buf_bytes(&text);
	}
	if (err == PN_OK)
		err = pn_job_member(m->job, &member);
	else
		err = pn_job_limit(m->job, "text");
	pn_buf_free(&text);
	return err;
}

/* hand_rtf - the body in rich text */
static enum pn_err
hand_rtf(struct pn_mapi *m)
{
	struct pn_member member = {.role = PN_ROLE_MEMBER};
	struct pn_buf rtf;
	enum pn_err err;

	if (m->rtf.len == 0)
		return PN_OK;
	pn_buf_init(&rtf, 16 * m->rtf.len);
	err = pn_lzfu(m->job, pn_buf_bytes(&m->rtf), &rtf);
	if (err == PN_ERR_SYNTAX) {
		pn_job_damage(m->job, "damaged");
		err = PN_OK;
	}
	member.content = pn_buf_bytes(&rtf);
	if (err == PN_OK && rtf.len)
		err = pn_job_member(m->job, &member);
	pn_buf_free(&rtf);
	return err;
}

/* is_message - is the item's window that of a message? */
static bool
is_message(const struct pn_mapi *m)
{
	static const char *const shown[] = {"ipm.contact", "ipm.appointment",
	    "ipm.task", "ipm.schedule", "ipm.distlist", "ipm.activity",
	    "ipm.stickynote", "ipm.abchperson"};

	for (size_t i = 0; i < COUNT(shown); i++)
		if (strncasecmp(m->class.data, shown[i], strlen(shown[i])) == 0)
			return false;
	return true;
}

/* hand_texts - what the other properties tell */
static enum pn_err
hand_texts(struct pn_mapi *m, bool shown)
{
	enum pn_err err =
	    pn_job_text(m->job, pn_buf_bytes(&m->categories), "categories", 0);

	if (err != PN_OK || m->texts.len == 0)
		return err;
	if (!shown)
		pn_job_hidden(m->job, "metadata");
	return pn_job_text(m->job, pn_buf_bytes(&m->texts),
	    shown ? "properties" : "metadata", shown ? 0 : PN_TEXT_HIDDEN);
}

enum pn_err
pn_mapi_item(struct pn_mapi *m)
{
	enum pn_err err = pn_job_text(
	    m->job, pn_buf_bytes(&m->subject), "subject", PN_TEXT_SUBJECT);

	if (err == PN_OK)
		err = pn_text_lines(m->job, &m->body);
	if (err == PN_OK)
		err = hand_texts(m, !is_message(m));
	if (err == PN_OK)
		err = hand_html(m);
	return err == PN_OK ? hand_rtf(m) : err;
}

enum pn_err
pn_mapi_attachment(struct pn_mapi *m, struct pn_bytes content)
{
	const struct pn_buf *const names[] = {
	    &m->long_name, &m->short_name, &m->shown_name, &m->path};
	struct pn_member member = {.content = content,
	    .role = PN_ROLE_MEMBER,
	    .hidden = m->hidden && !m->inline_part};
	enum pn_err err;

	for (size_t i = 0; i < COUNT(names) && member.name == NULL; i++)
		if (names[i]->len)
			member.name = names[i]->data;
	if (member.hidden)
		pn_job_hidden(m->job, "attachment");
	err = hand_texts(m, false);
	return err == PN_OK ? pn_job_member(m->job, &member) : err;
}
