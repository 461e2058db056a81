/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stream - what a stream object holds, its chain of filters undone
 */
#include <stdlib.h>
#include <string.h>
#include "extract/pdf/filter.h"
#include "extract/pdf/object_impl.h"

/* No program chains more than two or three. */
#define MAX_FILTERS 8

/* By name and by the short name of inline pictures. */
static const struct {
	const char *name, *brief;
	pn_filter *run; /* NULL: a picture, or nothing to do */
	bool picture;
} filters[] = {
    {"/FlateDecode", "/Fl", pn_filter_flate, false},
    {"/LZWDecode", "/LZW", pn_filter_lzw, false},
    {"/ASCII85Decode", "/A85", pn_filter_ascii85, false},
    {"/ASCIIHexDecode", "/AHx", pn_filter_hex, false},
    {"/RunLengthDecode", "/RL", pn_filter_runs, false},
    {"/Crypt", "/Crypt", NULL, false}, /* libqpdf did it */
    {"/DCTDecode", "/DCT", NULL, true},
    {"/JPXDecode", "/JPX", NULL, true},
    {"/CCITTFaxDecode", "/CCF", NULL, true},
    {"/JBIG2Decode", "/JBIG2", NULL, true},
};

#define N_FILTERS (sizeof(filters) / sizeof(filters[0]))

/* find_filter - index of the filter that NAME names; N_FILTERS if unknown */
static size_t
find_filter(const char *name)
{
	size_t i = 0;

	while (i < N_FILTERS && strcmp(name, filters[i].name) != 0 &&
	       strcmp(name, filters[i].brief) != 0)
		i++;
	return i;
}

/* nth - member I of V, or V itself where it is no array and I is 0 */
static struct pn_obj
nth(struct pn_pdf *pdf, struct pn_obj v, size_t i)
{
	static const struct pn_obj nothing;

	if (pn_obj_kind(pdf, v) == PN_OBJ_ARRAY)
		return pn_obj_at(pdf, v, i);
	return i == 0 ? v : nothing;
}

static struct pn_filter_params
params_of(struct pn_pdf *pdf, struct pn_obj d)
{
	return (struct pn_filter_params){
	    .predictor = pn_obj_int(pdf, pn_obj_get(pdf, d, "/Predictor"), 1),
	    .colors = pn_obj_int(pdf, pn_obj_get(pdf, d, "/Colors"), 1),
	    .bits = pn_obj_int(pdf, pn_obj_get(pdf, d, "/BitsPerComponent"), 8),
	    .columns = pn_obj_int(pdf, pn_obj_get(pdf, d, "/Columns"), 1),
	    .early = pn_obj_int(pdf, pn_obj_get(pdf, d, "/EarlyChange"), 1),
	};
}

/* step - filter F over IN; what it gives replaces OUT's bytes */
static enum pn_err
step(struct pn_pdf *pdf, size_t f, const struct pn_filter_params *p,
    struct pn_bytes in, struct pn_obj_data *out)
{
	struct pn_buf to;
	enum pn_err err;

	pn_buf_init(&to, pn_filter_room(pdf->job));
	err = filters[f].run(pdf->job, in, p, &to, &out->damaged);
	if (filters[f].run == pn_filter_flate ||
	    filters[f].run == pn_filter_lzw)
		pn_filter_predictor(p, &to);
	pn_buf_free(&out->buf);
	out->buf = to;
	return err;
}

/* chain - all filters of stream O, whose bytes are IN */
static enum pn_err
chain(struct pn_pdf *pdf, struct pn_obj o, struct pn_bytes in,
    struct pn_obj_data *out)
{
	struct pn_obj names = pn_obj_get(pdf, o, "/Filter");
	struct pn_obj params = pn_obj_get(pdf, o, "/DecodeParms");
	size_t n = pn_obj_kind(pdf, names) == PN_OBJ_ARRAY
		       ? pn_obj_len(pdf, names)
		       : pn_obj_kind(pdf, names) == PN_OBJ_NAME;
	bool run = false;
	enum pn_err err = PN_OK;

	if (n > MAX_FILTERS)
		return pn_job_limit(pdf->job, "nesting");
	for (size_t i = 0; i < n && err == PN_OK && !out->image; i++) {
		struct pn_filter_params p = params_of(pdf, nth(pdf, params, i));
		size_t f = find_filter(pn_obj_name(pdf, nth(pdf, names, i)));

		if (f == N_FILTERS)
			return PN_ERR_SYNTAX;
		if (filters[f].picture)
			out->image = filters[f].name;
		if (filters[f].run == NULL)
			continue;
		err = step(pdf, f, &p, run ? pn_buf_bytes(&out->buf) : in, out);
		run = true;
	}
	return err == PN_OK && !run ? pn_buf_add(&out->buf, in.p, in.n) : err;
}

enum pn_err
pn_obj_stream(struct pn_pdf *pdf, struct pn_obj o, struct pn_obj_data *out)
{
	unsigned mark = pn_pdf_mark(pdf);
	unsigned char *owned = NULL;
	struct pn_bytes raw;
	enum pn_err err;

	*out = (struct pn_obj_data){0};
	err = pn_obj_raw(pdf, o, &raw, &owned);
	pn_buf_init(&out->buf, raw.n);
	if (err == PN_OK)
		err = pn_job_work(pdf->job, raw.n);
	if (err == PN_OK)
		err = chain(pdf, o, raw, out);
	/* whatever it is, something of the file is not read */
	if (out->damaged || (raw.n && err == PN_ERR_SYNTAX))
		pn_job_damage(pdf->job, "damaged");
	free(owned);
	pn_pdf_release(pdf, mark);
	return err;
}

void
pn_obj_data_free(struct pn_obj_data *d)
{
	pn_buf_free(&d->buf);
}
