/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * address - the addresses in a From, To or Cc field (RFC 5322 3.4)
 *
 * Own code, not GMime's address parser: that one ends at the first thing that
 * it does not like ("a@x.example; b@y.example", "Jo Smith b@y.example") and
 * the recipients after it would not be counted. Here anything that looks like
 * an address counts; where angle brackets are in a mailbox, what they hold.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/uni.h"
#include "message/address.h"

/* One pass over a field. */
struct scan {
	const char *p;
	char ***list;
	size_t *n, max;
	size_t mailbox; /* *n where the current mailbox began */
	bool angle;	/* the mailbox has given an address in <> */
};

/* skip_quoted - the end of the quoted string or comment at P */
static const char *
skip_quoted(const char *p)
{
	char close = *p == '"' ? '"' : ')';
	unsigned depth = 1;

	for (p++; *p != '\0' && depth > 0; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == close)
			depth--;
		else if (close == ')' && *p == '(')
			depth++;
	}
	return p;
}

/* drop - forget the addresses from number KEEP on */
static void
drop(struct scan *s, size_t keep)
{
	while (*s->n > keep)
		free((*s->list)[--*s->n]);
}

/* add - take the N bytes at P if they are an address */
static void
add(struct scan *s, const char *p, size_t n)
{
	const char *at, *colon;
	struct pn_buf buf;

	/* a route (RFC 5322 4.4), or mailto: */
	while ((colon = memchr(p, ':', n)) != NULL && *p != '"' &&
	       memchr(colon, '@', n - (size_t)(colon - p)) != NULL &&
	       memchr(p, '[', (size_t)(colon - p)) == NULL) {
		n -= (size_t)(colon + 1 - p);
		p = colon + 1;
	}
	while (n > 0 && (*p == '\'' || *p == '[')) {
		p++;
		n--;
	}
	while (n > 0 && strchr("'.", p[n - 1]) != NULL)
		n--;
	at = memrchr(p, '@', n);
	if (at == NULL || at == p || at + 1 == p + n || *s->n >= s->max ||
	    (n > 2 && memcmp(p, "=?", 2) == 0))
		return;
	if (at[1] != '[' && p[n - 1] == ']')
		n--;
	pn_buf_init(&buf, 3 * n + 1);
	if (pn_utf8_repair(&buf, p, n) == PN_OK) {
		*s->list = pn_realloc(*s->list, *s->n + 1, sizeof(**s->list));
		(*s->list)[(*s->n)++] = pn_buf_take(&buf);
	}
	pn_buf_free(&buf);
}

/* angle - the address in <> at s->p; it replaces the mailbox's bare ones */
static void
angle(struct scan *s)
{
	const char *start = s->p + 1, *p = start;

	while (*p != '\0' && *p != '>' && *p != '<')
		p = *p == '"' ? skip_quoted(p) : p + 1;
	if (!s->angle)
		drop(s, s->mailbox);
	s->angle = true;
	while (start < p && *start == ' ')
		start++;
	s->p = *p == '>' ? p + 1 : p;
	while (p > start && p[-1] == ' ')
		p--;
	add(s, start, (size_t)(p - start));
}

/* bare - the word at s->p, a quoted local part included */
static void
bare(struct scan *s)
{
	const char *start = s->p, *p = start;

	for (;;) {
		if (*p == '"' && (p == start || p[-1] == '.'))
			p = skip_quoted(p);
		else if (*p == '\0' || strchr(" \t,;<>()\"", *p) != NULL)
			break;
		else
			p++;
	}
	s->p = p > start ? p : p + 1;
	if (!s->angle && *start != '"')
		add(s, start, (size_t)(p - start));
	else if (!s->angle && memchr(start, '@', (size_t)(p - start)) &&
		 skip_quoted(start)[0] == '@')
		add(s, start, (size_t)(p - start));
}

void
pn_addresses_add(const char *text, char ***list, size_t *n, size_t max)
{
	struct scan s = {text, list, n, max, *n, false};

	while (*s.p != '\0') {
		switch (*s.p) {
		case ',':
		case ';':
			s.mailbox = *n;
			s.angle = false;
			s.p++;
			break;
		case '(':
			s.p = skip_quoted(s.p);
			break;
		case '<':
			angle(&s);
			break;
		case ' ':
		case '\t':
		case '>':
		case ')':
			s.p++;
			break;
		default:
			bare(&s);
		}
	}
}
