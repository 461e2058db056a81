/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * object - the objects of a PDF file (ISO 32000-2, 7.3 and 7.5)
 *
 * The objects of a well-formed file are those of objs.h, all others libqpdf's;
 * a file has the one or the other.
 *
 * libqpdf reports trouble in two ways: an error of the last call, which the
 * type tests here make impossible but for memory, and warnings that pile up.
 * The warnings are looked through now and then, for two things that matter:
 * whether the file had to be repaired, and whether memory was short, since
 * libqpdf reads null then.
 */
#include <limits.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/object.h"
#include "extract/pdf/object_impl.h"
#include "extract/pdf/objmap.h"
#include "extract/pdf/objs.h"

/* How libqpdf's warnings begin or read; there are no codes for them. */
#define WORD_MEMORY "bad_alloc"
#define WORD_REPAIR "reconstruct"
#define WORD_DEPTH  "deeply nested"

static const struct pn_obj nothing;

/* node - the value of O, in a well-formed file */
static const struct pn_node *
node(const struct pn_pdf *pdf, struct pn_obj o)
{
	return &pdf->objs->nodes[o.oh];
}

/* made - a handle that libqpdf returned */
static struct pn_obj
made(struct pn_pdf *pdf, qpdf_oh oh)
{
	if (oh > pdf->top)
		pdf->top = oh;
	return (struct pn_obj){oh};
}

unsigned
pn_pdf_mark(const struct pn_pdf *pdf)
{
	return pdf->top;
}

void
pn_pdf_release(struct pn_pdf *pdf, unsigned mark)
{
	if (pdf->objs)
		return;
	/* libqpdf never gives a number again: TOP only grows, or each release
	 * would begin at the newest handle of all and walk down to MARK */
	for (unsigned oh = pdf->top; oh > mark; oh--)
		qpdf_oh_release(pdf->qpdf, oh);
}

/* note - what an error or a warning of libqpdf says */
static void
note(struct pn_pdf *pdf, qpdf_error e, bool *memory)
{
	const char *text = qpdf_get_error_message_detail(pdf->qpdf, e);

	if (strstr(text, WORD_MEMORY))
		*memory = true;
	if (strstr(text, WORD_REPAIR))
		pdf->repaired = true;
	if (strstr(text, WORD_DEPTH))
		pn_job_damage(pdf->job, "nesting");
	if (pdf->no_repair)
		pn_job_damage(pdf->job, "damaged");
}

enum pn_err
pn_pdf_check(struct pn_pdf *pdf)
{
	bool memory = false;

	if (pdf->objs)
		return PN_OK;
	while (qpdf_more_warnings(pdf->qpdf))
		note(pdf, qpdf_next_warning(pdf->qpdf), &memory);
	if (qpdf_has_error(pdf->qpdf))
		note(pdf, qpdf_get_error(pdf->qpdf), &memory);
	return memory ? pn_job_limit(pdf->job, "memory") : PN_OK;
}

/* failed - what it means that libqpdf could not open the file */
static enum pn_err
failed(struct pn_pdf *pdf)
{
	bool memory = false, password = false;

	if (qpdf_has_error(pdf->qpdf)) {
		qpdf_error e = qpdf_get_error(pdf->qpdf);

		password = qpdf_get_error_code(pdf->qpdf, e) == qpdf_e_password;
		note(pdf, e, &memory);
	}
	if (memory)
		return pn_job_limit(pdf->job, "memory");
	return password ? PN_ERR_CRYPTO : PN_ERR_SYNTAX;
}

/* open_qpdf - PDF by libqpdf */
static enum pn_err
open_qpdf(struct pn_pdf *pdf)
{
	enum pn_err err = PN_OK;

	pdf->qpdf = qpdf_init();
	qpdf_silence_errors(pdf->qpdf);
	qpdf_set_suppress_warnings(pdf->qpdf, QPDF_TRUE);
	qpdf_set_attempt_recovery(pdf->qpdf, !pdf->no_repair);
	if (qpdf_read_memory(pdf->qpdf, "", (const char *)pdf->bytes.p,
		pdf->bytes.n, "") &
	    QPDF_ERRORS)
		err = failed(pdf);
	if (err == PN_ERR_SYNTAX && pdf->no_repair)
		err = pn_job_limit(pdf->job, "repair");
	return err == PN_OK ? pn_pdf_check(pdf) : err;
}

enum pn_err
pn_pdf_rescue(
    struct pn_job *job, const struct pn_objmap *map, struct pn_pdf **out)
{
	struct pn_objs *objs = pn_objs_rescue(job, map);
	enum pn_err err;

	*out = NULL;
	if (objs == NULL)
		return PN_ERR_SYNTAX;
	*out = pn_alloc(sizeof(**out));
	**out = (struct pn_pdf){.job = job,
	    .bytes = map->bytes,
	    .repaired = true,
	    .no_repair = true,
	    .objs = objs};
	err = pn_pdf_tree_read(*out);
	if (err != PN_OK)
		pn_pdf_close(out);
	return err;
}

enum pn_err
pn_pdf_open(struct pn_job *job, struct pn_bytes bytes, enum pn_pdf_how how,
    struct pn_pdf **out)
{
	struct pn_pdf *pdf = pn_alloc(sizeof(*pdf));
	enum pn_err err = PN_OK;

	*pdf = (struct pn_pdf){
	    .job = job, .bytes = bytes, .no_repair = how == PN_PDF_AS_IS};
	if (how == PN_PDF_WELL_FORMED) {
		uint64_t left = job->budget->unpacked_left;
		uint64_t unpacked = job->unpacked;

		pdf->objs = pn_objs_open(job, bytes);
		if (pdf->objs == NULL) { /* another will count it */
			job->budget->unpacked_left = left;
			job->unpacked = unpacked;
			err = PN_ERR_SYNTAX;
		}
	} else {
		err = open_qpdf(pdf);
	}
	if (err == PN_OK)
		err = pn_pdf_tree_read(pdf);
	if (err == PN_OK)
		err = pn_pdf_check(pdf);
	if (err != PN_OK)
		pn_pdf_close(&pdf);
	*out = pdf;
	return err;
}

void
pn_pdf_close(struct pn_pdf **pdf)
{
	qpdf_data q;

	if (*pdf == NULL)
		return;
	q = (*pdf)->qpdf;
	pn_pdf_tree_free(*pdf);
	pn_pdf_layers_free(*pdf);
	pn_objs_free((*pdf)->objs);
	if (q)
		qpdf_cleanup(&q);
	free(*pdf);
	*pdf = NULL;
}

struct pn_obj
pn_obj_root(struct pn_pdf *pdf)
{
	return pn_obj_get(pdf, pn_obj_trailer(pdf), "/Root");
}

struct pn_obj
pn_obj_trailer(struct pn_pdf *pdf)
{
	if (pdf->objs)
		return (struct pn_obj){pdf->objs->trailer};
	return made(pdf, qpdf_get_trailer(pdf->qpdf));
}

enum pn_obj_kind
pn_obj_kind(struct pn_pdf *pdf, struct pn_obj o)
{
	if (o.oh == 0)
		return PN_OBJ_NULL;
	if (pdf->objs)
		return (enum pn_obj_kind)node(pdf, o)->kind;
	switch (qpdf_oh_get_type_code(pdf->qpdf, o.oh)) {
	case ot_boolean:
		return PN_OBJ_BOOL;
	case ot_integer:
	case ot_real:
		return PN_OBJ_NUMBER;
	case ot_name:
		return PN_OBJ_NAME;
	case ot_string:
		return PN_OBJ_STRING;
	case ot_array:
		return PN_OBJ_ARRAY;
	case ot_dictionary:
		return PN_OBJ_DICT;
	case ot_stream:
		return PN_OBJ_STREAM;
	default:
		return PN_OBJ_NULL;
	}
}

struct pn_obj_id
pn_obj_id(struct pn_pdf *pdf, struct pn_obj o)
{
	struct pn_obj_id id = {0, 0};

	if (pdf->objs) {
		id.num = node(pdf, o)->num;
		id.gen = node(pdf, o)->gen;
	} else if (o.oh) {
		id.num = qpdf_oh_get_object_id(pdf->qpdf, o.oh);
		id.gen = qpdf_oh_get_generation(pdf->qpdf, o.oh);
	}
	return id;
}

struct pn_obj
pn_obj_by_id(struct pn_pdf *pdf, struct pn_obj_id id)
{
	if (id.num <= 0)
		return nothing;
	if (pdf->objs)
		return (struct pn_obj){
		    pn_objs_find(pdf->objs, id.num, id.gen)};
	return made(pdf, qpdf_get_object_by_id(pdf->qpdf, id.num, id.gen));
}

struct pn_obj
pn_obj_get(struct pn_pdf *pdf, struct pn_obj o, const char *key)
{
	enum pn_obj_kind kind = pn_obj_kind(pdf, o);

	if (pdf->objs)
		return (struct pn_obj){pn_objs_key(pdf->objs,
		    kind == PN_OBJ_STREAM ? node(pdf, o)->dict : o.oh, key)};
	if (kind == PN_OBJ_STREAM)
		o = made(pdf, qpdf_oh_get_dict(pdf->qpdf, o.oh));
	else if (kind != PN_OBJ_DICT)
		return nothing;
	return made(pdf, qpdf_oh_get_key(pdf->qpdf, o.oh, key));
}

size_t
pn_obj_len(struct pn_pdf *pdf, struct pn_obj o)
{
	int n = 0;

	if (pn_obj_kind(pdf, o) != PN_OBJ_ARRAY)
		return 0;
	if (pdf->objs)
		return node(pdf, o)->n;
	n = qpdf_oh_get_array_n_items(pdf->qpdf, o.oh);
	return n > 0 ? (size_t)n : 0;
}

struct pn_obj
pn_obj_at(struct pn_pdf *pdf, struct pn_obj o, size_t i)
{
	if (i >= pn_obj_len(pdf, o))
		return nothing;
	if (pdf->objs)
		return (struct pn_obj){pn_objs_member(pdf->objs, o.oh, i)};
	return made(pdf, qpdf_oh_get_array_item(pdf->qpdf, o.oh, (int)i));
}

/* own_keys - pn_obj_keys of a well-formed file */
static void
own_keys(const struct pn_objs *objs, uint32_t n, struct pn_buf *out)
{
	const struct pn_node *d = &objs->nodes[n];

	for (uint32_t i = 0; i < d->n; i++) {
		const struct pn_node *key = &objs->nodes[d->u.first + 2 * i];

		if (pn_objs_key(objs, n, key->u.text) &&
		    pn_buf_add(out, key->u.text, key->n + 1) != PN_OK)
			break;
	}
}

void
pn_obj_keys(struct pn_pdf *pdf, struct pn_obj o, struct pn_buf *out)
{
	enum pn_obj_kind kind = pn_obj_kind(pdf, o);

	if (kind != PN_OBJ_STREAM && kind != PN_OBJ_DICT)
		return;
	if (pdf->objs) {
		own_keys(pdf->objs,
		    kind == PN_OBJ_STREAM ? node(pdf, o)->dict : o.oh, out);
		return;
	}
	if (kind == PN_OBJ_STREAM)
		o = made(pdf, qpdf_oh_get_dict(pdf->qpdf, o.oh));
	qpdf_oh_begin_dict_key_iter(pdf->qpdf, o.oh);
	while (qpdf_oh_dict_more_keys(pdf->qpdf)) {
		const char *key = qpdf_oh_dict_next_key(pdf->qpdf);

		if (pn_buf_add(out, key, strlen(key) + 1) != PN_OK)
			break;
	}
}

double
pn_obj_num(struct pn_pdf *pdf, struct pn_obj o, double fallback)
{
	double v;

	if (pn_obj_kind(pdf, o) != PN_OBJ_NUMBER)
		return fallback;
	if (pdf->objs)
		return node(pdf, o)->u.number;
	if (!qpdf_oh_get_value_as_number(pdf->qpdf, o.oh, &v))
		return fallback;
	return v;
}

long
pn_obj_int(struct pn_pdf *pdf, struct pn_obj o, long fallback)
{
	double v = pn_obj_num(pdf, o, (double)fallback);

	if (!(v > -(double)INT_MAX && v < (double)INT_MAX))
		return fallback;
	return (long)v;
}

bool
pn_obj_bool(struct pn_pdf *pdf, struct pn_obj o, bool fallback)
{
	if (pn_obj_kind(pdf, o) != PN_OBJ_BOOL)
		return fallback;
	if (pdf->objs)
		return node(pdf, o)->u.number > 0;
	return qpdf_oh_get_bool_value(pdf->qpdf, o.oh);
}

const char *
pn_obj_name(struct pn_pdf *pdf, struct pn_obj o)
{
	if (pn_obj_kind(pdf, o) != PN_OBJ_NAME)
		return "";
	if (pdf->objs)
		return node(pdf, o)->u.text;
	return qpdf_oh_get_name(pdf->qpdf, o.oh);
}

bool
pn_obj_is(struct pn_pdf *pdf, struct pn_obj o, const char *name)
{
	return strcmp(pn_obj_name(pdf, o), name) == 0;
}

struct pn_bytes
pn_obj_string(struct pn_pdf *pdf, struct pn_obj o)
{
	const char *s = NULL;
	size_t n = 0;

	if (pn_obj_kind(pdf, o) != PN_OBJ_STRING)
		return (struct pn_bytes){NULL, 0};
	if (pdf->objs)
		return (struct pn_bytes){
		    (const unsigned char *)node(pdf, o)->u.text,
		    node(pdf, o)->n};
	if (!qpdf_oh_get_value_as_string(pdf->qpdf, o.oh, &s, &n))
		return (struct pn_bytes){NULL, 0};
	return (struct pn_bytes){(const unsigned char *)s, n};
}

struct pn_obj
pn_obj_new(struct pn_pdf *pdf)
{
	if (pdf->objs)
		return (struct pn_obj){pn_objs_new(pdf->objs)};
	return made(pdf, qpdf_oh_new_dictionary(pdf->qpdf));
}

void
pn_obj_put(
    struct pn_pdf *pdf, struct pn_obj dict, const char *key, struct pn_obj v)
{
	if (pn_obj_kind(pdf, v) == PN_OBJ_NULL || dict.oh == 0)
		return;
	if (pdf->objs)
		pn_objs_put(pdf->objs, dict.oh, key, v.oh);
	else
		qpdf_oh_replace_key(pdf->qpdf, dict.oh, key, v.oh);
}

enum pn_err
pn_obj_raw(struct pn_pdf *pdf, struct pn_obj o, struct pn_bytes *out,
    unsigned char **owned)
{
	*owned = NULL;
	*out = (struct pn_bytes){NULL, 0};
	if (pn_obj_kind(pdf, o) != PN_OBJ_STREAM)
		return PN_ERR_SYNTAX;
	if (pdf->objs) {
		*out = (struct pn_bytes){
		    (const unsigned char *)node(pdf, o)->u.text,
		    node(pdf, o)->n};
		return PN_OK;
	}
	if (qpdf_oh_get_stream_data(
		pdf->qpdf, o.oh, qpdf_dl_none, NULL, owned, &out->n) &
	    QPDF_ERRORS)
		return pn_pdf_check(pdf) == PN_OK ? PN_ERR_SYNTAX
						  : PN_ERR_LIMIT;
	out->p = *owned;
	return PN_OK;
}

void
pn_pdf_init(void)
{
	qpdf_data q = qpdf_init();

	/* its logger, tables and cryptography; nothing is read */
	(void)!qpdf_empty_pdf(q);
	qpdf_cleanup(&q);
}
