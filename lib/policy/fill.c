/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fill - fill the fields of a line and wrap it
 *
 * Names that come from outside (file names, addresses) are made harmless: no
 * control, invisible or direction-changing character, and short. Which fields
 * may stand where was checked when the texts were read.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/addr.h"
#include "base/mem.h"
#include "base/uni.h"
#include "policy/fill.h"

#define FILLED_MAX 16384 /* bytes of a line with its fields */

/* characters - how many code points S has */
static size_t
characters(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* skip - S after N code points */
static const char *
skip(const char *s, size_t n)
{
	while (n > 0 && *s != '\0') {
		s++;
		while (((unsigned char)*s & 0xc0) == 0x80)
			s++;
		n--;
	}
	return s;
}

/* one_line - no line ends, tabs, double quotes and double blanks in S, which
 * follows a blank */
static void
one_line(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		char c = *s;

		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (c == '"')
			c = '\'';
		if (c != ' ' || to[-1] != ' ')
			*to++ = c;
	}
	*to = '\0';
}

char *
pn_harmless(const char *text, size_t max)
{
	struct pn_norm norm;
	struct pn_buf valid;
	char *s, *cut;
	size_t n, tail;

	pn_buf_init(&valid, FILLED_MAX);
	if (pn_utf8_repair(&valid, text, strnlen(text, FILLED_MAX / 4)) !=
	    PN_OK)
		pn_buf_clear(&valid);
	pn_norm_init(&norm);
	pn_norm_set(&norm, valid.data, valid.len);
	/* a blank before it, so that one_line may look back */
	s = pn_printf(" %.*s", (int)norm.len, norm.text);
	pn_norm_free(&norm);
	pn_buf_free(&valid);
	one_line(s + 1);
	memmove(s, s + 1, strlen(s));
	n = characters(s);
	if (n <= max)
		return s;
	tail = max / 3; /* the end tells the kind of file */
	cut = pn_printf("%.*s...%s", (int)(skip(s, max - tail - 3) - s), s,
	    skip(s, n - tail));
	free(s);
	return cut;
}

/* local - broken-down local time of T */
static struct tm
local(int64_t t)
{
	struct tm tm = {0};
	time_t then = (time_t)t;

	(void)localtime_r(&then, &tm);
	return tm;
}

/* say_until - "Friday 3 May, 10:42" */
static char *
say_until(const struct pn_occasion *o)
{
	static const char *const days[] = {"Sunday", "Monday", "Tuesday",
	    "Wednesday", "Thursday", "Friday", "Saturday"};
	static const char *const months[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	int64_t until = o->until != 0
			    ? o->until
			    : o->now + (int64_t)o->config->hold_days * 86400;
	struct tm tm = local(until);

	return pn_printf("%s %d %s, %02d:%02d", days[tm.tm_wday], tm.tm_mday,
	    months[tm.tm_mon], tm.tm_hour, tm.tm_min);
}

/* say_time - "10:42 today" */
static char *
say_time(const struct pn_occasion *o)
{
	struct tm tm = local(o->now);

	return pn_printf("%02d:%02d today", tm.tm_hour, tm.tm_min);
}

/* say_to - one address, or how many people */
static char *
say_to(const struct pn_envelope *e)
{
	if (e->n_recipients == 1)
		return pn_harmless(e->recipients[0].address, PN_SHOWN_NAME);
	return pn_printf("%zu people", e->n_recipients);
}

/* say_who - the addresses that a rule is about */
static char *
say_who(const struct pn_fill *f)
{
	size_t i, named = f->n_same;
	struct pn_buf out;
	char *one;

	if (named > PN_SHOWN_WHO)
		named = PN_SHOWN_WHO - 1;
	pn_buf_init(&out, FILLED_MAX);
	for (i = 0; i < named; i++) {
		if (f->same[i]->recipient == NULL)
			continue;
		one = pn_harmless(f->same[i]->recipient, PN_ADDR_MAX);
		pn_buf_addf(&out, "%s%s",
		    i == 0		 ? ""
		    : i + 1 == f->n_same ? " and "
					 : ", ",
		    one);
		free(one);
	}
	if (named < f->n_same)
		pn_buf_addf(&out, " and %zu more", f->n_same - named);
	return pn_buf_take(&out);
}

/* say_like - the known address that the first of them resembles */
static char *
say_like(const struct pn_fill *f)
{
	const struct pn_envelope *e = f->occasion->envelope;
	size_t i;

	for (i = 0; f->about != NULL && i < e->n_recipients; i++)
		if (f->about->recipient != NULL &&
		    e->recipients[i].resembles != NULL &&
		    strcmp(e->recipients[i].address, f->about->recipient) == 0)
			return pn_harmless(
			    e->recipients[i].resembles, PN_ADDR_MAX);
	return pn_strdup("another address");
}

/* say_file - the name of the file, in quotes */
static char *
say_file(const struct pn_fill *f)
{
	const char *id = f->about == NULL ? NULL : f->about->part;
	size_t at = id == NULL ? PN_VIEW_NONE : pn_view_find(f->view, id);
	char *name, *quoted;

	while (at != PN_VIEW_NONE && f->view->parts[at].part->name == NULL)
		at = f->view->parts[at].parent;
	if (at == PN_VIEW_NONE)
		return pn_strdup("that has no name");
	name = pn_harmless(f->view->parts[at].part->name, PN_SHOWN_NAME);
	quoted = pn_printf("\"%s\"", name);
	free(name);
	return quoted;
}

/* say - the value of the field with that NAME, for free() */
static char *
say(const struct pn_fill *f, const char *name)
{
	const struct pn_occasion *o = f->occasion;
	const struct pn_config *c = o == NULL ? NULL : o->config;

	if (strcmp(name, "help") == 0)
		return pn_strdup(f->help);
	if (strcmp(name, "ref") == 0)
		return pn_strdup(f->reference);
	if (strcmp(name, "n") == 0)
		return pn_printf("%zu", f->n);
	if (strcmp(name, "subject") == 0)
		return pn_strdup(f->subject == NULL ? "" : f->subject);
	if (o == NULL)
		return pn_strdup("");
	if (strcmp(name, "to") == 0)
		return say_to(o->envelope);
	if (strcmp(name, "time") == 0)
		return say_time(o);
	if (strcmp(name, "until") == 0)
		return say_until(o);
	if (strcmp(name, "howto") == 0)
		return pn_strdup(*c->howto != '\0' ? c->howto : "see below");
	if (strcmp(name, "organisation") == 0)
		return pn_strdup(c->organisation);
	if (strcmp(name, "protocol") == 0)
		return pn_strdup(c->protocol_name);
	if (strcmp(name, "max") == 0)
		return pn_printf("%u", c->rules[PN_RULE_AUDIENCE].max_visible);
	if (strcmp(name, "file") == 0)
		return say_file(f);
	if (strcmp(name, "what") == 0)
		return pn_found_what(f);
	if (strcmp(name, "place") == 0)
		return pn_found_place(f);
	if (strcmp(name, "who") == 0)
		return say_who(f);
	if (strcmp(name, "like") == 0)
		return say_like(f);
	if (f->about == NULL)
		return pn_strdup("");
	if (strcmp(name, "clause") == 0)
		return pn_strdup(f->about->clause);
	return pn_strdup(pn_clause_text(f->about->rule)); /* {sentence} */
}

char *
pn_fill(const char *line, const struct pn_fill *f)
{
	struct pn_buf out;
	const char *close;
	char *name, *value;
	bool empty = false;

	pn_buf_init(&out, FILLED_MAX);
	while (*line != '\0' && !empty) {
		close = *line == '{' ? strchr(line, '}') : NULL;
		if (close == NULL) {
			pn_buf_addc(&out, *line++);
			continue;
		}
		name = pn_strndup(line + 1, (size_t)(close - line - 1));
		value = say(f, name);
		empty = *value == '\0' && strcmp(name, "place") != 0;
		pn_buf_adds(&out, value);
		free(value);
		free(name);
		line = close + 1;
	}
	if (!empty)
		return pn_buf_take(&out);
	pn_buf_free(&out);
	return NULL;
}

/* add_word - put the N bytes at WORD on the line or, where it is full, on the
 * next after REST; *WIDTH is that of the line, *FRESH while it has no word */
static void
add_word(struct pn_buf *out, const char *word, size_t n, const char *rest,
    size_t *width, bool *fresh)
{
	char *w = pn_strndup(word, n);
	size_t wide = characters(w);

	if (!*fresh && *width + 1 + wide > PN_MAIL_WIDTH) {
		pn_buf_addf(out, "\n%s", rest);
		*width = characters(rest);
	} else if (!*fresh) {
		pn_buf_addc(out, ' ');
		(*width)++;
	}
	pn_buf_adds(out, w);
	*width += wide;
	*fresh = false;
	free(w);
}

void
pn_wrap(
    struct pn_buf *out, const char *text, const char *first, const char *rest)
{
	size_t width = characters(first), word, room, longest;
	bool fresh = true;

	longest = PN_MAIL_WIDTH -
		  (strlen(first) > strlen(rest) ? strlen(first) : strlen(rest));
	pn_buf_adds(out, first);
	for (text += strspn(text, " "); *text != '\0';
	     text += strspn(text, " ")) {
		word = strcspn(text, " ");
		room = (size_t)(skip(text, longest) - text);
		if (word > room)
			word = room; /* too long for any line: cut */
		add_word(out, text, word, rest, &width, &fresh);
		text += word;
	}
	pn_buf_addc(out, '\n');
}
