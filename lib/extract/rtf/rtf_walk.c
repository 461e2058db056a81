/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtf_walk - groups, control words, signs and text, as they come
 *
 * Attackers cut words and digits in every way that Word forgives, so nothing
 * here gives up: a brace too few or too many, a number without end, raw bytes
 * that are not there.
 */
#include <string.h>
#include "base/mem.h"
#include "extract/rtf/rtf.h"

#define MAX_WORD  32	   /* letters of a control word */
#define MAX_PARAM 99999999 /* the largest number that is kept */

/* '{' */
enum pn_err
pn_rtf_open(struct pn_rtf *r)
{
	enum pn_err err = pn_rtf_flush(r);
	struct pn_rtf_state st;

	r->skip = 0;
	r->star = false;
	if (err != PN_OK)
		return err;
	if (r->n_states == PN_RTF_MAX_DEPTH) {
		r->deeper++;
		(void)!pn_job_limit(r->job, "nesting");
		return pn_job_work(r->job, 8);
	}
	PN_GROW(r->states, r->n_states, r->cap_states);
	st =
	    r->n_states ? r->states[r->n_states - 1] : (struct pn_rtf_state){0};
	if (r->n_states == 0)
		st.uc = 1;
	st.end = PN_RTF_END_NONE;
	r->states[r->n_states++] = st;
	return pn_job_work(r->job, 8);
}

/* close_group - '}'; the outermost one ends the document */
static enum pn_err
close_group(struct pn_rtf *r)
{
	enum pn_err err = pn_rtf_flush(r);

	r->skip = 0;
	r->star = false;
	if (r->deeper) {
		r->deeper--;
		return err;
	}
	if (r->n_states <= 1) {
		r->ended = true;
		return err;
	}
	if (err == PN_OK)
		err = pn_rtf_end(r, pn_rtf_state(r)->end);
	r->n_states--;
	return err;
}

/* bin - N raw bytes follow */
static enum pn_err
bin(struct pn_rtf *r, int param)
{
	size_t n = param > 0 ? (size_t)param : 0;
	enum pn_rtf_dest dest = pn_rtf_state(r)->dest;
	struct pn_member m = {.role = PN_ROLE_EMBEDDED, .hidden = true};
	enum pn_err err = pn_rtf_flush(r);

	if (n > (size_t)(r->end - r->p)) {
		pn_job_damage(r->job, "damaged");
		return err; /* read it as text: it may be */
	}
	m.content = (struct pn_bytes){r->p, n};
	r->p += n;
	if (err != PN_OK || n == 0)
		return err;
	if (pn_rtf_is_data(dest)) {
		if (pn_buf_add(&r->data, m.content.p, n) != PN_OK)
			return pn_job_limit(r->job, "unpacked");
		return PN_OK;
	}
	if (dest == PN_RTF_NEVER)
		return PN_OK;
	pn_job_hidden(r->job, "destination");
	return pn_job_member(r->job, &m);
}

/* word - a control word begins at R->p */
static enum pn_err
word(struct pn_rtf *r)
{
	const struct pn_rtf_control *c;
	char name[MAX_WORD + 1];
	size_t n = 0;
	int param = -1;
	bool minus;

	for (; r->p < r->end && ((*r->p >= 'a' && *r->p <= 'z') ||
				    (*r->p >= 'A' && *r->p <= 'Z'));
	     r->p++)
		if (n < MAX_WORD)
			name[n++] = (char)*r->p;
	name[n] = '\0';
	minus = r->p + 1 < r->end && *r->p == '-' && r->p[1] >= '0' &&
		r->p[1] <= '9';
	r->p += minus;
	if (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		param = 0;
	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++)
		if (param <= MAX_PARAM / 10)
			param = param * 10 + (*r->p - '0');
	if (minus)
		param = -param;
	if (r->p < r->end && *r->p == ' ')
		r->p++;
	if (strcmp(name, "bin") == 0) {
		r->skip -= r->skip > 0;
		return bin(r, param);
	}
	if (r->skip) {
		c = pn_rtf_control(name);
		/* a second \u without what should stand for the first */
		if (c == NULL || c->act != PN_RTF_OTHER ||
		    c->arg != PN_RTF_W_U) {
			r->skip--;
			return PN_OK;
		}
		r->skip = 0;
	}
	return pn_rtf_obey(r, name, param);
}

/* hex_byte - \'hh */
static enum pn_err
hex_byte(struct pn_rtf *r)
{
	unsigned char byte = 0;
	unsigned n = 0;
	enum pn_rtf_dest dest = pn_rtf_state(r)->dest;

	for (; n < 2 && r->p < r->end; n++, r->p++) {
		unsigned char c = *r->p | 0x20;

		if (c >= '0' && c <= '9' && *r->p <= '9')
			byte = (unsigned char)(byte << 4 | (c - '0'));
		else if (c >= 'a' && c <= 'f')
			byte = (unsigned char)(byte << 4 | (c - 'a' + 10));
		else
			break;
	}
	if (r->skip) {
		r->skip--;
		return PN_OK;
	}
	if (n == 0 || pn_rtf_is_data(dest))
		return PN_OK; /* no digits of the data */
	if (byte < ' ')
		byte = ' ';
	return pn_rtf_raw(r, &byte, 1);
}

/* symbol - '\' and one character that is no letter */
static enum pn_err
symbol(struct pn_rtf *r, unsigned char c)
{
	enum pn_err err;

	if (c == '\'')
		return hex_byte(r);
	if (c == '*') {
		r->star = true;
		return PN_OK;
	}
	if (r->skip) {
		r->skip--;
		return PN_OK;
	}
	if (c == '\\' || c == '{' || c == '}')
		return pn_rtf_raw(r, &c, 1);
	if (c == '-' || c == '|' || c == ':')
		return PN_OK; /* a place to break a word: nothing */
	err = pn_rtf_flush(r);
	if (err != PN_OK)
		return err;
	switch (c) {
	case '~':
		return pn_rtf_emit(r, "\xc2\xa0", 2);
	case '_':
		return pn_rtf_emit(r, "-", 1);
	case '\t':
		return pn_rtf_emit(r, "\t", 1);
	case '\r':
		if (r->p < r->end && *r->p == '\n')
			r->p++;
		return pn_rtf_break(r);
	case '\n':
		return pn_rtf_break(r);
	default:
		return PN_OK;
	}
}

/* run - text up to the next sign that means something */
static enum pn_err
run(struct pn_rtf *r)
{
	const unsigned char *p = r->p;
	size_t n;

	while (r->p < r->end && *r->p != '\\' && *r->p != '{' && *r->p != '}' &&
	       *r->p != '\r' && *r->p != '\n' && *r->p)
		r->p++;
	n = (size_t)(r->p - p);
	if (n && r->skip) {
		size_t gone = r->skip < n ? r->skip : n;

		r->skip -= (unsigned)gone;
		p += gone;
		n -= gone;
	}
	if (r->p < r->end && (*r->p == '\r' || *r->p == '\n' || *r->p == 0))
		r->p++;
	if (n == 0 || pn_rtf_state(r)->dest == PN_RTF_SKIP ||
	    pn_rtf_state(r)->dest == PN_RTF_NEVER ||
	    pn_rtf_state(r)->dest == PN_RTF_FONTTABLE)
		return pn_job_work(r->job, n + 1);
	r->star = false;
	if (pn_rtf_is_data(pn_rtf_state(r)->dest)) {
		enum pn_err err = pn_rtf_hex(r, (const char *)p, n);

		return err == PN_OK ? pn_job_work(r->job, n) : err;
	}
	return pn_rtf_raw(r, p, n);
}

enum pn_err
pn_rtf_walk(struct pn_rtf *r)
{
	enum pn_err err = PN_OK;

	while (err == PN_OK && r->p < r->end && !r->ended) {
		unsigned char c = *r->p;

		if (c == '{' || c == '}') {
			r->p++;
			err = c == '{' ? pn_rtf_open(r) : close_group(r);
		} else if (c != '\\') {
			err = run(r);
		} else if (++r->p < r->end) {
			c = *r->p;
			if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
				err = word(r);
			} else {
				r->p++;
				err = symbol(r, c);
			}
		}
	}
	if (err == PN_OK)
		err = pn_rtf_flush(r);
	while (err == PN_OK && r->n_states > 1)
		err = close_group(r);
	return err;
}
