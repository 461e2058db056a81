/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inspect - message or file bytes in, report out; the budgets
 *
 * Two kinds of thing are looked at: nodes of a message (walk.c of this
 * folder) and files (here). A file is graded for its lock, recognised by its
 * bytes and read; what is inside it comes back as a member and goes the same
 * way, one level deeper. Every budget is counted here over all levels
 * together, and whatever was not looked at is in the report: as a part's
 * status where it has a part, as a limit where it never got one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "extract/extract.h"
#include "inspect/inspection.h"
#include "message/message.h"
#include "protect/protect.h"

/* Part names in a report: after so many bytes in all, names are cut short, so
 * that no message makes the report too long to be sent. */
#define NAMES_BYTES  (4u << 20)
#define NAME_SHORT   64
#define TYPE_BYTES   (PN_REPORT_MAX_WORD - 1)
#define WHERE_BYTES  (PN_REPORT_MAX_WHERE - 1)
#define MAX_FINDINGS 8000
/* An id longer than this is nested deeper than any honest message. */
#define ID_BYTES 120

const struct pn_limits pn_limits_default = {
    .message = PN_LIMIT_MESSAGE,
    .text = PN_LIMIT_TEXT,
    .unpacked = PN_LIMIT_UNPACKED,
    .ratio_from = PN_LIMIT_RATIO_FROM,
    .nesting = PN_LIMIT_NESTING,
    .parts = PN_LIMIT_PARTS,
    .ratio = PN_LIMIT_RATIO,
    .members = PN_LIMIT_MEMBERS,
    .cpu_ms = PN_LIMIT_CPU_MS,
};

static uint64_t
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static bool
out_of_time(void *ctx)
{
	const struct pn_inspection *in = ctx;

	return cpu_us() - in->start_us > (uint64_t)in->limits->cpu_ms * 1000;
}

/* cut - a copy of S of at most MAX bytes, whole characters, without control
 * characters; NULL for NULL */
static char *
cut(const char *s, size_t max)
{
	size_t n;
	char *copy;

	if (!s)
		return NULL;
	n = strlen(s);
	if (n > max) {
		n = max;
		while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
			n--;
	}
	copy = pn_strndup(s, n);
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	return copy;
}

bool
pn_inspection_part(struct pn_inspection *in, const char *id, const char *parent,
    const struct pn_about *about)
{
	size_t max =
	    in->name_bytes < NAMES_BYTES ? PN_REPORT_MAX_NAME : NAME_SHORT;
	struct pn_part *p;

	if (in->report->n_parts >= in->limits->parts) {
		pn_report_limit(in->report, "parts", NULL);
		return false;
	}
	if (strlen(id) > ID_BYTES) {
		pn_report_limit(in->report, "nesting", NULL);
		return false;
	}
	p = pn_report_part(in->report, id, parent);
	p->name = cut(about->name, max);
	in->name_bytes += p->name ? strlen(p->name) : 0;
	p->type = cut(about->type && *about->type ? about->type
						  : "application/octet-stream",
	    TYPE_BYTES);
	p->declared_type = cut(about->declared, TYPE_BYTES);
	p->role = about->role;
	in->part = in->report->n_parts - 1;
	pn_scan_part(in->scan, id, about->unit);
	return true;
}

struct pn_part *
pn_inspection_current(struct pn_inspection *in)
{
	return &in->report->parts[in->part];
}

void
pn_inspection_status(
    struct pn_inspection *in, enum pn_status status, const char *why)
{
	struct pn_part *p = pn_inspection_current(in);

	/* what could not be told stays; a later "scanned" can't take it back */
	if (p->status == PN_STATUS_UNSCANNABLE || p->status == PN_STATUS_LIMIT)
		return;
	p->status = status;
	free(p->status_why);
	p->status_why = pn_strdup(why);
}

enum pn_err
pn_inspection_text(void *ctx, const struct pn_segment *seg)
{
	struct pn_inspection *in = ctx;
	struct pn_segment s = *seg;

	s.flags |= in->flags;
	pn_inspection_current(in)->text_bytes += s.len;
	if (pn_scan_text(in->scan, &s) != PN_OK)
		pn_inspection_status(
		    in, PN_STATUS_LIMIT, out_of_time(in) ? "time" : "match");
	return out_of_time(in) ? PN_ERR_LIMIT : PN_OK;
}

/* scan_line - look through one line of text that has no line numbers */
static void
scan_line(struct pn_inspection *in, const char *text, const char *place,
    unsigned flags)
{
	struct pn_segment seg = {.text = text,
	    .len = strlen(text),
	    .place = place,
	    .kind = PN_PLACE_NAMED,
	    .flags = flags};

	if (*text)
		(void)!pn_inspection_text(in, &seg);
}

void
pn_inspection_subject(struct pn_inspection *in, const char *subject)
{
	scan_line(in, subject ? subject : "", "subject", PN_TEXT_SUBJECT);
}

/* scan_name - a file name is text that anybody sees; what joins its words in
 * a name separates them in a text */
static void
scan_name(struct pn_inspection *in, const char *name)
{
	char *copy = pn_strdup(name);
	uint64_t before = pn_inspection_current(in)->text_bytes;

	for (char *p = copy; p && *p; p++)
		if (*p == '_' || *p == '+')
			*p = ' ';
	if (copy)
		scan_line(in, copy, "file name", PN_TEXT_NAME);
	/* a name is no content */
	pn_inspection_current(in)->text_bytes = before;
	free(copy);
}

static void
take_hidden(void *ctx, const char *kind)
{
	pn_part_hidden(pn_inspection_current(ctx), kind);
}

static enum pn_err take_member(void *ctx, const struct pn_member *m);

/* read_file - extract the current part's content and note how it ended */
static void
read_file(struct pn_inspection *in, struct pn_kind kind, struct pn_bytes bytes,
    const char *charset)
{
	struct pn_taker taker = {.sink = {pn_inspection_text, in},
	    .member = take_member,
	    .hidden = take_hidden,
	    .ctx = in};
	struct pn_outcome end =
	    pn_extract(kind, bytes, charset, &in->budget, &taker);

	if (end.limit)
		pn_report_limit(
		    in->report, end.limit, pn_inspection_current(in)->id);
	pn_inspection_status(in, end.status, end.why);
}

/* grade - the lock on the current part; what is behind it, if it is known at
 * once, into PLAIN, which is the caller's to free */
static struct pn_lock
grade(struct pn_inspection *in, struct pn_bytes bytes, struct pn_buf *plain)
{
	struct pn_lock lock = pn_protect_opening(
	    bytes, &in->tries, in->budget.unpacked_left, plain);
	struct pn_part *p = pn_inspection_current(in);

	p->protection = lock.grade;
	p->protection_kind = pn_strdup(lock.kind);
	p->protection_why = pn_strdup(lock.why);
	in->member_grade = lock.member_grade;
	in->member_kind = lock.member_kind;
	return lock;
}

/* read_message - a message inside a file: its nodes become members */
static void
read_message(struct pn_inspection *in, struct pn_bytes bytes)
{
	struct pn_side side = {0};

	pn_inspection_walk(in, bytes, pn_inspection_current(in)->id, &side);
	pn_inspection_subject(in, side.subject);
	pn_side_free(&side);
}

/* read_any - the current part's content, whatever it is */
static void
read_any(struct pn_inspection *in, struct pn_kind kind, struct pn_bytes bytes,
    const char *charset)
{
	if (strcmp(kind.format, "message") == 0)
		read_message(in, bytes);
	else
		read_file(in, kind, bytes, charset);
}

/* read_opened - the current part behind a lock that everybody's program opens
 * without asking; in PLAIN, or to be opened now. False where it stays closed */
static bool
read_opened(struct pn_inspection *in, const struct pn_about *about,
    struct pn_bytes bytes, struct pn_buf *plain)
{
	const char *why = pn_inspection_current(in)->protection_why;
	enum pn_err err = PN_OK;

	if (why == NULL || strcmp(why, "default-password") != 0)
		return false;
	if (plain->len == 0)
		err = pn_protect_open(
		    bytes, PN_PROTECT_EXCEL, in->budget.unpacked_left, plain);
	if (err == PN_ERR_LIMIT) {
		pn_report_limit(
		    in->report, "unpacked", pn_inspection_current(in)->id);
		pn_inspection_status(in, PN_STATUS_LIMIT, "unpacked");
		return true;
	}
	if (err != PN_OK)
		return false;
	in->budget.unpacked_left -= plain->len;
	read_any(in, pn_inspection_kind(about, pn_buf_bytes(plain)),
	    pn_buf_bytes(plain), NULL);
	return true;
}

/* says - is the declared type TYPE, or does the name end in EXT? */
static bool
says(const struct pn_about *about, const char *type, const char *ext)
{
	size_t n = about->name ? strlen(about->name) : 0, e = strlen(ext);

	return (about->declared && strcmp(about->declared, type) == 0) ||
	       (n > e && strcasecmp(about->name + n - e, ext) == 0);
}

struct pn_kind
pn_inspection_kind(const struct pn_about *about, struct pn_bytes bytes)
{
	static const struct pn_kind csv = {"csv", "text/csv", 0};
	struct pn_kind kind = pn_recognise(bytes);

	if (strcmp(kind.format, "text") != 0)
		return kind;
	if (says(about, "text/csv", ".csv") ||
	    says(about, "text/tab-separated-values", ".tsv"))
		return csv;
	return kind;
}

/* readable_outside - names and comments of a locked archive can be read */
static bool
readable_outside(struct pn_kind kind, const struct pn_lock *lock)
{
	static const char *const named[] = {"7z", "rar", "odf", "iwork"};

	if (strcmp(kind.format, "zip") == 0)
		return true;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (strcmp(kind.format, named[i]) == 0)
			return lock->visible_names;
	return false;
}

void
pn_inspection_file(struct pn_inspection *in, const struct pn_about *about,
    struct pn_kind kind, struct pn_bytes bytes, const char *charset)
{
	struct pn_buf plain;
	struct pn_lock lock;
	bool locked, opened;

	scan_name(in, about->name);
	lock = grade(in, bytes, &plain);
	locked = lock.whole && lock.grade != PN_PROT_NONE;
	opened = locked && read_opened(in, about, bytes, &plain);
	pn_buf_free(&plain);
	if (opened)
		return;
	if (locked && !readable_outside(kind, &lock)) {
		pn_inspection_status(in, PN_STATUS_ENCRYPTED, NULL);
		return;
	}
	read_any(in, kind, bytes, charset);
	if (locked)
		pn_inspection_status(in, PN_STATUS_ENCRYPTED, NULL);
}

/* member_locked - a member with a lock of its own: a ZIP entry's is told by
 * the entry, others' by their container */
static void
member_locked(struct pn_inspection *in, const struct pn_member *m)
{
	struct pn_part *p = pn_inspection_current(in);
	const char *kind = in->member_kind;

	p->protection = in->member_kind ? in->member_grade : PN_PROT_UNKNOWN;
	if (m->zip)
		kind = pn_protect_zip_entry(m->zip, &p->protection);
	p->protection_kind = pn_strdup(kind);
	scan_name(in, m->name);
	pn_inspection_status(in, PN_STATUS_ENCRYPTED, NULL);
}

/* enter_member - the member is the current part now; read it */
static void
enter_member(struct pn_inspection *in, const struct pn_about *about,
    const struct pn_member *m, struct pn_kind kind)
{
	if (m->encrypted)
		member_locked(in, m);
	else if (m->unreadable)
		pn_inspection_status(in, PN_STATUS_UNSCANNABLE, m->unreadable);
	else if (in->depth > in->limits->nesting) {
		pn_report_limit(
		    in->report, "nesting", pn_inspection_current(in)->id);
		pn_inspection_status(in, PN_STATUS_LIMIT, "nesting");
	} else
		pn_inspection_file(in, about, kind, m->content, NULL);
}

static enum pn_err
take_member(void *ctx, const struct pn_member *m)
{
	struct pn_inspection *in = ctx;
	struct pn_inspection outer = *in;
	const char *parent = in->report->parts[in->part].id;
	char *id = pn_printf("%s.%u", parent, ++in->member_number);
	bool opened = !m->encrypted && !m->unreadable;
	struct pn_about about = {
	    .name = m->name, .role = m->role, .unit = in->unit};
	struct pn_kind kind = pn_inspection_kind(
	    &about, opened ? m->content : (struct pn_bytes){NULL, 0});
	bool room;

	about.type = opened ? kind.type : NULL;
	room = pn_inspection_part(in, id, parent, &about);
	if (room) {
		in->depth++;
		in->member_number = 0;
		if (m->hidden)
			in->flags |= PN_TEXT_HIDDEN;
		enter_member(in, &about, m, kind);
		in->depth = outer.depth;
		in->flags = outer.flags;
		in->part = outer.part;
		in->member_grade = outer.member_grade;
		in->member_kind = outer.member_kind;
		pn_scan_part(
		    in->scan, in->report->parts[in->part].id, in->unit);
	}
	in->member_number = outer.member_number + 1;
	free(id);
	return !room || out_of_time(in) ? PN_ERR_LIMIT : PN_OK;
}

static void
begin(struct pn_inspection *in, const struct pn_patterns *patterns,
    const struct pn_limits *limits)
{
	*in = (struct pn_inspection){.limits = limits,
	    .report = pn_report_new(),
	    .scan = pn_scan_new(patterns, (uint64_t)limits->cpu_ms * 1000),
	    .start_us = cpu_us(),
	    .tries = PN_PROTECT_TRIES,
	    .next_unit = 2};
	in->budget = (struct pn_budget){.unpacked_left = limits->unpacked,
	    .text_left = limits->text,
	    .members_left = limits->members,
	    .ratio = limits->ratio,
	    .ratio_from = limits->ratio_from,
	    .pictures = limits->ocr != NULL,
	    .ocr = limits->ocr,
	    .ocr_us_left =
		(uint64_t)limits->cpu_ms * 10 * PN_LIMIT_OCR_PERCENT,
	    .out_of_time = out_of_time,
	    .ctx = in};
}

/* finish - the findings into the report, within what the wire carries */
static struct pn_report *
finish(struct pn_inspection *in)
{
	struct pn_report *r = in->report;

	pn_scan_finish(in->scan, r);
	pn_scan_free(&in->scan);
	if (pn_report_keep_findings(r, MAX_FINDINGS))
		pn_report_limit(r, "findings", NULL);
	for (size_t i = 0; i < r->n_findings; i++) {
		char *where = cut(r->findings[i].where, WHERE_BYTES);

		free(r->findings[i].where);
		r->findings[i].where = where;
	}
	r->us = cpu_us() - in->start_us;
	return r;
}

/* too_big - a report that says only that the bytes were over the limit */
static bool
too_big(struct pn_inspection *in, struct pn_bytes bytes, const char *name)
{
	struct pn_about about = {
	    .name = name, .role = PN_ROLE_ATTACHMENT, .unit = in->next_unit};

	if (bytes.n <= in->limits->message)
		return false;
	(void)!pn_inspection_part(in, "1", NULL, &about);
	pn_inspection_current(in)->protection = PN_PROT_UNKNOWN;
	pn_inspection_status(in, PN_STATUS_LIMIT, "size");
	pn_report_limit(in->report, "size", NULL);
	return true;
}

void
pn_inspect_message(const struct pn_patterns *patterns,
    const struct pn_limits *limits, struct pn_bytes msg,
    struct pn_report **report_out, struct pn_side *side)
{
	struct pn_about subject = {
	    .type = "text/plain", .role = PN_ROLE_SUBJECT};
	struct pn_inspection in;

	begin(&in, patterns, limits);
	if (!too_big(&in, msg, NULL)) {
		(void)!pn_inspection_part(&in, "subject", NULL, &subject);
		pn_inspection_walk(&in, msg, NULL, side);
		in.part = 0;
		pn_scan_part(in.scan, "subject", 0);
		pn_inspection_subject(&in, side->subject);
	}
	*report_out = finish(&in);
}

void
pn_inspect_file(const struct pn_patterns *patterns,
    const struct pn_limits *limits, const char *name, struct pn_bytes file,
    struct pn_report **report_out)
{
	struct pn_about about = {
	    .name = name, .role = PN_ROLE_ATTACHMENT, .unit = 2};
	struct pn_kind kind = pn_inspection_kind(&about, file);
	struct pn_inspection in;

	about.type = kind.type;
	begin(&in, patterns, limits);
	if (!too_big(&in, file, name)) {
		in.unit = about.unit;
		(void)!pn_inspection_part(&in, "1", NULL, &about);
		pn_inspection_file(&in, &about, kind, file, NULL);
	}
	*report_out = finish(&in);
}

void
pn_inspect_init(void)
{
	pn_uni_warm();
	pn_charset_warm();
	pn_message_init();
	pn_extract_init();
}
