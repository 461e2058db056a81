/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * armor - encrypted data written as text between BEGIN and END lines
 *
 * OpenPGP messages (RFC 9580 section 6.2), PKCS #7 and CMS (RFC 7468) and
 * age. The same armor wraps what is only signed, so it is decoded and the
 * binary format graded. Text before or after the armor can be read by
 * anybody: then it is no lock on the file.
 */
#include "protect/base64.h"
#include "protect/grader.h"

#define DECODED_MAX (8u << 20) /* enough for every recipient's key */

static const struct {
	const char *label;
	struct pn_lock (*grade)(struct pn_bytes bytes);
} armors[] = {
    {"PGP MESSAGE", pn_openpgp_lock},
    {"PKCS7", pn_cms_lock},
    {"CMS", pn_cms_lock},
    {"AGE ENCRYPTED FILE", pn_age_lock},
};

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_blanks(struct pn_bytes *b)
{
	if (pn_starts(*b, "\xEF\xBB\xBF", 3)) {
		b->p += 3;
		b->n -= 3;
	}
	while (b->n > 0 && is_blank(b->p[0])) {
		b->p++;
		b->n--;
	}
}

/* skip_text - step over the C string S; false where B does not start so */
static bool
skip_text(struct pn_bytes *b, const char *s)
{
	size_t n = strlen(s);

	if (!pn_starts(*b, s, n))
		return false;
	b->p += n;
	b->n -= n;
	return true;
}

/* which - index of the armor that *B begins with, -1 if none; *B goes on
 * behind the line */
static int
which(struct pn_bytes *b)
{
	struct pn_bytes at;
	size_t i;

	skip_blanks(b);
	for (i = 0; i < sizeof(armors) / sizeof(armors[0]); i++) {
		at = *b;
		if (skip_text(&at, "-----BEGIN ") &&
		    skip_text(&at, armors[i].label) &&
		    skip_text(&at, "-----")) {
			*b = at;
			return (int)i;
		}
	}
	return -1;
}

/* line - the next line without its end; *B goes on behind it */
static struct pn_bytes
line(struct pn_bytes *b)
{
	const unsigned char *end = memchr(b->p, '\n', b->n);
	size_t n = end != NULL ? (size_t)(end - b->p) + 1 : b->n;
	struct pn_bytes l = {b->p, n};

	b->p += n;
	b->n -= n;
	while (l.n > 0 && is_blank(l.p[l.n - 1]))
		l.n--;
	return l;
}

/* decode - the armored bytes into OUT; *B goes on behind the END line. False
 * where that is missing or there is something that is not base64. */
static bool
decode(struct pn_bytes *b, struct pn_buf *out)
{
	struct pn_base64 state = {0, 0};

	while (b->n > 0) {
		struct pn_bytes l = line(b);

		if (pn_starts(l, "-----END ", 9))
			return true;
		/* headers such as Version:, and the checksum at the end */
		if (memchr(l.p, ':', l.n) != NULL || pn_starts(l, "=", 1))
			continue;
		if (!pn_base64_add(&state, l, out))
			return false;
	}
	return false;
}

static struct pn_lock
armor_grade(struct pn_bytes b)
{
	int i = which(&b);
	struct pn_lock lock;
	struct pn_buf buf;

	if (i < 0 || b.n == 0)
		return pn_lock_unknown(NULL, "damaged");
	(void)line(&b);
	pn_buf_init(&buf, DECODED_MAX);
	if (decode(&b, &buf))
		lock = armors[i].grade(pn_buf_bytes(&buf));
	else
		lock = pn_lock_unknown(NULL, "damaged");
	pn_buf_free(&buf);
	skip_blanks(&b);
	if (lock.grade != PN_PROT_UNKNOWN && b.n > 0)
		return pn_lock_none("mixed");
	return lock;
}

static unsigned
armor_bid(struct pn_bytes b)
{
	return which(&b) >= 0 ? 80 : 0;
}

const struct pn_grader pn_grader_armor = {armor_bid, armor_grade, NULL};
