/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * numfmt - how a spreadsheet shows a number (ECMA-376 part 1, 18.8.30)
 *
 * Kept of a format code: its sections by sign, digit places with the literal
 * characters between them ("00-00-00", "000 000 0000"), decimals, per cent,
 * dates and times (numfmt_date). Left out: fractions, exponents and scaling by
 * thousands, which show such a number in full instead.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "extract/decimal.h"
#include "extract/numfmt.h"
#include "extract/numfmt_date.h"

#define SIGNIFICANT 15	/* digits of a fraction that a program keeps */
#define MAX_CODE    255 /* bytes of a format code */

/* Those that follow the locale as in the United Kingdom. */
static const struct {
	unsigned char id;
	const char *code;
} builtin[] = {
    {1, "0"},
    {2, "0.00"},
    {3, "#,##0"},
    {4, "#,##0.00"},
    {9, "0%"},
    {10, "0.00%"},
    {14, "dd/mm/yyyy"},
    {15, "d-mmm-yy"},
    {16, "d-mmm"},
    {17, "mmm-yy"},
    {18, "h:mm AM/PM"},
    {19, "h:mm:ss AM/PM"},
    {20, "h:mm"},
    {21, "h:mm:ss"},
    {22, "dd/mm/yyyy h:mm"},
    {27, "yyyy-mm-dd"},
    {28, "yyyy-mm-dd"},
    {29, "yyyy-mm-dd"},
    {30, "yyyy-mm-dd"},
    {31, "yyyy-mm-dd"},
    {32, "h:mm"},
    {33, "h:mm:ss"},
    {34, "h:mm"},
    {35, "h:mm:ss"},
    {36, "yyyy-mm-dd"},
    {45, "mm:ss"},
    {46, "[h]:mm:ss"},
    {47, "mm:ss.0"},
    {49, "@"},
    {50, "yyyy-mm-dd"},
    {51, "yyyy-mm-dd"},
    {52, "yyyy-mm-dd"},
    {53, "yyyy-mm-dd"},
    {54, "yyyy-mm-dd"},
    {55, "h:mm"},
    {56, "h:mm:ss"},
    {57, "yyyy-mm-dd"},
    {58, "yyyy-mm-dd"},
};

const char *
pn_numfmt_builtin(unsigned id)
{
	for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++)
		if (builtin[i].id == id)
			return builtin[i].code;
	return NULL;
}

/* put - append; a cell has room for any number, so nothing is cut */
static void
put(struct pn_buf *out, char c)
{
	enum pn_err err = pn_buf_addc(out, c);

	(void)err; /* full: the table's own limit will tell */
}

static void
puts_to(struct pn_buf *out, const char *s)
{
	while (*s)
		put(out, *s++);
}

/* general - all digits of X, no exponent */
static void
general(struct pn_buf *out, struct pn_decimal *x)
{
	if (x->n > x->point && x->n > SIGNIFICANT)
		pn_decimal_round(x, SIGNIFICANT - x->point);
	if (x->minus && x->n)
		put(out, '-');
	for (int i = 0; i < x->point; i++)
		put(out, pn_decimal_whole(x, i));
	if (x->point <= 0)
		put(out, '0');
	if (x->n > x->point)
		put(out, '.');
	for (int i = 0; i < x->n - x->point; i++)
		put(out, pn_decimal_fraction(x, i));
}

/* One section of a code. */
struct section {
	char s[MAX_CODE + 1];
};

/* take_section - section number WANT of CODE; false where it has fewer */
static bool
take_section(const char *code, unsigned want, struct section *out)
{
	unsigned at = 0;
	size_t n = 0;
	const char *p = code, *text;

	while (*p && at <= want) {
		size_t len = pn_numfmt_literal(p, &text, &n), k;

		if (len == 0 && *p == ';') {
			at++;
			p++;
			continue;
		}
		len = len ? len : 1;
		for (k = 0; at == want && k < len; k++) {
			size_t have = strnlen(out->s, MAX_CODE);

			if (have < MAX_CODE) {
				out->s[have] = p[k];
				out->s[have + 1] = '\0';
			}
		}
		p += len;
	}
	return at >= want;
}

/* What a section is made of. */
struct shape {
	int places, decimals; /* digit places before and behind the point */
	bool point, percent, other; /* OTHER: exponent or fraction */
	bool date, time, month, text, general;
};

/* note - what character C of a section (NEXT behind it) makes of it */
static void
note(struct shape *f, char c, char next)
{
	switch (tolower((unsigned char)c)) {
	case '0':
	case '#':
	case '?':
		f->places += !f->point;
		f->decimals += f->point;
		break;
	case '.':
		f->point = true;
		break;
	case '%':
		f->percent = true;
		break;
	case '/':
		f->other = true;
		break;
	case 'e':
		f->other |= next == '+' || next == '-';
		break;
	case 'y':
	case 'd':
		f->date = true;
		break;
	case 'h':
	case 's':
		f->time = true;
		break;
	case 'm':
		f->month = true;
		break;
	case '@':
		f->text = true;
		break;
	default:
		break;
	}
}

/* shape_of - look through section S */
static struct shape
shape_of(const char *s)
{
	struct shape f = {0};
	const char *text;
	size_t n;

	if (strcasestr(s, "General")) {
		f.general = true;
		return f;
	}
	while (*s) {
		size_t len = pn_numfmt_literal(s, &text, &n);

		if (len == 0) {
			note(&f, s[0], s[1]);
			len = 1;
		}
		s += len;
	}
	f.date |= f.month && !f.time;
	return f;
}

/* places - X in the digit places of section S */
static void
places(struct pn_buf *out, struct pn_decimal *x, const char *s,
    const struct shape *f)
{
	int digits, done = 0, behind = 0;
	bool point = false;
	const char *text;
	size_t n;

	x->point += f->percent && x->n ? 2 : 0;
	pn_decimal_round(x, f->decimals);
	digits = x->point > 0 ? x->point : 0;
	while (*s) {
		size_t len = pn_numfmt_literal(s, &text, &n);

		if (len) {
			while (n--)
				put(out, *text++);
			s += len;
			continue;
		}
		if (*s == '0' || *s == '#' || *s == '?') {
			/* the first place takes what has no place */
			int k = done == 0 && digits > f->places
				    ? digits - f->places
				    : 0;

			for (int i = 0; !point && i < k; i++)
				put(out, pn_decimal_whole(x, i));
			if (point) {
				if (*s == '0' || x->point + behind < x->n)
					put(out,
					    pn_decimal_fraction(x, behind));
				behind++;
			} else {
				int at = done++ - (f->places - digits);

				if (at >= 0)
					put(out, pn_decimal_whole(x, at));
				else if (*s == '0')
					put(out, '0');
			}
		} else if (*s == '.') {
			point = true;
			if (x->n > x->point || strchr(s, '0'))
				put(out, '.');
		} else if (*s != ',') {
			put(out, *s);
		}
		s++;
	}
}

bool
pn_numfmt_hides_text(const char *code)
{
	struct section s = {{0}};

	return code && take_section(code, 3, &s) && s.s[0] == '\0';
}

bool
pn_numfmt_number(
    struct pn_buf *out, const char *code, const char *value, bool date1904)
{
	struct section s = {{0}};
	struct pn_decimal x;
	struct shape f;
	unsigned want;

	if (!pn_decimal_parse(value, &x)) {
		puts_to(out, value);
		return false;
	}
	want = x.minus ? 1 : x.n == 0 ? 2 : 0;
	if (code == NULL || code[0] == '\0') {
		general(out, &x);
		return false;
	}
	if (want && !take_section(code, want, &s)) {
		s.s[0] = '\0';
		want = 0;
	}
	if (want == 0)
		(void)take_section(code, 0, &s);
	f = shape_of(s.s);
	if ((f.date || f.time) && !f.general &&
	    pn_numfmt_date(out, &x, s.s, date1904))
		return false;
	if (f.general || f.text || f.other || f.date || f.time ||
	    f.places + f.decimals == 0) {
		general(out, &x);
		return !(f.general || f.text || f.other || f.date || f.time);
	}
	if (x.minus && want == 0)
		put(out, '-');
	places(out, &x, s.s, &f);
	return false;
}
