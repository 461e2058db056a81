/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * iwa_tile - the numbers in the cells of a table of iWork
 *
 * A tile holds rows, a row the cells and where each begins. A cell has flags
 * for the values that it keeps: a decimal of 128 bits, a double, a date.
 * Texts are not here, but in a list of strings that is read as any object.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "extract/odf/iwa.h"

#define ROWS	     5 /* fields of a tile and of a row */
#define ROW_CELLS    6
#define ROW_OFFSETS  7
#define ROW_WIDE     8
#define VERSION	     5	/* of a cell */
#define CELL_HEAD    12 /* bytes in front of the values */
#define DECIMAL_LEN  16
#define DECIMAL_BIAS 0x1820
#define HAS_DECIMAL  0x1
#define HAS_DOUBLE   0x2
#define HAS_DATE     0x4
#define MAX_NUMBER   96
#define DAY_SECONDS  86400

/* decimal - the number in 16 bytes at P, as digits, into OUT; its length */
static size_t
decimal(const unsigned char *p, char out[MAX_NUMBER])
{
	int power = ((p[15] & 0x7f) << 7 | p[14] >> 1) - DECIMAL_BIAS;
	unsigned char m[15];
	char digits[40];
	size_t n = 0, k = 0;
	bool left = true;

	memcpy(m, p, 14);
	m[14] = p[14] & 1;
	while (left && n < sizeof(digits)) { /* divide by ten */
		unsigned rest = 0;

		left = false;
		for (int i = 14; i >= 0; i--) {
			rest = rest << 8 | m[i];
			m[i] = (unsigned char)(rest / 10);
			rest %= 10;
			left |= m[i] != 0;
		}
		digits[n++] = (char)('0' + rest);
	}
	/* the lowest first: zeros behind a point say nothing */
	if (p[15] & 0x80)
		out[k++] = '-';
	if (power > 20 || power < -36)
		power = 0; /* not what a cell would show: its digits */
	while (power < 0 && k < 2 && n > 1 && digits[0] == '0') {
		memmove(digits, digits + 1, --n);
		power++;
	}
	while ((int)n <= -power && n < sizeof(digits))
		digits[n++] = '0';
	for (size_t i = n; i-- > 0 && k < MAX_NUMBER - 24;) {
		out[k++] = digits[i];
		if (power < 0 && i == (size_t)-power)
			out[k++] = '.';
	}
	for (; power > 0 && k < MAX_NUMBER - 1; power--)
		out[k++] = '0';
	return k;
}

/* real - the double of eight bytes at P */
static double
real(const unsigned char *p)
{
	uint64_t v = 0;
	double d;

	for (int i = 7; i >= 0; i--)
		v = v << 8 | p[i];
	memcpy(&d, &v, sizeof(d));
	return d;
}

/* date - SECONDS since 2001 as year, month and day, into OUT; its length
 * (days to dates as in Howard Hinnant's civil_from_days) */
static size_t
date(double seconds, char out[MAX_NUMBER])
{
	long days, era, doe, yoe, doy, mp, d, m, y;

	if (!(fabs(seconds) < 1e11))
		return 0;
	/* from 2001-01-01 to days since 0000-03-01 */
	days = (long)floor(seconds / DAY_SECONDS) + 11323 + 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	d = doy - (153 * mp + 2) / 5 + 1;
	m = mp < 10 ? mp + 3 : mp - 9;
	y = yoe + era * 400 + (m <= 2);
	return (size_t)snprintf(out, MAX_NUMBER, "%04ld-%02ld-%02ld", y, m, d);
}

/* cell - the number that cell B holds, into OUT; its length */
static size_t
cell(struct pn_bytes b, char out[MAX_NUMBER])
{
	size_t at = CELL_HEAD;
	unsigned flags;

	if (b.n < CELL_HEAD || b.p[0] != VERSION)
		return 0;
	flags = b.p[8];
	if (flags & HAS_DECIMAL)
		return b.n - at < DECIMAL_LEN ? 0 : decimal(b.p + at, out);
	if (b.n - at < 8)
		return 0;
	if (flags & HAS_DOUBLE)
		return (size_t)snprintf(
		    out, MAX_NUMBER, "%.15g", real(b.p + at));
	return flags & HAS_DATE ? date(real(b.p + at), out) : 0;
}

/* row - the numbers of one row as a line */
static enum pn_err
row(struct pn_flow *flow, struct pn_bytes b)
{
	struct pn_bytes cells = {NULL, 0}, offsets = {NULL, 0};
	struct pn_iwa_field f;
	size_t scale = 1;
	bool any = false;
	enum pn_err err = PN_OK;

	while (pn_iwa_next(&b, &f)) {
		if (f.number == ROW_CELLS)
			cells = f.bytes;
		else if (f.number == ROW_OFFSETS)
			offsets = f.bytes;
		else if (f.number == ROW_WIDE && f.value)
			scale = 4;
	}
	for (size_t i = 0; i + 1 < offsets.n && err == PN_OK; i += 2) {
		size_t at = offsets.p[i] | (size_t)offsets.p[i + 1] << 8, n;
		char text[MAX_NUMBER];

		if (at == 0xffff || at * scale >= cells.n)
			continue;
		at *= scale;
		n = cell((struct pn_bytes){cells.p + at, cells.n - at}, text);
		if (n == 0)
			continue;
		err = any ? pn_flow_add(flow, "\t", 1, NULL) : PN_OK;
		if (err == PN_OK)
			err = pn_flow_add(flow, text, n, NULL);
		any = true;
	}
	return err == PN_OK ? pn_flow_break(flow, NULL) : err;
}

enum pn_err
pn_iwa_tile(struct pn_flow *flow, struct pn_bytes message)
{
	struct pn_iwa_field f;
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_iwa_next(&message, &f)) {
		if (f.number != ROWS || f.wire != 2)
			continue;
		err = pn_job_work(flow->job, f.bytes.n);
		if (err == PN_OK)
			err = row(flow, f.bytes);
	}
	return err;
}
