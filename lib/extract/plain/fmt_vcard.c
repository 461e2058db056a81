/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_vcard - contacts and calendars: vCard 2.1, 3.0, 4.0 (RFC 6350) and
 * iCalendar (RFC 5545), vCalendar too
 *
 * Lines are unfolded, values decoded (quoted-printable and base64 of 2.1,
 * escapes) and told with their names in front, card by card and event by
 * event. Several cards become a table of people. Pictures and attachments in
 * base64 are members, a description in HTML too. Nothing is left out: whatever
 * a line holds is told, what is there for programs as hidden.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/decode.h"
#include "extract/html/html_data.h"
#include "extract/plain/vcard_line.h"
#include "extract/table.h"

#define LEAST_BASE64 64	 /* characters; shorter ones are told as text */
#define MAX_NAME     256 /* bytes of a file name */
#define MIN_DIGITS   6	 /* parameters with fewer are keywords */

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

struct reader {
	struct pn_job *job;
	struct pn_vlines lines;
	struct pn_buf value; /* decoded */
	struct pn_buf scratch;
	struct pn_buf aside; /* what nobody sees */
	struct pn_buf text;  /* lines of the card or event so far */
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

/* file - a value that is a file: in base64, or a data: address */
static enum pn_err
file(struct reader *r, const struct pn_vline *l, bool *is)
{
	bool base64 =
	    pn_vline_encoded(l, "BASE64", "B") && l->value_n >= LEAST_BASE64;
	bool url = l->value_n > 5 && strncasecmp(l->value, "data:", 5) == 0;
	size_t n;
	const char *name = pn_vline_param(l, "FILENAME", &n);
	char *own = NULL;
	enum pn_err err = PN_OK;

	*is = base64 || url;
	if (!*is)
		return PN_OK;
	if (name == NULL)
		name = pn_vline_param(l, "X-FILENAME", &n);
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
		    (struct pn_span){r->scratch.data, r->scratch.len}, own,
		    false);
	free(own);
	return err;
}

/* html - a description in HTML is a document of its own */
static enum pn_err
html(struct reader *r, const struct pn_vline *l, bool *is)
{
	struct pn_member m = {.role = PN_ROLE_MEMBER};
	size_t n;
	const char *type = pn_vline_param(l, "FMTTYPE", &n);

	*is = type && pn_vline_word(type, n, "text/html") && l->value_n;
	if (!*is)
		return PN_OK;
	m.content = pn_buf_bytes(&r->value);
	return pn_job_member(r->job, &m);
}

/* column - where in the table of cards line L goes */
static unsigned
column(const struct pn_vline *l)
{
	static const struct {
		const char *name;
		unsigned column;
	} names[] = {{"FN", NAME}, {"EMAIL", EMAIL}, {"TEL", PHONE},
	    {"ADR", ADDRESS}, {"BDAY", BIRTHDAY}, {"NOTE", NOTE}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_vline_word(l->name, l->name_n, names[i].name))
			return names[i].column;
	return OTHER;
}

/* labelled - the decoded value, its name and the person it is of, into OUT */
static enum pn_err
labelled(struct reader *r, const struct pn_vline *l, struct pn_buf *out)
{
	size_t n;
	const char *person = pn_vline_param(l, "CN", &n);
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
keep(struct reader *r, const struct pn_vline *l)
{
	unsigned at = column(l);
	struct pn_buf *cell = &r->cells[at];
	enum pn_err err = PN_OK;

	if (pn_vline_word(l->name, l->name_n, "N"))
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
component(struct reader *r, const struct pn_vline *l, enum pn_err *err)
{
	static const struct {
		const char *name, *place;
	} names[] = {{"VCARD", "card"}, {"VEVENT", "event"}, {"VTODO", "task"},
	    {"VJOURNAL", "journal entry"}, {"VFREEBUSY", "free or busy"}};
	bool begin = pn_vline_word(l->name, l->name_n, "BEGIN");

	if (!begin && !pn_vline_word(l->name, l->name_n, "END"))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!pn_vline_word(l->value, l->value_n, names[i].name))
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

/* is_shown - is a property beginning with X- one that programs show? */
static bool
is_shown(const struct pn_vline *l)
{
	static const char *const shown[] = {"X-ABLABEL", "X-SKYPE",
	    "X-SKYPE-USERNAME", "X-AIM", "X-ICQ", "X-JABBER", "X-MSN",
	    "X-YAHOO", "X-GTALK", "X-GOOGLE-TALK", "X-TWITTER", "X-ANNIVERSARY",
	    "X-SPOUSE", "X-MANAGER", "X-ASSISTANT", "X-PHONETIC-FIRST-NAME",
	    "X-PHONETIC-LAST-NAME", "X-WR-CALNAME", "X-WR-CALDESC",
	    "X-ALT-DESC"};

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (pn_vline_word(l->name, l->name_n, shown[i]))
			return true;
	return false;
}

/* for_programs - does no program show the value of L? */
static bool
for_programs(const struct pn_vline *l)
{
	static const char *const names[] = {
	    "UID", "PRODID", "SOURCE", "KEY", "SORT-STRING", "CLIENTPIDMAP"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_vline_word(l->name, l->name_n, names[i]))
			return true;
	return l->name_n > 2 && strncasecmp(l->name, "X-", 2) == 0 &&
	       !is_shown(l);
}

/* aside - N bytes at S that nobody sees, as a line; a name without its "X-" */
static enum pn_err
aside(struct reader *r, const char *s, size_t n)
{
	enum pn_err err;

	if (n > 2 && strncasecmp(s, "X-", 2) == 0) {
		s += 2;
		n -= 2;
	}
	err = pn_buf_add(&r->aside, s, n);
	return err == PN_OK ? PN_OK : pn_job_limit(r->job, "text");
}

/* parameters - those of L, where they can hold more than keywords */
static enum pn_err
parameters(struct reader *r, const struct pn_vline *l)
{
	unsigned digits = 0;
	enum pn_err err;

	for (size_t i = 0; i < l->params_n; i++)
		digits += l->params[i] >= '0' && l->params[i] <= '9';
	if (digits < MIN_DIGITS)
		return PN_OK;
	err = aside(r, l->params, l->params_n);
	return err == PN_OK ? aside(r, "\n", 1) : err;
}

/* unseen - a property for programs: told apart */
static enum pn_err
unseen(struct reader *r, const struct pn_vline *l)
{
	enum pn_err err = aside(r, l->name, l->name_n);

	if (err == PN_OK)
		err = aside(r, ": ", 2);
	if (err == PN_OK)
		err = aside(r, r->value.data, r->value.len);
	return err == PN_OK ? aside(r, "\n", 1) : err;
}

/* one - one line */
static enum pn_err
one(struct reader *r, const struct pn_vline *l)
{
	enum pn_err err = PN_OK;
	bool is;

	if (component(r, l, &err))
		return err;
	err = file(r, l, &is);
	if (is || err != PN_OK)
		return err;
	pn_buf_clear(&r->value);
	if (pn_vline_text(l, &r->value) != PN_OK)
		err = pn_job_limit(r->job, "text");
	if (err == PN_OK)
		err = html(r, l, &is);
	if (err == PN_OK)
		err = parameters(r, l);
	if (is || err != PN_OK || r->value.len == 0)
		return err;
	if (for_programs(l))
		return unseen(r, l);
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
	    .lines = {.p = text->data, .end = text->data + text->len},
	    .cards = several(text)};
	struct pn_buf *const bufs[] = {&r.lines.joined, &r.value, &r.scratch,
	    &r.aside, &r.text, &r.other_name};
	struct pn_vline line;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
		pn_buf_init(bufs[i], 4 * text->len + 4096);
	for (size_t i = 0; i < N_COLUMNS; i++)
		pn_buf_init(&r.cells[i], 4 * text->len + 4096);
	pn_table_init(&r.table, "", PN_PLACE_ROWS, 0);
	while (err == PN_OK && pn_vline_next(&r.lines, &line)) {
		err = one(&r, &line);
		if (err == PN_OK)
			err = pn_job_work(job, line.value_n + 64);
	}
	if (err == PN_OK)
		err = end_piece(&r);
	if (err == PN_OK)
		err = pn_table_emit(&r.table, job);
	if (err == PN_OK && r.aside.len) {
		pn_job_hidden(job, "property");
		err = pn_job_text(job, pn_buf_bytes(&r.aside), "property",
		    PN_TEXT_HIDDEN | PN_TEXT_PROGRAM);
	}
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
	    pn_vline_unfold(bytes, &unfolded) == PN_OK)
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
