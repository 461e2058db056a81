/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filter - the encodings of stream data (ISO 32000-2, 7.4)
 *
 * All output is counted with pn_job_unpack and stays below PN_PDF_MAX_STREAM;
 * PN_ERR_LIMIT where a budget ends. Data that is cut or broken gives what
 * comes before the break, and sets *DAMAGED.
 */
#ifndef PN_EXTRACT_PDF_FILTER_H
#define PN_EXTRACT_PDF_FILTER_H

#include <stdbool.h>
#include "extract/format.h"

/* How a predictor or a variant is chosen; as in the dictionary. */
struct pn_filter_params {
	long predictor, colors, bits, columns; /* 1, 1, 8, 1 */
	bool early;			       /* LZW: codes grow early */
};

/* A filter: IN decoded and appended to OUT. */
typedef enum pn_err pn_filter(struct pn_job *job, struct pn_bytes in,
    const struct pn_filter_params *p, struct pn_buf *out, bool *damaged);

pn_filter pn_filter_flate;
pn_filter pn_filter_lzw;
pn_filter pn_filter_ascii85;
pn_filter pn_filter_hex;
pn_filter pn_filter_runs;

/* pn_filter_predictor - undo the predictor P in place; what is left of a row
 * that is cut is left out */
void pn_filter_predictor(const struct pn_filter_params *p, struct pn_buf *b);

/* pn_filter_room - how many bytes JOB may still inflate, and one more, so
 * that a decoder that fills it finds out */
size_t pn_filter_room(const struct pn_job *job);

#endif
