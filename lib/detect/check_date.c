/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_date - days as people write them
 *
 * 31/12/2011, 31-12-11, 31.12.2011, 2011-12-31, 20111231, 31 December 2011,
 * 31st of Dec 2011, December 31, 2011; month names in English and Welsh. Where
 * both readings of day and month are possible the UK's is taken, the other one
 * only where the first is no day.
 */
#include <ctype.h>
#include <string.h>
#include "base/clock.h"
#include "detect/checks.h"

#define YEAR_FIRST 1900
#define AGE_MAX	   110 /* a birth longer ago is another kind of date */
#define YEAR_SECS  31556952
#define WORD_MAX   16

/* By month, English then Welsh; told by as many letters as are given. */
static const char *const months[][2] = {
    {"jan", "ion"},
    {"feb", "chw"},
    {"mar", "maw"},
    {"apr", "ebr"},
    {"may", "mai"},
    {"jun", "meh"},
    {"jul", "gor"},
    {"aug", "aws"},
    {"sep", "med"},
    {"oct", "hyd"},
    {"nov", "tac"},
    {"dec", "rha"},
};

/* What a text of a date holds. */
struct fields {
	unsigned num[4];
	size_t digits[4]; /* how many each was written with */
	size_t n;
	unsigned month;	 /* named; 0 for none */
	size_t month_at; /* how many numbers stand before its name */
};

/* month_of - the month that a word of N letters names, 0 for none */
static unsigned
month_of(const char *w, size_t n)
{
	for (unsigned m = 0; n >= 3 && m < 12; m++)
		for (int lang = 0; lang < 2; lang++)
			if (strncmp(months[m][lang], w, 3) == 0)
				return m + 1;
	return 0;
}

/* read_word - take in a word in lower case; false: it has no place in a date*/
static bool
read_word(struct fields *f, const char *w, size_t n)
{
	static const char *const fine[] = {
	    "st", "nd", "rd", "th", "of", "ain", "af", "fed", "eg", "ydd", "t"};
	unsigned m = month_of(w, n);

	if (m != 0) {
		if (f->month != 0)
			return false;
		f->month = m;
		f->month_at = f->n;
		return true;
	}
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (strlen(fine[i]) == n && strncmp(fine[i], w, n) == 0)
			return true;
	return false;
}

/* read_fields - split V into numbers and words */
static bool
read_fields(const struct pn_value *v, struct fields *f)
{
	size_t i = 0;

	while (i < v->len) {
		char w[WORD_MAX + 1];
		size_t from = i, n = 0;

		if (isdigit((unsigned char)v->text[i])) {
			if (f->n == 4)
				return false;
			while (i < v->len && i - from < 9 &&
			       isdigit((unsigned char)v->text[i]))
				f->num[f->n] = f->num[f->n] * 10 +
					       (unsigned)(v->text[i++] - '0');
			f->digits[f->n++] = i - from;
			continue;
		}
		while (i < v->len && n < WORD_MAX &&
		       isalpha((unsigned char)v->text[i]))
			w[n++] = (char)tolower((unsigned char)v->text[i++]);
		w[n] = '\0';
		if (n == 0)
			i++;
		else if (!read_word(f, w, n))
			return false;
	}
	return true;
}

/* this_year - by the system's clock, UTC; a day off does not matter */
static unsigned
this_year(void)
{
	return (unsigned)(1970 + pn_now(NULL) / YEAR_SECS);
}

/* full_year - the year of N digits, two meaning the nearest past one */
static unsigned
full_year(unsigned y, size_t digits)
{
	if (digits != 2)
		return digits == 4 ? y : 0;
	return 2000 + y <= this_year() ? 2000 + y : 1900 + y;
}

/* year_of - the year of the day that V tells, 0 where it tells none */
static unsigned
year_of(const struct pn_value *v)
{
	struct fields f = {0};
	unsigned y, m, d;

	if (!read_fields(v, &f))
		return 0;
	if (f.month != 0) {
		if (f.n != 2)
			return 0;
		d = f.num[0];
		m = f.month;
		y = full_year(f.num[1], f.digits[1]);
		if (f.digits[0] == 4) { /* 2011 December 31 */
			d = f.num[1];
			y = f.num[0];
		}
	} else if (f.n == 1 && f.digits[0] == 8) {
		y = f.num[0] / 10000;
		m = f.num[0] / 100 % 100;
		d = f.num[0] % 100;
	} else if (f.n == 3 && f.digits[0] == 4) {
		y = f.num[0];
		m = f.num[1];
		d = f.num[2];
	} else if (f.n == 3) {
		d = f.num[0];
		m = f.num[1];
		y = full_year(f.num[2], f.digits[2]);
		if (m > 12) { /* as in the United States */
			d = f.num[1];
			m = f.num[0];
		}
	} else {
		return 0;
	}
	return y >= YEAR_FIRST && pn_real_date(y, m, d) ? y : 0;
}

bool
pn_check_date(struct pn_value *v)
{
	return year_of(v) != 0;
}

bool
pn_check_birth_date(struct pn_value *v)
{
	unsigned y = year_of(v), now = this_year();

	return y != 0 && y <= now && y + AGE_MAX >= now;
}
