/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mark - formats that are encrypted by nature and known by their first bytes
 *
 * age (age-encryption.org/v1), whose payload must not read as text; and some
 * whose mark says that they are encrypted and not how well, so that it can't
 * be told.
 */
#include "protect/grader.h"

#define MARK(bytes_) bytes_, sizeof(bytes_) - 1
#define TAIL	     512 /* bytes of the end that are looked at */
#define TEXT_RUN     48	 /* noise of a terabyte has none so long */
#define AGE_MIN	     32	 /* a nonce and the tag of nothing */
#define AGE_MARK     "age-encryption.org/v1\n"

static const struct {
	const char *bytes;
	size_t n;
	const char *kind;
} marks[] = {
    {MARK(AGE_MARK), "age"},
    /* openssl enc: the cipher is not written down, nor how the key is made */
    {MARK("Salted__"), "openssl"},
    {MARK("U2FsdGVkX1"), "openssl"},
    /* rights-managed file of any kind: one word is no proof */
    {MARK(".pfile"), "pfile"},
};

/* find - index of the mark that B begins with; -1 for none */
static int
find(struct pn_bytes b)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (pn_starts(b, marks[i].bytes, marks[i].n))
			return (int)i;
	return -1;
}

bool
pn_reads_as_text(struct pn_bytes b)
{
	size_t n = b.n < TAIL ? b.n : TAIL, text = 0;

	for (size_t i = b.n - n; i < b.n; i++)
		text += (b.p[i] >= ' ' && b.p[i] < 0x7F) || b.p[i] == '\n' ||
			b.p[i] == '\r' || b.p[i] == '\t';
	return text > n - n / 4;
}

bool
pn_holds_text(struct pn_bytes b)
{
	size_t run = 0;

	for (size_t i = 0; i < b.n && run < TEXT_RUN; i++) {
		bool text = (b.p[i] >= ' ' && b.p[i] < 0x7F) ||
			    b.p[i] == '\n' || b.p[i] == '\r' || b.p[i] == '\t';

		run = text ? run + 1 : 0;
	}
	return run == TEXT_RUN;
}

/* age_payload - what stands behind the line of the header's MAC */
static struct pn_bytes
age_payload(struct pn_bytes b)
{
	struct pn_bytes none = {NULL, 0};
	const unsigned char *mac = memmem(b.p, b.n, "\n--- ", 5), *end;

	if (mac == NULL)
		return none;
	b.n -= (size_t)(mac + 1 - b.p);
	b.p = mac + 1;
	end = memchr(b.p, '\n', b.n);
	if (end == NULL)
		return none;
	b.n -= (size_t)(end + 1 - b.p);
	b.p = end + 1;
	return b;
}

struct pn_lock
pn_age_lock(struct pn_bytes bytes)
{
	struct pn_bytes payload = age_payload(bytes);

	if (pn_starts(bytes, MARK(AGE_MARK)) && payload.n >= AGE_MIN &&
	    !pn_reads_as_text(payload) && !pn_holds_text(payload))
		return pn_lock_whole(PN_PROT_STRONG, "age", NULL);
	return pn_lock_unknown(NULL, "damaged");
}

static unsigned
mark_bid(struct pn_bytes b)
{
	int i = find(b);

	return i >= 0 ? (unsigned)marks[i].n * 8 : 0;
}

static struct pn_lock
mark_grade(struct pn_bytes b)
{
	int i = find(b);

	if (i >= 0 && strcmp(marks[i].kind, "age") == 0)
		return pn_age_lock(b);
	return pn_lock_unknown(i < 0 ? NULL : marks[i].kind, "method");
}

const struct pn_grader pn_grader_mark = {mark_bid, mark_grade, NULL};
