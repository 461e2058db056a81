/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsb - the records of a binary workbook (MS-XLSB 2.1.4)
 *
 * A part is a row of records: a number, a length, that many bytes. What is
 * not known is passed over by its length.
 */
#ifndef PN_EXTRACT_XLSB_H
#define PN_EXTRACT_XLSB_H

#include "extract/ooxml/xlsx.h"

struct pn_xlsb_record {
	unsigned type;
	struct pn_bytes body;
};

/* pn_xlsb_next - the record at the beginning of *REST, which moves on. False
 * at the end, and where it breaks off: then *REST is not empty */
bool pn_xlsb_next(struct pn_bytes *rest, struct pn_xlsb_record *r);

/* pn_xlsb_u16, pn_xlsb_u32 - the number at AT; 0 behind the end */
uint16_t pn_xlsb_u16(const struct pn_xlsb_record *r, size_t at);
uint32_t pn_xlsb_u32(const struct pn_xlsb_record *r, size_t at);

/* pn_xlsb_real - append the IEEE 754 number at AT as decimal digits: whole
 * ones with all of theirs, others with the 15 that programs show */
enum pn_err pn_xlsb_real(const struct pn_xlsb_record *r, size_t at,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_xlsb_rk - append the packed number at AT (MS-XLSB 2.5.123) */
enum pn_err pn_xlsb_rk(const struct pn_xlsb_record *r, size_t at,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_xlsb_string - append the counted UTF-16 string at *AT (none: nothing)
 * to OUT as UTF-8 and move *AT behind it. PN_ERR_SYNTAX: it does not fit into
 * the record; PN_ERR_LIMIT */
enum pn_err pn_xlsb_string(const struct pn_xlsb_record *r, size_t *at,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_xlsb_strings - append whatever looks like a counted string in R, a line
 * each, from FROM on; for records whose fields nobody here knows */
enum pn_err pn_xlsb_strings(const struct pn_xlsb_record *r, size_t from,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_xlsb_quoted - append the strings of formulas in R, from FROM on */
enum pn_err pn_xlsb_quoted(const struct pn_xlsb_record *r, size_t from,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_xlsb_read_sheet - part E as the sheet called NAME */
enum pn_err pn_xlsb_read_sheet(struct pn_xlsx *b, const struct pn_zip_entry *e,
    const char *name, bool hidden) PN_MUST_CHECK;

/* pn_xlsb_walk - tell TAKE the records of part E, which is done then. A part
 * that breaks off is damage of the job */
enum pn_err pn_xlsb_walk(struct pn_ooxml *x, const struct pn_zip_entry *e,
    enum pn_err (*take)(void *ctx, const struct pn_xlsb_record *r),
    void *ctx) PN_MUST_CHECK;

#endif
