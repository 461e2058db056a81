/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * numfmt_date - dates and times as a spreadsheet shows them
 *
 * Year, month (a minute where an hour stands in front or a second behind),
 * day, weekday, time of day with or without AM/PM, elapsed time in brackets,
 * parts of a second. Names are in English.
 */
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include "extract/numfmt_date.h"

#define LAST_DAY  2958465 /* 9999-12-31 */
#define DAYS_1904 1462
#define EPOCH	  25569 /* 1970-01-01 */
#define DAY_MS	  86400000
#define LEAP_1900 60 /* a day that never was, and is shown */

static const char *const months[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};
static const char *const weekdays[] = {"Thursday", "Friday", "Saturday",
    "Sunday", "Monday", "Tuesday", "Wednesday"};

/* A moment, taken apart. */
struct moment {
	long days; /* serial number of the day */
	long y, m, d;
	long ms;	 /* of the day */
	bool half;	 /* hours count to 12 */
	bool after_hour; /* the last field was hours */
};

size_t
pn_numfmt_literal(const char *p, const char **text, size_t *n)
{
	const char *q;

	*n = 0;
	switch (*p) {
	case '"':
		q = strchr(p + 1, '"');
		*text = p + 1;
		*n = q ? (size_t)(q - p - 1) : strlen(p + 1);
		return q ? *n + 2 : *n + 1;
	case '\\':
		*text = p + 1;
		*n = p[1] != '\0';
		return 1 + *n;
	case '_':
	case '*':
		return p[1] ? 2 : 1;
	case '[':
		q = strchr(p, ']');
		if (q == NULL)
			return 1;
		/* elapsed time is no literal */
		if (p[1] && strchr("hHmMsS", p[1]) && q - p < 5)
			return 0;
		if (p[1] == '$') { /* [$£-809]: a currency */
			*text = p + 2;
			*n = strcspn(p + 2, "-]");
		}
		return (size_t)(q - p) + 1;
	default:
		return 0;
	}
}

/* put - append N characters; a cell has room for any date */
static void
put(struct pn_buf *out, const char *s, size_t n)
{
	enum pn_err err = pn_buf_add(out, s, n);

	(void)err; /* full: the table's own limit will tell */
}

/* num - append V with at least WIDTH digits */
static void
num(struct pn_buf *out, long v, size_t width)
{
	enum pn_err err = pn_buf_addf(out, "%0*ld", (int)width, v);

	(void)err;
}

/* civil - the calendar day DAYS after 1970-01-01 */
static void
civil(long days, struct moment *t)
{
	long z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	long doe = z - era * 146097;
	long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	long mp = (5 * doy + 2) / 153;

	t->d = doy - (153 * mp + 2) / 5 + 1;
	t->m = mp < 10 ? mp + 3 : mp - 9;
	t->y = yoe + era * 400 + (t->m <= 2);
}

/* take_apart - serial number X as a moment; false out of range */
static bool
take_apart(const struct pn_decimal *x, bool date1904, struct moment *t)
{
	uint64_t part = 0;

	*t = (struct moment){0};
	if (x->minus || x->point > 7)
		return false;
	for (int i = 0; i < x->point; i++)
		t->days = t->days * 10 + (pn_decimal_whole(x, i) - '0');
	for (int i = 0; i < 11; i++)
		part = part * 10 + (uint64_t)(pn_decimal_fraction(x, i) - '0');
	t->ms = (long)((part * DAY_MS + 50000000000u) / 100000000000u);
	if (t->ms >= DAY_MS) {
		t->ms = 0;
		t->days++;
	}
	t->days += date1904 ? DAYS_1904 : 0;
	if (t->days > LAST_DAY)
		return false;
	civil(t->days - EPOCH + (t->days < LEAP_1900), t);
	if (t->days == LEAP_1900) {
		t->m = 2;
		t->d = 29;
	}
	return true;
}

/* round_seconds - the format shows no parts of a second */
static void
round_seconds(struct moment *t, const char *s)
{
	if (strstr(s, ".0") || strpbrk(s, "sS") == NULL)
		return;
	t->ms = (t->ms + 500) / 1000 * 1000;
	if (t->ms >= DAY_MS)
		t->ms = DAY_MS - 1000;
}

/* is_minute - does the run of N 'm' at S tell minutes? */
static bool
is_minute(const struct moment *t, const char *s, size_t n)
{
	const char *text;
	size_t shown;

	if (n > 2)
		return false;
	if (t->after_hour)
		return true;
	for (s += n; *s;) {
		size_t len = pn_numfmt_literal(s, &text, &shown);

		if (len == 0 && (isalpha((unsigned char)*s) || *s == '['))
			break;
		s += len ? len : 1;
	}
	return *s == 's' || *s == 'S' ||
	       (*s == '[' && (s[1] == 's' || s[1] == 'S'));
}

/* name - a name of a month or day with N letters of its code */
static void
name(struct pn_buf *out, const char *s, size_t n)
{
	put(out, s, n == 3 ? 3 : n == 5 ? 1 : strlen(s));
}

/* field - the run of N letters C, at S */
static void
field(struct pn_buf *out, struct moment *t, const char *s, size_t n)
{
	long hour = t->ms / 3600000;
	int c = tolower((unsigned char)*s);
	bool minute = c == 'm' && is_minute(t, s, n);

	t->after_hour = c == 'h';
	if (t->half)
		hour = hour % 12 ? hour % 12 : 12;
	if (c == 'y')
		num(out, n <= 2 ? t->y % 100 : t->y, n <= 2 ? 2 : 4);
	else if (c == 'd' && n > 2)
		name(out, weekdays[(t->days - EPOCH + 700000) % 7], n);
	else if (c == 'd')
		num(out, t->d, n);
	else if (c == 'h')
		num(out, hour, n > 2 ? 2 : n);
	else if (c == 's')
		num(out, t->ms / 1000 % 60, n > 2 ? 2 : n);
	else if (minute)
		num(out, t->ms / 60000 % 60, n);
	else if (n > 2)
		name(out, months[t->m - 1], n);
	else
		num(out, t->m, n);
}

/* elapsed - [h], [mm], [s] at S; its length */
static size_t
elapsed(struct pn_buf *out, struct moment *t, const char *s)
{
	const char *end = strchr(s, ']');
	long unit = strchr("hH", s[1])	 ? 3600000
		    : strchr("mM", s[1]) ? 60000
					 : 1000;

	t->after_hour = unit == 3600000;
	num(out, (long)(((int64_t)t->days * DAY_MS + t->ms) / unit),
	    (size_t)(end - s - 1));
	return (size_t)(end - s) + 1;
}

/* half_day - "AM/PM" or "A/P" at S: its length, 0 if it is neither */
static size_t
half_day(const char *s)
{
	if (strncasecmp(s, "AM/PM", 5) == 0)
		return 5;
	return strncasecmp(s, "A/P", 3) == 0 ? 3 : 0;
}

/* find_half - does section S count hours to 12? */
static bool
find_half(const char *s)
{
	for (; *s; s++)
		if (half_day(s))
			return true;
	return false;
}

/* fraction - parts of a second: the run of zeros at S; its length */
static size_t
fraction(struct pn_buf *out, const struct moment *t, const char *s)
{
	size_t n = strspn(s, "0");
	long v = t->ms % 1000;

	for (size_t i = 0; i < n; i++) {
		num(out, i < 3 ? v / 100 : 0, 1);
		v = v % 100 * 10;
	}
	return n;
}

bool
pn_numfmt_date(struct pn_buf *out, const struct pn_decimal *x, const char *s,
    bool date1904)
{
	const char *text;
	struct moment t;
	size_t n, len;

	if (!take_apart(x, date1904, &t))
		return false;
	round_seconds(&t, s);
	t.half = find_half(s);
	if (strchr(s, '[') && date1904)
		t.days -= DAYS_1904; /* elapsed time counts from nothing */
	while (*s) {
		len = pn_numfmt_literal(s, &text, &n);
		if (len) {
			put(out, text, n);
		} else if (*s == '[') {
			len = elapsed(out, &t, s);
		} else if ((len = half_day(s)) != 0) {
			put(out, t.ms < DAY_MS / 2 ? "AM" : "PM",
			    len == 5 ? 2 : 1);
		} else if (strchr("yYmMdDhHsS", *s)) {
			char both[3] = {(char)tolower((unsigned char)*s),
			    (char)toupper((unsigned char)*s), '\0'};

			len = strspn(s, both);
			field(out, &t, s, len);
		} else if (*s == '0') {
			len = fraction(out, &t, s);
		} else {
			put(out, s, len = 1);
		}
		s += len;
	}
	return true;
}
