/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reply_json - a report and its side data to JSON and back
 *
 * Reading trusts nothing: the writer is a process that has just parsed a
 * hostile message. The field names are those of the JSON contract; what the
 * contract does not have (fresh, limits, side) is added to it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/report.h"
#include "base/uni.h"

/* Numbers that no inspection reaches. */
#define MAX_COUNT	  4000000000LL
#define MAX_US		  86400000000LL
#define MAX_SUBJECT_BYTES (256u << 10)

/* Writing ----------------------------------------------------------------- */

static struct pn_json *
strings_json(char *const *list, size_t n)
{
	struct pn_json *a = pn_json_array();

	for (size_t i = 0; i < n; i++)
		pn_json_add(a, pn_json_string(list[i]));
	return a;
}

struct pn_json *
pn_part_json(const struct pn_part *p, bool names)
{
	struct pn_json *o = pn_json_object();

	pn_json_put_str(o, "id", p->id);
	pn_json_put_str(o, "parent", p->parent);
	if (names)
		pn_json_put_str(o, "name", p->name);
	pn_json_put_str(o, "type", p->type);
	if (names) /* the sender may write anything there */
		pn_json_put_str(o, "declared_type", p->declared_type);
	pn_json_put_str(o, "role", pn_role_word(p->role));
	pn_json_put_str(o, "protection", pn_protection_word(p->protection));
	pn_json_put_str(o, "protection_kind", p->protection_kind);
	pn_json_put_str(o, "protection_why", p->protection_why);
	pn_json_put_str(o, "status", pn_status_word(p->status));
	pn_json_put_str(o, "status_why", p->status_why);
	pn_json_put_int(o, "text_bytes", (int64_t)p->text_bytes);
	pn_json_put(o, "hidden", strings_json(p->hidden, p->n_hidden));
	return o;
}

static struct pn_json *
finding_json(const struct pn_finding *f)
{
	struct pn_json *o = pn_json_object();

	pn_json_put_str(o, "pattern", f->pattern);
	pn_json_put_str(o, "category", pn_category_word(f->category));
	pn_json_put_str(o, "confidence", pn_confidence_word(f->confidence));
	pn_json_put_int(o, "count", f->count);
	pn_json_put_int(o, "distinct", f->distinct);
	pn_json_put_int(o, "fresh", f->fresh);
	pn_json_put_str(o, "part", f->part);
	pn_json_put_str(o, "where", f->where);
	pn_json_put_bool(o, "hidden", f->hidden);
	pn_json_put_str(o, "masked", f->masked);
	return o;
}

static struct pn_json *
report_json(const struct pn_report *r)
{
	struct pn_json *o = pn_json_object(), *parts = pn_json_array();
	struct pn_json *findings = pn_json_array(), *limits = pn_json_array();

	for (size_t i = 0; i < r->n_parts; i++)
		pn_json_add(parts, pn_part_json(&r->parts[i], true));
	for (size_t i = 0; i < r->n_findings; i++)
		pn_json_add(findings, finding_json(&r->findings[i]));
	for (size_t i = 0; i < r->n_limits; i++) {
		struct pn_json *hit = pn_json_object();

		pn_json_put_str(hit, "limit", r->limits[i].limit);
		pn_json_put_str(hit, "part", r->limits[i].part);
		pn_json_add(limits, hit);
	}
	pn_json_put(o, "parts", parts);
	pn_json_put(o, "findings", findings);
	pn_json_put(o, "limits", limits);
	pn_json_put_int(o, "us", (int64_t)r->us);
	return o;
}

static struct pn_json *
side_json(const struct pn_side *s)
{
	struct pn_json *o = pn_json_object();

	pn_json_put_str(o, "from", s->from);
	pn_json_put(o, "to", strings_json(s->to, s->n_to));
	pn_json_put(o, "cc", strings_json(s->cc, s->n_cc));
	pn_json_put(o, "bcc", strings_json(s->bcc, s->n_bcc));
	pn_json_put_str(o, "message_id", s->message_id);
	pn_json_put_str(o, "subject", s->subject);
	pn_json_put_bool(o, "automatic", s->automatic);
	pn_json_put_bool(o, "signed_body", s->signed_body);
	return o;
}

enum pn_err
pn_reply_to_json(
    const struct pn_report *r, const struct pn_side *side, struct pn_buf *out)
{
	struct pn_json *o = pn_json_object();
	enum pn_err err;

	pn_json_put(o, "report", report_json(r));
	if (side)
		pn_json_put(o, "side", side_json(side));
	err = pn_json_write(o, out);
	pn_json_free(o);
	return err;
}

/* Reading ----------------------------------------------------------------- */

/* A reading in progress; FIELD is the last one looked at, for the error. */
struct reading {
	const char *field;
	bool bad;
};

/* text_field - a copy of string KEY of at most MAX bytes; null gives NULL if
 * it MAY be; anything else is bad */
static char *
text_field(struct reading *rd, const struct pn_json *o, const char *key,
    size_t max, bool may)
{
	const struct pn_json *v = pn_json_get(o, key);
	const char *s = pn_json_text(v);

	if (rd->bad)
		return NULL;
	if (s && strlen(s) <= max && (*s || may))
		return pn_strdup(s);
	if (!(v && pn_json_is_null(v) && may)) {
		rd->field = key;
		rd->bad = true;
	}
	return NULL;
}

static int64_t
int_field(
    struct reading *rd, const struct pn_json *o, const char *key, int64_t max)
{
	int64_t n = 0;

	if (!rd->bad && !pn_json_get_int(o, key, 0, max, &n)) {
		rd->field = key;
		rd->bad = true;
	}
	return n;
}

static bool
bool_field(struct reading *rd, const struct pn_json *o, const char *key)
{
	bool b = false;

	if (!rd->bad && !pn_json_get_bool(o, key, &b)) {
		rd->field = key;
		rd->bad = true;
	}
	return b;
}

/* list_field - array KEY with at most MAX members, else bad and NULL */
static const struct pn_json *
list_field(
    struct reading *rd, const struct pn_json *o, const char *key, size_t max)
{
	const struct pn_json *a = pn_json_get(o, key);

	if (rd->bad)
		return NULL;
	if (!a || !pn_json_is_array(a) || pn_json_size(a) > max) {
		rd->field = key;
		rd->bad = true;
		return NULL;
	}
	return a;
}

/* A word of an enum; KEY names the reader, so the table can't be mixed up. */
#define WORD_FIELD(rd, o, key, reader, out)                                    \
	do {                                                                   \
		if (!(rd)->bad && !reader(pn_json_get_str(o, key), out)) {     \
			(rd)->field = key;                                     \
			(rd)->bad = true;                                      \
		}                                                              \
	} while (0)

/* strings_field - array KEY of strings into LIST; members for free() */
static void
strings_field(struct reading *rd, const struct pn_json *o, const char *key,
    size_t max, size_t max_text, char ***list, size_t *n)
{
	const struct pn_json *a = list_field(rd, o, key, max);
	size_t size = a ? pn_json_size(a) : 0;

	if (size)
		*list = pn_alloc(size * sizeof(char *));
	for (size_t i = 0; i < size; i++) {
		const char *s = pn_json_text(pn_json_at(a, i));

		if (!s || strlen(s) > max_text) {
			rd->field = key;
			rd->bad = true;
			return;
		}
		(*list)[(*n)++] = pn_strdup(s);
	}
}

/* An index of part ids, so that 10,000 parts need no search through all. */
struct ids {
	const struct pn_report *r;
	size_t *slot; /* part number + 1, by hash; 0 is free */
	size_t n;
};

static size_t
ids_slot(const struct ids *ids, const char *id)
{
	size_t h = 5381;

	for (const char *s = id; *s; s++)
		h = h * 33 ^ (unsigned char)*s;
	h %= ids->n;
	while (
	    ids->slot[h] && strcmp(ids->r->parts[ids->slot[h] - 1].id, id) != 0)
		h = (h + 1) % ids->n;
	return h;
}

static void
read_part(struct reading *rd, struct pn_report *r, struct ids *ids,
    const struct pn_json *o)
{
	char *id = text_field(rd, o, "id", PN_REPORT_MAX_WORD, false);
	char *parent = text_field(rd, o, "parent", PN_REPORT_MAX_WORD, true);
	struct pn_part *p;
	size_t slot;

	/* a parent stands before its child, an id stands once */
	if (!rd->bad && (ids->slot[ids_slot(ids, id)] ||
			    (parent && !ids->slot[ids_slot(ids, parent)]))) {
		rd->field = "id";
		rd->bad = true;
	}
	p = pn_report_part(r, id ? id : "", parent);
	free(id);
	free(parent);
	if (rd->bad)
		return;
	slot = ids_slot(ids, p->id);
	ids->slot[slot] = r->n_parts;
	p->name = text_field(rd, o, "name", PN_REPORT_MAX_NAME, true);
	p->type = text_field(rd, o, "type", PN_REPORT_MAX_WORD, false);
	p->declared_type =
	    text_field(rd, o, "declared_type", PN_REPORT_MAX_WORD, true);
	WORD_FIELD(rd, o, "role", pn_role_from_word, &p->role);
	WORD_FIELD(
	    rd, o, "protection", pn_protection_from_word, &p->protection);
	p->protection_kind =
	    text_field(rd, o, "protection_kind", PN_REPORT_MAX_WORD, true);
	p->protection_why =
	    text_field(rd, o, "protection_why", PN_REPORT_MAX_WORD, true);
	WORD_FIELD(rd, o, "status", pn_status_from_word, &p->status);
	p->status_why =
	    text_field(rd, o, "status_why", PN_REPORT_MAX_WORD, true);
	p->text_bytes = (uint64_t)int_field(rd, o, "text_bytes", MAX_COUNT);
	strings_field(rd, o, "hidden", PN_REPORT_MAX_HIDDEN, PN_REPORT_MAX_WORD,
	    &p->hidden, &p->n_hidden);
}

static void
read_finding(struct reading *rd, struct pn_report *r, struct ids *ids,
    const struct pn_json *o)
{
	struct pn_finding *f = pn_report_finding(r);

	f->pattern = text_field(rd, o, "pattern", PN_REPORT_MAX_WORD, false);
	WORD_FIELD(rd, o, "category", pn_category_from_word, &f->category);
	WORD_FIELD(
	    rd, o, "confidence", pn_confidence_from_word, &f->confidence);
	f->count = (uint32_t)int_field(rd, o, "count", MAX_COUNT);
	f->distinct = (uint32_t)int_field(rd, o, "distinct", MAX_COUNT);
	f->fresh = (uint32_t)int_field(rd, o, "fresh", MAX_COUNT);
	f->part = text_field(rd, o, "part", PN_REPORT_MAX_WORD, false);
	f->where = text_field(rd, o, "where", PN_REPORT_MAX_WHERE, true);
	f->hidden = bool_field(rd, o, "hidden");
	f->masked = text_field(rd, o, "masked", PN_REPORT_MAX_MASKED, true);
	if (!rd->bad && !ids->slot[ids_slot(ids, f->part)]) {
		rd->field = "part";
		rd->bad = true;
	}
}

static void
read_limits(struct reading *rd, struct pn_report *r, const struct pn_json *o)
{
	const struct pn_json *a =
	    list_field(rd, o, "limits", PN_REPORT_MAX_LIMITS);

	for (size_t i = 0; a && !rd->bad && i < pn_json_size(a); i++) {
		const struct pn_json *hit = pn_json_at(a, i);
		char *limit =
		    text_field(rd, hit, "limit", PN_REPORT_MAX_WORD, false);
		char *part =
		    text_field(rd, hit, "part", PN_REPORT_MAX_WORD, true);

		if (!rd->bad)
			pn_report_limit(r, limit, part);
		free(limit);
		free(part);
	}
}

static void
read_report(struct reading *rd, struct pn_report *r, const struct pn_json *o)
{
	const struct pn_json *parts =
	    list_field(rd, o, "parts", PN_REPORT_MAX_PARTS);
	const struct pn_json *findings =
	    list_field(rd, o, "findings", PN_REPORT_MAX_FINDINGS);
	struct ids ids = {.r = r, .n = 1};

	ids.n += 2 * (parts ? pn_json_size(parts) : 0);
	ids.slot = pn_alloc(ids.n * sizeof(*ids.slot));
	for (size_t i = 0; parts && !rd->bad && i < pn_json_size(parts); i++)
		read_part(rd, r, &ids, pn_json_at(parts, i));
	for (size_t i = 0; findings && !rd->bad && i < pn_json_size(findings);
	     i++)
		read_finding(rd, r, &ids, pn_json_at(findings, i));
	read_limits(rd, r, o);
	r->us = (uint64_t)int_field(rd, o, "us", MAX_US);
	free(ids.slot);
}

static void
read_side(struct reading *rd, struct pn_side *s, const struct pn_json *o)
{
	s->from = text_field(rd, o, "from", PN_REPORT_MAX_NAME, true);
	strings_field(rd, o, "to", PN_SIDE_MAX_ADDRESSES, PN_REPORT_MAX_NAME,
	    &s->to, &s->n_to);
	strings_field(rd, o, "cc", PN_SIDE_MAX_ADDRESSES, PN_REPORT_MAX_NAME,
	    &s->cc, &s->n_cc);
	strings_field(rd, o, "bcc", PN_SIDE_MAX_ADDRESSES, PN_REPORT_MAX_NAME,
	    &s->bcc, &s->n_bcc);
	s->message_id =
	    text_field(rd, o, "message_id", PN_REPORT_MAX_NAME, true);
	s->subject = text_field(rd, o, "subject", MAX_SUBJECT_BYTES, true);
	s->automatic = bool_field(rd, o, "automatic");
	s->signed_body = bool_field(rd, o, "signed_body");
}

enum pn_err
pn_reply_from_json(struct pn_bytes json, struct pn_report **r_out,
    struct pn_side *side, struct pn_errinfo *info)
{
	struct reading rd = {.field = "report"};
	struct pn_json *o = NULL;
	struct pn_report *r = NULL;

	*r_out = NULL;
	if (json.n > PN_REPORT_MAX_JSON ||
	    pn_json_parse(json, &o, info) != PN_OK)
		return pn_fail(
		    info, PN_ERR_PEER, "the scanner's answer is no report");
	r = pn_report_new();
	read_report(&rd, r, pn_json_get(o, "report"));
	if (side && !rd.bad) {
		rd.field = "side";
		read_side(&rd, side, pn_json_get(o, "side"));
	}
	pn_json_free(o);
	if (rd.bad) {
		pn_report_free(&r);
		if (side)
			pn_side_free(side);
		return pn_fail(info, PN_ERR_PEER,
		    "the scanner's answer has a bad field \"%s\"", rd.field);
	}
	*r_out = r;
	return PN_OK;
}
