/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_vcard - contacts and calendars: vCard 2.1, 3.0, 4.0 (RFC 6350) and
 * iCalendar (RFC 5545), vCalendar too
 *
 * Lines are unfolded, values decoded (quoted-printable and base64 of 2.1,
 * escapes) and told with their names in front, card by card and event by
 * event. Several cards become a table of people. Pictures and attachments in
 * base64 are members, a description in HTML too. Nothing is left out: whatever
 * a line holds is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "base/mem.h"
#include "extract/decode.h"
#include "extract/html/html_data.h"
#include "extract/table.h"

#define LEAST_BASE64 64	 /* characters; shorter ones are told as text */
#define MAX_NAME     256 /* bytes of a file name */

static const struct {
	const char *start, *type;
} kinds[] = {
    {"BEGIN:VCARD", "text/vcard"},
    {"BEGIN:VCALENDAR", "text/calendar"},
};

/* The columns of a table of cards. */
static const char *const columns[] = {
    "Name", "Email", "Phone", "Address", "Birthday", "Note", "Other"};

enum { NAME, EMAIL, PHONE, ADDRESS, BIRTHDAY, NOTE, OTHER, N_COLUMNS };

/* One content line; everything points into the text. */
struct line {
	const char *name, *params, *value;
	size_t name_n, params_n, value_n;
};

struct reader {
	struct pn_job *job;
	const char *p, *end;
	struct pn_buf joined; /* a line that was folded */
	struct pn_buf value;  /* decoded */
	struct pn_buf scratch;
	struct pn_buf text; /* lines of the card or event so far */
	struct pn_buf cells[N_COLUMNS];
	struct pn_buf other_name; /* N, where there is no FN */
	struct pn_table table;
	bool cards; /* the table is wanted */
	unsigned number, row;
	char place[32];
};

static unsigned
vcard_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);

	if (s == NULL)
		return 0;
	s += strspn(s, " \t\r\n");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i].start);

		if (strncasecmp(s, kinds[i].start, n) == 0) {
			*type = kinds[i].type;
			return 8 * (unsigned)n + 1;
		}
	}
	return 0;
}

/* unfold - BYTES without the folds, which may cut a character, into OUT */
static enum pn_err
unfold(struct pn_bytes b, struct pn_buf *out)
{
	const unsigned char *p = b.p, *end = b.p + b.n;
	enum pn_err err = PN_OK;

	while (p < end && err == PN_OK) {
		const unsigned char *nl = memchr(p, '\n', (size_t)(end - p));
		const unsigned char *stop = nl ? nl : end;

		if (nl && nl + 1 < end && (nl[1] == ' ' || nl[1] == '\t')) {
			stop -= stop > p && stop[-1] == '\r';
			/* perhaps a soft line end of quoted-printable */
			if (stop > p && stop[-1] != '=') {
				err = pn_buf_add(out, p, (size_t)(stop - p));
				p = nl + 2;
				continue;
			}
			stop = nl;
		}
		err = pn_buf_add(out, p, (size_t)(stop - p) + (nl != NULL));
		p = nl ? nl + 1 : end;
	}
	return err;
}

/* is_word - are the N bytes at S the word W, in any case? */
static bool
is_word(const char *s, size_t n, const char *w)
{
	return n == strlen(w) && strncasecmp(s, w, n) == 0;
}

/* param - the value of parameter NAME of line L, without its quotes; for a
 * bare word of vCard 2.1 the word itself. *N 0 and not NULL: it is empty */
static const char *
param(const struct line *l, const char *name, size_t *n)
{
	const char *p = l->params, *end = p + l->params_n;
	size_t len = strlen(name);

	while (p < end) {
		const char *s = p;
		bool quoted = false;

		while (p < end && (quoted || *p != ';'))
			quoted ^= *p++ == '"';
		*n = (size_t)(p - s);
		p += p < end;
		if (*n < len || strncasecmp(s, name, len) != 0)
			continue;
		if (*n == len)
			return s;
		if (s[len] != '=')
			continue;
		s += len + 1;
		*n -= len + 1;
		if (*n >= 2 && s[0] == '"' && s[*n - 1] == '"') {
			s++;
			*n -= 2;
		}
		return s;
	}
	*n = 0;
	return NULL;
}

/* encoded - is the value of L in encoding A or B? */
static bool
encoded(const struct line *l, const char *a, const char *b)
{
	size_t n;
	const char *s = param(l, "ENCODING", &n);

	if (s)
		return is_word(s, n, a) || is_word(s, n, b);
	return param(l, a, &n) != NULL;
}

/* raw_line - the next line without its end; false at the end */
static bool
raw_line(struct reader *r, const char **s, size_t *n)
{
	const char *nl;

	if (r->p >= r->end)
		return false;
	nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
	*s = r->p;
	*n = (size_t)((nl ? nl : r->end) - r->p);
	r->p = nl ? nl + 1 : r->end;
	while (*n && (*s)[*n - 1] == '\r')
		--*n;
	return true;
}

/* split - line S of N bytes into its parts; one without a colon is a value
 * without a name */
static void
split(const char *s, size_t n, struct line *l)
{
	bool quoted = false;
	size_t i = 0, semi;

	*l = (struct line){.name = s, .params = s, .value = s, .value_n = n};
	while (i < n && (quoted || s[i] != ':'))
		quoted ^= s[i++] == '"';
	if (i == n)
		return;
	for (semi = 0; semi < i && s[semi] != ';';)
		semi++;
	l->name_n = semi;
	l->params = s + semi + (semi < i);
	l->params_n = i - semi - (semi < i);
	l->value = s + i + 1;
	l->value_n = n - i - 1;
	/* "item1.EMAIL": the group names nothing */
	for (size_t k = 0; k < semi; k++)
		if (s[k] == '.') {
			l->name = s + k + 1;
			l->name_n = semi - k - 1;
		}
}

/* next_line - the next line with what belongs to it; false at the end */
static bool
next_line(struct reader *r, struct line *l)
{
	const char *s;
	size_t n;
	bool soft;

	if (!raw_line(r, &s, &n))
		return false;
	split(s, n, l);
	soft = encoded(l, "QUOTED-PRINTABLE", "Q");
	if (!(soft && n && s[n - 1] == '=') &&
	    !(r->p < r->end && (*r->p == ' ' || *r->p == '\t')))
		return true;
	pn_buf_clear(&r->joined);
	(void)!pn_buf_add(&r->joined, s, n);
	for (;;) {
		bool more = soft && r->joined.len &&
			    r->joined.data[r->joined.len - 1] == '=';

		if (!more &&
		    !(r->p < r->end && (*r->p == ' ' || *r->p == '\t')))
			break;
		if (!raw_line(r, &s, &n))
			break;
		if (more)
			r->joined.data[--r->joined.len] = '\0';
		else
			s++, n--;
		(void)!pn_buf_add(&r->joined, s, n);
	}
	split(r->joined.data, r->joined.len, l);
	return true;
}

/* hex - the value of a hex digit, -1 for anything else */
static int
hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* quoted_printable - the value of L in its own character set, into OUT */
static enum pn_err
quoted_printable(struct reader *r, const struct line *l, struct pn_buf *out)
{
	char charset[32] = "UTF-8";
	const char *set;
	size_t n;
	enum pn_err err = PN_OK;

	pn_buf_clear(&r->scratch);
	for (size_t i = 0; i < l->value_n && err == PN_OK; i++) {
		char c = l->value[i];

		if (c == '=' && i + 2 < l->value_n &&
		    hex(l->value[i + 1]) >= 0 && hex(l->value[i + 2]) >= 0) {
			c = (char)(hex(l->value[i + 1]) << 4 |
				   hex(l->value[i + 2]));
			i += 2;
		}
		err = pn_buf_addc(&r->scratch, c);
	}
	set = param(l, "CHARSET", &n);
	if (set && n < sizeof(charset))
		snprintf(charset, sizeof(charset), "%.*s", (int)n, set);
	if (err == PN_OK)
		err =
		    pn_charset_to_utf8(out, charset, pn_buf_bytes(&r->scratch));
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(
		    out, "windows-1252", pn_buf_bytes(&r->scratch));
	return err;
}

/* unescape - N bytes at S into OUT; fields of a structured value are parted
 * by commas */
static enum pn_err
unescape(const char *s, size_t n, bool structured, struct pn_buf *out)
{
	enum pn_err err = PN_OK;
	bool due = false, any = false;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		char c = s[i];

		if (c == '\\' && i + 1 < n) {
			c = s[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		} else if (structured && c == ';') {
			due = any;
			continue;
		}
		if (due)
			err = pn_buf_adds(out, ", ");
		due = false;
		any = true;
		if (err == PN_OK)
			err = pn_buf_addc(out, c);
	}
	return err;
}

/* decoded - the text of line L into R->value */
static enum pn_err
decoded(struct reader *r, const struct line *l)
{
	static const char *const structured[] = {
	    "N", "ADR", "ORG", "GENDER", "REQUEST-STATUS"};
	const char *s = l->value;
	size_t n = l->value_n;
	struct pn_buf plain;
	bool parts = false;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(structured) / sizeof(structured[0]); i++)
		parts |= is_word(l->name, l->name_n, structured[i]);
	pn_buf_clear(&r->value);
	pn_buf_init(&plain, 4 * n + 64);
	if (encoded(l, "QUOTED-PRINTABLE", "Q")) {
		err = quoted_printable(r, l, &plain);
		s = plain.data;
		n = plain.len;
	}
	if (n > 7 && strncasecmp(s, "mailto:", 7) == 0) {
		s += 7;
		n -= 7;
	}
	if (err == PN_OK)
		err = unescape(s, n, parts, &r->value);
	pn_buf_free(&plain);
	return err == PN_OK ? PN_OK : pn_job_limit(r->job, "text");
}

/* file - a value that is a file: in base64, or a data: address */
static enum pn_err
file(struct reader *r, const struct line *l, bool *is)
{
	bool base64 = encoded(l, "BASE64", "B") && l->value_n >= LEAST_BASE64;
	bool url = l->value_n > 5 && strncasecmp(l->value, "data:", 5) == 0;
	size_t n;
	const char *name = param(l, "FILENAME", &n);
	char *own = NULL;
	enum pn_err err = PN_OK;

	*is = base64 || url;
	if (!*is)
		return PN_OK;
	if (name == NULL)
		name = param(l, "X-FILENAME", &n);
	if (name)
		own = pn_strndup(name, n < MAX_NAME ? n : MAX_NAME);
	pn_buf_clear(&r->scratch);
	if (base64)
		err = pn_buf_adds(&r->scratch, "data:;base64,");
	if (err == PN_OK)
		err = pn_buf_add(&r->scratch, l->value, l->value_n);
	if (err != PN_OK)
		err = pn_job_limit(r->job, "text");
	else
		err = pn_html_data(r->job,
		    (struct pn_span){r->scratch.data, r->scratch.len}, own);
	free(own);
	return err;
}

/* html - a description in HTML is a document of its own */
static enum pn_err
html(struct reader *r, const struct line *l, bool *is)
{
	struct pn_member m = {.role = PN_ROLE_MEMBER};
	size_t n;
	const char *type = param(l, "FMTTYPE", &n);

	*is = type && is_word(type, n, "text/html") && l->value_n;
	if (!*is)
		return PN_OK;
	m.content = pn_buf_bytes(&r->value);
	return pn_job_member(r->job, &m);
}

/* column - where in the table of cards line L goes */
static unsigned
column(const struct line *l)
{
	static const struct {
		const char *name;
		unsigned column;
	} names[] = {{"FN", NAME}, {"EMAIL", EMAIL}, {"TEL", PHONE},
	    {"ADR", ADDRESS}, {"BDAY", BIRTHDAY}, {"NOTE", NOTE}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_word(l->name, l->name_n, names[i].name))
			return names[i].column;
	return OTHER;
}

/* labelled - the decoded value, its name and the person it is of, into OUT */
static enum pn_err
labelled(struct reader *r, const struct line *l, struct pn_buf *out)
{
	size_t n;
	const char *person = param(l, "CN", &n);
	enum pn_err err = PN_OK;

	if (l->name_n) {
		err = pn_buf_add(out, l->name, l->name_n);
		if (err == PN_OK)
			err = pn_buf_adds(out, ": ");
	}
	if (err == PN_OK && person) {
		err = pn_buf_add(out, person, n);
		if (err == PN_OK)
			err = pn_buf_addc(out, ' ');
	}
	if (err == PN_OK)
		err = pn_buf_add(out, r->value.data, r->value.len);
	return err == PN_OK ? pn_buf_addc(out, '\n') : err;
}

/* keep - the value of L goes into its cell */
static enum pn_err
keep(struct reader *r, const struct line *l)
{
	unsigned at = column(l);
	struct pn_buf *cell = &r->cells[at];
	enum pn_err err = PN_OK;

	if (is_word(l->name, l->name_n, "N"))
		cell = &r->other_name;
	else if (at == OTHER)
		return labelled(r, l, cell);
	if (cell->len)
		err = pn_buf_adds(cell, ", ");
	return err == PN_OK ? pn_buf_add(cell, r->value.data, r->value.len)
			    : err;
}

/* cells - one row of the table, from texts; NULL stands for those of R */
static enum pn_err
cells(struct reader *r, const char *const *texts)
{
	enum pn_err err = PN_OK;

	for (uint32_t i = 0; i < N_COLUMNS && err == PN_OK; i++) {
		const char *s = texts ? texts[i] : r->cells[i].data;

		err = pn_table_cell(&r->table, r->job, r->row, i, 0);
		if (err == PN_OK && pn_buf_adds(&r->table.text, s) != PN_OK)
			err = pn_job_limit(r->job, "text");
	}
	r->row++;
	return err;
}

/* end_piece - a card or an event is over */
static enum pn_err
end_piece(struct reader *r)
{
	enum pn_err err = PN_OK;
	bool any = r->other_name.len != 0;

	for (size_t i = 0; i < N_COLUMNS; i++)
		any |= r->cells[i].len != 0;
	if (r->cards && any) {
		if (r->cells[NAME].len == 0)
			err = pn_buf_adds(&r->cells[NAME], r->other_name.data);
		if (err == PN_OK && r->row == 0)
			err = cells(r, columns);
		if (err == PN_OK)
			err = cells(r, NULL);
	}
	for (size_t i = 0; i < N_COLUMNS; i++)
		pn_buf_clear(&r->cells[i]);
	pn_buf_clear(&r->other_name);
	if (err == PN_OK && r->text.len)
		err = pn_job_text(r->job, pn_buf_bytes(&r->text), r->place, 0);
	pn_buf_clear(&r->text);
	return err;
}

/* component - BEGIN or END; false for another line */
static bool
component(struct reader *r, const struct line *l, enum pn_err *err)
{
	static const struct {
		const char *name, *place;
	} names[] = {{"VCARD", "card"}, {"VEVENT", "event"}, {"VTODO", "task"},
	    {"VJOURNAL", "journal entry"}, {"VFREEBUSY", "free or busy"}};
	bool begin = is_word(l->name, l->name_n, "BEGIN");

	if (!begin && !is_word(l->name, l->name_n, "END"))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!is_word(l->value, l->value_n, names[i].name))
			continue;
		*err = end_piece(r);
		if (begin)
			snprintf(r->place, sizeof(r->place), "%s %u",
			    names[i].place, ++r->number);
		else
			r->place[0] = '\0';
	}
	return true;
}

/* one - one line */
static enum pn_err
one(struct reader *r, const struct line *l)
{
	enum pn_err err = PN_OK;
	bool is;

	if (component(r, l, &err))
		return err;
	err = file(r, l, &is);
	if (is || err != PN_OK)
		return err;
	err = decoded(r, l);
	if (err == PN_OK)
		err = html(r, l, &is);
	if (is || err != PN_OK || r->value.len == 0)
		return err;
	/* what is in no card is no row */
	err = r->cards && r->place[0] ? keep(r, l) : labelled(r, l, &r->text);
	return err == PN_OK ? PN_OK : pn_job_limit(r->job, "text");
}

/* several - are there two cards at least? */
static bool
several(const struct pn_buf *text)
{
	const char *p = strcasestr(text->data, "\nBEGIN:VCARD");

	return strncasecmp(text->data, "BEGIN:VCARD", 11) == 0
		   ? p != NULL
		   : p && strcasestr(p + 1, "\nBEGIN:VCARD");
}

/* read_text - all lines of TEXT */
static enum pn_err
read_text(struct pn_job *job, const struct pn_buf *text)
{
	struct reader r = {.job = job,
	    .p = text->data,
	    .end = text->data + text->len,
	    .cards = several(text)};
	struct pn_buf *const bufs[] = {
	    &r.joined, &r.value, &r.scratch, &r.text, &r.other_name};
	struct line line;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
		pn_buf_init(bufs[i], 4 * text->len + 4096);
	for (size_t i = 0; i < N_COLUMNS; i++)
		pn_buf_init(&r.cells[i], 4 * text->len + 4096);
	pn_table_init(&r.table, "", PN_PLACE_ROWS, 0);
	while (err == PN_OK && next_line(&r, &line)) {
		err = one(&r, &line);
		if (err == PN_OK)
			err = pn_job_work(job, line.value_n + 64);
	}
	if (err == PN_OK)
		err = end_piece(&r);
	if (err == PN_OK)
		err = pn_table_emit(&r.table, job);
	for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
		pn_buf_free(bufs[i]);
	for (size_t i = 0; i < N_COLUMNS; i++)
		pn_buf_free(&r.cells[i]);
	pn_table_free(&r.table);
	return err;
}

static enum pn_err
vcard_read(struct pn_job *job)
{
	struct pn_bytes bytes = job->bytes;
	struct pn_buf unfolded, text;
	enum pn_err err, got;

	pn_buf_init(&unfolded, bytes.n + 1);
	if (memchr(bytes.p, 0, bytes.n) == NULL &&
	    unfold(bytes, &unfolded) == PN_OK)
		job->bytes = pn_buf_bytes(&unfolded);
	err = pn_decode(job, job->charset, &text);
	job->bytes = bytes;
	pn_buf_free(&unfolded);
	got = read_text(job, &text);
	pn_buf_free(&text);
	return err == PN_OK ? got : err;
}

const struct pn_format pn_format_vcard = {
    .name = "vcard",
    .type = "text/vcard",
    .bid = vcard_bid,
    .read = vcard_read,
};
