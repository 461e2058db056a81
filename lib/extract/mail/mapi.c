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

/* Ranges of strings that belong to the header of a message, to its transport,
 * or to the mechanics of an attachment. */
static const struct {
	uint16_t from, to;
} plumbing[] = {
    {0x001A, 0x001A}, /* class */
    {0x003A, 0x0046}, /* report names, subject prefix, receivers */
    {0x0047, 0x005D}, /* routing, originals, reply recipients */
    {0x0064, 0x007F}, /* represented sender, conversation, headers */
    {0x0C19, 0x0C21}, /* sender */
    {0x0E02, 0x0E04}, /* shown recipients */
    {0x0E1D, 0x0E1D}, /* subject again */
    {0x0E28, 0x0E29}, /* accounts */
    {0x1006, 0x1011}, /* marks of the rich text */
    {0x1035, 0x1046}, /* message ids, references */
    {0x10F3, 0x10F4}, /* name for the web, from the subject */
    {0x3703, 0x3703}, /* extension */
    {0x370A, 0x370E}, /* tag, transport, type of an attachment */
    {0x3711, 0x3716}, /* where it belongs */
    {0x3A20, 0x3A20}, /* transmitted name of a contact */
    {0x39FE, 0x39FF}, /* addresses of a recipient */
    {0x3FD8, 0x3FD9}, /* the beginning of the body */
    {0x3FF8, 0x3FFB}, /* who wrote and changed it */
    {0x4022, 0x403E}, /* the same, with addresses */
    {0x5902, 0x5909}, /* last verb, editor */
    {0x5D01, 0x5D0B}, /* addresses of all of these */
    {0x5FE5, 0x5FFF}, /* recipients */
    {0x65E0, 0x67FF}, /* store */
};

/* Labels of texts that are personal, by property. */
static const struct {
	uint16_t id;
	const char *label;
} labels[] = {
    {0x3001, "Name"},
    {0x3004, "Comment"},
    {0x3A02, "Callback phone"},
    {0x3A05, "Generation"},
    {0x3A06, "First name"},
    {0x3A07, "Government ID"},
    {0x3A08, "Business phone"},
    {0x3A09, "Home phone"},
    {0x3A0A, "Initials"},
    {0x3A0B, "Keyword"},
    {0x3A0C, "Language"},
    {0x3A0D, "Location"},
    {0x3A10, "Employee number"},
    {0x3A11, "Surname"},
    {0x3A15, "Postal address"},
    {0x3A16, "Company"},
    {0x3A17, "Title"},
    {0x3A18, "Department"},
    {0x3A19, "Office"},
    {0x3A1A, "Primary phone"},
    {0x3A1B, "Business phone"},
    {0x3A1C, "Mobile phone"},
    {0x3A1D, "Radio phone"},
    {0x3A1E, "Car phone"},
    {0x3A1F, "Other phone"},
    {0x3A21, "Pager"},
    {0x3A23, "Fax"},
    {0x3A24, "Fax"},
    {0x3A25, "Fax"},
    {0x3A26, "Country"},
    {0x3A27, "City"},
    {0x3A28, "County"},
    {0x3A29, "Street"},
    {0x3A2A, "Postcode"},
    {0x3A2B, "PO box"},
    {0x3A2E, "Assistant phone"},
    {0x3A2F, "Home phone"},
    {0x3A30, "Assistant"},
    {0x3A43, "Hobbies"},
    {0x3A44, "Middle name"},
    {0x3A45, "Name prefix"},
    {0x3A46, "Profession"},
    {0x3A47, "Referred by"},
    {0x3A48, "Spouse"},
    {0x3A4E, "Manager"},
    {0x3A4F, "Nickname"},
    {0x3A50, "Web page"},
    {0x3A51, "Web page"},
    {0x3A57, "Company phone"},
    {0x3A58, "Children"},
    {0x3A59, "City"},
    {0x3A5A, "Country"},
    {0x3A5B, "Postcode"},
    {0x3A5C, "County"},
    {0x3A5D, "Street"},
    {0x3A5F, "City"},
    {0x3A60, "Country"},
    {0x3A61, "Postcode"},
    {0x3A62, "County"},
    {0x3A63, "Street"},
};

/* The same by number of a named property. */
static const struct {
	uint32_t lid;
	const char *label; /* NULL: no text */
} lids[] = {
    {0x8005, "Name"},
    {0x801A, "Home address"},
    {0x801B, "Work address"},
    {0x801C, "Other address"},
    {0x8045, "Street"},
    {0x8046, "City"},
    {0x8047, "County"},
    {0x8048, "Postcode"},
    {0x8049, "Country"},
    {0x8062, "Messenger"},
    {0x8080, "Email name"},
    {0x8082, NULL},
    {0x8083, "Email"},
    {0x8084, "Email"},
    {0x8090, "Email name"},
    {0x8092, NULL},
    {0x8093, "Email"},
    {0x8094, "Email"},
    {0x80A0, "Email name"},
    {0x80A2, NULL},
    {0x80A3, "Email"},
    {0x80A4, "Email"},
    {0x811F, "Owner"},
    {0x8127, NULL},
    {0x8208, "Location"},
    {0x8238, "Attendees"},
    {0x823B, "Attendees"},
    {0x823C, "Attendees"},
    {0x8530, "Flag"},
    {0x8539, "Companies"},
    {0x853A, "Contacts"},
    {0x8554, NULL},
    {0x8580, NULL},
    {0x8581, NULL},
    {0x85A0, NULL},
    {0x85A4, NULL},
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

/* is_plumbing - a string that every message has? */
static bool
is_plumbing(uint16_t id)
{
	for (size_t i = 0; i < COUNT(plumbing); i++)
		if (id >= plumbing[i].from && id <= plumbing[i].to)
			return true;
	return false;
}

/* is_extract - what a server found in the body, for its users' convenience? */
static bool
is_extract(const struct pn_mapi_prop *p)
{
	static const char start[] = "X\0m\0l\0E\0x\0t\0r\0a\0c\0t\0e\0d";

	return p->name.n > sizeof(start) &&
	       memcmp(p->name.p, start, sizeof(start)) == 0;
}

/* label - what stands before the text of P into OUT; false where it is no
 * text */
static bool
label(struct pn_mapi *m, const struct pn_mapi_prop *p, struct pn_buf *out,
    enum pn_err *err)
{
	const char *s = NULL;

	if (p->header || is_plumbing(p->id) || is_extract(p))
		return false;
	for (size_t i = 0; i < COUNT(labels); i++)
		if (labels[i].id == p->id)
			s = labels[i].label;
	for (size_t i = 0; p->named && p->lid && i < COUNT(lids); i++) {
		if (lids[i].lid != p->lid)
			continue;
		if (lids[i].label == NULL)
			return false;
		s = lids[i].label;
	}
	if (s)
		*err = pn_buf_adds(out, s);
	else if (p->named && p->lid == 0 && p->name.n)
		*err = pn_mapi_text(m, PN_MAPI_UNICODE, p->name, out);
	else
		return true;
	if (*err == PN_OK)
		*err = pn_buf_adds(out, ": ");
	return true;
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

	if (!label(m, p, out, &err))
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
