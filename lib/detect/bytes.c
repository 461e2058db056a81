/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bytes - how often each byte stands in ordinary mail
 *
 * Counted over English mail. The figures only choose among gates that are all
 * right; a wrong one costs time and no match.
 */
#include "detect/bytes.h"

/* Of 100,000 bytes of text of mail, by byte value; no less than one. */
static const uint16_t shares[256] = {
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    47,
    1787,
    1,
    1,
    102,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    14766,
    84,
    122,
    225,
    14,
    11,
    18,
    166,
    65,
    72,
    53,
    22,
    1679,
    1273,
    1304,
    374,
    887,
    678,
    726,
    402,
    384,
    389,
    366,
    375,
    362,
    391,
    801,
    395,
    24,
    136,
    364,
    106,
    44,
    398,
    109,
    289,
    101,
    87,
    82,
    64,
    89,
    247,
    32,
    25,
    94,
    133,
    88,
    120,
    97,
    10,
    94,
    189,
    270,
    53,
    21,
    109,
    17,
    42,
    5,
    36,
    6,
    37,
    2,
    547,
    4,
    5728,
    1176,
    1946,
    2132,
    7390,
    2116,
    1265,
    3534,
    5045,
    75,
    466,
    2942,
    1982,
    4657,
    5460,
    1296,
    53,
    4301,
    4275,
    6010,
    1671,
    533,
    1375,
    309,
    1282,
    43,
    189,
    13,
    189,
    7,
    1,
    2,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    4,
    4,
    2,
    1,
    1,
    2,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    2,
    1,
    1,
    1,
    1,
    1,
    2,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    2,
    2,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    2,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
};
/* Digits stand together: what to reckon with after another digit, and by how
 * much fewer there are after any other byte, and after a letter. */
#define DIGIT_AFTER_DIGIT  0.6
#define DIGIT_AFTER_OTHER  0.4
#define DIGIT_AFTER_LETTER 0.1

struct pn_byteset
pn_byteset_digits(void)
{
	struct pn_byteset s = {{0}};

	pn_byteset_add(&s, '0', '9');
	return s;
}

struct pn_byteset
pn_byteset_alnum(void)
{
	struct pn_byteset s = pn_byteset_digits();

	pn_byteset_add(&s, 'A', 'Z');
	pn_byteset_add(&s, 'a', 'z');
	return s;
}

struct pn_byteset
pn_byteset_word(void)
{
	struct pn_byteset s = pn_byteset_alnum();

	pn_byteset_add(&s, '_', '_');
	return s;
}

double
pn_byteset_share(const struct pn_byteset *s)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < 4; i++)
		for (uint64_t left = s->bit[i]; left != 0; left &= left - 1)
			sum += shares[i * 64 + (unsigned)__builtin_ctzll(left)];
	return sum < 100000 ? sum / 100000.0 : 1;
}

/* share_of - of both sets, what they have in common */
static double
share_of(const struct pn_byteset *a, struct pn_byteset b)
{
	pn_byteset_cut(&b, a);
	return pn_byteset_share(&b);
}

/* digits_after - by what the share of digits changes after BEFORE */
static double
digits_after(const struct pn_byteset *before, double digits)
{
	double all = pn_byteset_share(before);
	double digit = share_of(before, pn_byteset_digits());
	double letter = share_of(before, pn_byteset_alnum()) - digit;

	if (all <= 0)
		return DIGIT_AFTER_OTHER;
	return (digit * DIGIT_AFTER_DIGIT / digits +
		   letter * DIGIT_AFTER_LETTER +
		   (all - digit - letter) * DIGIT_AFTER_OTHER) /
	       all;
}

double
pn_byteset_after(const struct pn_byteset *s, const struct pn_byteset *before)
{
	struct pn_byteset digits = pn_byteset_digits();
	double all = pn_byteset_share(&digits), in = share_of(s, digits);
	double times = digits_after(before, all);

	return in * times +
	       (pn_byteset_share(s) - in) * (1 - all * times) / (1 - all);
}
