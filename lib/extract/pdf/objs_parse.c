/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objs_parse - values as they are written (ISO 32000-2, 7.3), strictly
 *
 * What libqpdf would warn of is not well-formed.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/objs.h"

#define MAX_NODES   (4u << 20)
#define MAX_NESTING 100
#define MAX_DIGITS  15 /* that a double holds exactly */
#define CHUNK	    (16u << 10)
/* Dictionaries up to this size are sorted by moving entries. */
#define SMALL_DICT 32

struct pn_chunk {
	struct pn_chunk *next;
	size_t len, cap;
	char data[];
};

enum { REGULAR, SPACE, DELIM };

static const unsigned char classes[256] = {
    [0] = SPACE,
    ['\t'] = SPACE,
    ['\n'] = SPACE,
    ['\f'] = SPACE,
    ['\r'] = SPACE,
    [' '] = SPACE,
    ['('] = DELIM,
    [')'] = DELIM,
    ['<'] = DELIM,
    ['>'] = DELIM,
    ['['] = DELIM,
    [']'] = DELIM,
    ['{'] = DELIM,
    ['}'] = DELIM,
    ['/'] = DELIM,
    ['%'] = DELIM,
};

/* class_of - white space, a delimiter, or else */
static inline int
class_of(unsigned char c)
{
	return classes[c];
}

/* room - N bytes that live as long as the objects */
static char *
room(struct pn_objs *o, size_t n)
{
	struct pn_chunk *c = o->chunks;

	if (c == NULL || n > c->cap - c->len) {
		size_t cap = n > CHUNK ? n : CHUNK;

		c = pn_alloc(sizeof(*c) + cap);
		c->cap = cap;
		c->next = o->chunks;
		o->chunks = c;
	}
	c->len += n;
	return c->data + c->len - n;
}

uint32_t
pn_objs_add(struct pn_objs *o, const struct pn_node *nodes, size_t n)
{
	if (n > MAX_NODES - o->n_nodes)
		return 0;
	while (o->cap_nodes - o->n_nodes < n) {
		o->cap_nodes = 2 * o->cap_nodes + 256;
		o->nodes =
		    pn_realloc(o->nodes, o->cap_nodes, sizeof(*o->nodes));
	}
	if (n)
		memcpy(o->nodes + o->n_nodes, nodes, n * sizeof(*nodes));
	o->n_nodes += n;
	return (uint32_t)(o->n_nodes - n);
}

/* skip - white space and comments */
static void
skip(struct pn_parse *p)
{
	for (; p->p < p->end; p->p++)
		if (*p->p == '%')
			while (p->p + 1 < p->end && p->p[1] != '\n' &&
			       p->p[1] != '\r')
				p->p++;
		else if (class_of(*p->p) != SPACE)
			return;
}

/* ends - does a token end here? */
static bool
ends(const struct pn_parse *p)
{
	return p->p == p->end || class_of(*p->p) != REGULAR;
}

bool
pn_parse_word(struct pn_parse *p, const char *word)
{
	size_t n = strlen(word);

	skip(p);
	if ((size_t)(p->end - p->p) < n || memcmp(p->p, word, n) != 0)
		return false;
	p->p += n;
	if (ends(p))
		return true;
	p->p -= n;
	return false;
}

long
pn_parse_int(struct pn_parse *p)
{
	const unsigned char *s;
	long v = 0;

	skip(p);
	for (s = p->p; p->p < p->end && *p->p >= '0' && *p->p <= '9'; p->p++) {
		if (v > LONG_MAX / 10 - 1)
			return -1;
		v = v * 10 + (*p->p - '0');
	}
	return p->p > s && ends(p) ? v : -1;
}

/* long_number - a number of more digits than are exact, as strtod reads it */
static bool
long_number(const unsigned char *s, size_t n, double *v)
{
	char text[64];

	if (n >= sizeof(text) || memchr(s, '.', n) == NULL)
		return false;
	memcpy(text, s, n);
	text[n] = 0;
	*v = strtod(text, NULL);
	return true;
}

/* number - a number with or without sign and point */
static bool
number(struct pn_parse *p, struct pn_node *out)
{
	static const double scale[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
	    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	const unsigned char *s = p->p;
	bool minus = *s == '-', dot = false;
	unsigned digits = 0, places = 0;
	uint64_t v = 0;

	p->p += *s == '-' || *s == '+';
	for (; !ends(p); p->p++) {
		if (*p->p == '.' && !dot) {
			dot = true;
			continue;
		}
		if (*p->p < '0' || *p->p > '9')
			return false;
		if (++digits <= MAX_DIGITS)
			v = v * 10 + (unsigned)(*p->p - '0');
		places += dot;
	}
	out->kind = PN_OBJ_NUMBER;
	if (digits == 0)
		return false;
	if (digits > MAX_DIGITS)
		return long_number(s, (size_t)(p->p - s), &out->u.number);
	out->u.number = (double)v / scale[places];
	if (minus)
		out->u.number = -out->u.number;
	return true;
}

/* reference - "G R" behind the whole number NUM? Else nothing is read */
static bool
reference(struct pn_parse *p, struct pn_node *out)
{
	const unsigned char *s = p->p;
	double num = out->u.number;
	long gen;

	if (!(num >= 1 && num <= INT_MAX))
		return false;
	skip(p);
	gen = p->p < p->end && *p->p >= '0' && *p->p <= '9' ? pn_parse_int(p)
							    : -1;
	if (gen >= 0 && gen < 65535 && pn_parse_word(p, "R")) {
		out->kind = PN_NODE_REF;
		out->num = (int)num;
		out->gen = (uint16_t)gen;
		return true;
	}
	p->p = s;
	return false;
}

static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* name - a name, its slash kept, a NUL behind it */
static bool
name(struct pn_parse *p, struct pn_node *out)
{
	const unsigned char *s = p->p++;
	char *to;
	size_t n = 0;

	while (!ends(p))
		p->p++;
	to = room(p->objs, (size_t)(p->p - s) + 1);
	for (; s < p->p; s++) {
		to[n] = (char)*s;
		if (*s == '#') {
			int hi = p->p - s > 2 ? hex_digit(s[1]) : -1;
			int lo = p->p - s > 2 ? hex_digit(s[2]) : -1;

			if (hi < 0 || lo < 0 || hi + lo == 0)
				return false;
			to[n] = (char)(hi * 16 + lo);
			s += 2;
		}
		n++;
	}
	to[n] = 0;
	*out = (struct pn_node){
	    .kind = PN_OBJ_NAME, .u.text = to, .n = (uint32_t)n};
	return true;
}

/* escape - what stands behind a backslash, to TO; how many bytes */
static size_t
escape(struct pn_parse *p, char *to)
{
	static const char from[] = "nrtbf", code[] = "\n\r\t\b\f";
	unsigned char c = *p->p++;
	const char *at;
	unsigned v = 0;

	if (c >= '0' && c <= '7') {
		p->p--;
		for (int i = 0; i < 3 && *p->p >= '0' && *p->p <= '7'; i++)
			v = v * 8 + (unsigned)(*p->p++ - '0');
		*to = (char)v;
		return 1;
	}
	if (c == '\r' && *p->p == '\n')
		p->p++;
	if (c == '\r' || c == '\n')
		return 0;
	at = c ? strchr(from, c) : NULL;
	*to = at ? code[at - from] : (char)c;
	return 1;
}

/* string - (text); where it has escapes, a copy */
static bool
string(struct pn_parse *p, struct pn_node *out)
{
	const unsigned char *s = ++p->p, *e = s;
	unsigned depth = 1;
	bool plain = true;
	char *to;
	size_t n = 0;

	for (; e < p->end; e++) {
		depth += *e == '(';
		depth -= *e == ')';
		if (depth == 0)
			break;
		plain = plain && *e != '\\' && *e != '\r';
		e += *e == '\\';
	}
	if (e >= p->end)
		return false;
	out->kind = PN_OBJ_STRING;
	out->u.text = (const char *)s;
	out->n = (uint32_t)(e - s);
	p->p = e + 1;
	if (plain)
		return true;
	out->u.text = to = room(p->objs, (size_t)(e - s));
	for (p->p = s; p->p < e;) {
		unsigned char c = *p->p++;

		if (c == '\\') {
			n += escape(p, to + n);
			continue;
		}
		if (c == '\r') {
			p->p += *p->p == '\n';
			c = '\n';
		}
		to[n++] = (char)c;
	}
	out->n = (uint32_t)n;
	p->p = e + 1;
	return true;
}

/* hex_string - <text> */
static bool
hex_string(struct pn_parse *p, struct pn_node *out)
{
	const unsigned char *e =
	    memchr(p->p, '>', (size_t)(p->end - p->p));
	unsigned half = 0, v = 0;
	char *to;
	size_t n = 0;

	if (e == NULL)
		return false;
	to = room(p->objs, (size_t)(e - p->p) / 2 + 1);
	for (p->p++; p->p < e; p->p++) {
		int d = hex_digit(*p->p);

		if (d < 0 && class_of(*p->p) != SPACE)
			return false;
		if (d < 0)
			continue;
		v = v * 16 + (unsigned)d;
		if (half ^= 1)
			continue;
		to[n++] = (char)v;
		v = 0;
	}
	if (half)
		to[n++] = (char)(v * 16);
	p->p++;
	*out = (struct pn_node){
	    .kind = PN_OBJ_STRING, .u.text = to, .n = (uint32_t)n};
	return true;
}

/* push - a member of what is open */
static void
push(struct pn_objs *o, struct pn_node n)
{
	PN_GROW(o->stack, o->n_stack, o->cap_stack);
	o->stack[o->n_stack++] = n;
}

/* pop - all members since FROM become those of OUT */
static bool
pop(struct pn_objs *o, size_t from, struct pn_node *out)
{
	out->n = (uint32_t)(o->n_stack - from);
	out->u.first =
	    pn_objs_add(o, o->stack ? o->stack + from : NULL, out->n);
	o->n_stack = from;
	return out->u.first > 0;
}

static bool
array(struct pn_parse *p, struct pn_node *out)
{
	size_t from = p->objs->n_stack;

	for (p->p++;;) {
		struct pn_node n = {0};

		skip(p);
		if (p->p < p->end && *p->p == ']')
			break;
		if (!pn_parse_value(p, &n))
			return false;
		push(p->objs, n);
	}
	p->p++;
	out->kind = PN_OBJ_ARRAY;
	return pop(p->objs, from, out);
}

/* A key and its value. */
struct pair {
	struct pn_node key, value;
};

static int
by_key(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return strcmp(x->key.u.text, y->key.u.text);
}

/* sort - the N pairs at P by key; false where one is there twice */
static bool
sort(struct pair *p, size_t n)
{
	if (n > SMALL_DICT)
		qsort(p, n, sizeof(*p), by_key);
	for (size_t i = 1; i < n; i++) {
		struct pair x = p[i];
		size_t k = i;

		for (; k > 0 && by_key(&p[k - 1], &x) > 0; k--)
			p[k] = p[k - 1];
		p[k] = x;
		if (k > 0 && by_key(&p[k - 1], &x) == 0)
			return false;
	}
	return true;
}

static bool
dictionary(struct pn_parse *p, struct pn_node *out)
{
	struct pn_objs *o = p->objs;
	size_t from = o->n_stack;

	for (p->p += 2;;) {
		struct pn_node key = {0}, value = {0};

		skip(p);
		if (p->end - p->p < 2)
			return false;
		if (*p->p == '>')
			break;
		if (*p->p != '/' || !name(p, &key) ||
		    !pn_parse_value(p, &value))
			return false;
		push(o, key);
		push(o, value);
	}
	if (p->p[1] != '>' || !sort((struct pair *)(o->stack + from),
				  (o->n_stack - from) / 2))
		return false;
	p->p += 2;
	out->kind = PN_OBJ_DICT;
	if (!pop(o, from, out))
		return false;
	out->n /= 2;
	return true;
}

/* keyword - true, false or null */
static bool
keyword(struct pn_parse *p, struct pn_node *out)
{
	out->kind = PN_OBJ_BOOL;
	if (pn_parse_word(p, "true"))
		out->u.number = 1;
	else if (pn_parse_word(p, "null"))
		out->kind = PN_OBJ_NULL;
	else if (!pn_parse_word(p, "false"))
		return false;
	return true;
}

bool
pn_parse_value(struct pn_parse *p, struct pn_node *out)
{
	bool fine = false;

	*out = (struct pn_node){0};
	skip(p);
	if (p->p == p->end || p->depth == MAX_NESTING)
		return false;
	p->depth++;
	if (*p->p == '/') {
		fine = name(p, out);
	} else if (*p->p == '(') {
		fine = string(p, out);
	} else if (*p->p == '[') {
		fine = array(p, out);
	} else if (*p->p == '<') {
		fine = p->end - p->p > 1 && p->p[1] == '<'
			   ? dictionary(p, out)
			   : hex_string(p, out);
	} else if (*p->p >= '+' && *p->p <= '9') {
		const unsigned char *s = p->p;

		fine = number(p, out);
		if (fine && *s >= '0' && memchr(s, '.', (size_t)(p->p - s)) ==
					     NULL)
			(void)reference(p, out);
	} else {
		fine = keyword(p, out);
	}
	p->depth--;
	return fine;
}

uint32_t
pn_parse_object(struct pn_objs *o, size_t at, int num, int gen)
{
	struct pn_parse p = {o, o->bytes.p + at, o->bytes.p + o->bytes.n, 0};
	struct pn_node n, dict;

	if (at >= o->bytes.n || pn_parse_int(&p) != num ||
	    pn_parse_int(&p) != gen || !pn_parse_word(&p, "obj") ||
	    !pn_parse_value(&p, &n) || n.kind == PN_NODE_REF)
		return 0;
	n.num = num;
	n.gen = (uint16_t)gen;
	if (n.kind != PN_OBJ_DICT || !pn_parse_word(&p, "stream"))
		return pn_parse_word(&p, "endobj") ? pn_objs_add(o, &n, 1) : 0;
	if (p.end - p.p < 2)
		return 0;
	p.p += p.p[0] == '\r' && p.p[1] == '\n';
	if (*p.p++ != '\n')
		return 0;
	dict = n;
	dict.num = dict.gen = 0;
	n.dict = pn_objs_add(o, &dict, 1);
	n.kind = PN_OBJ_STREAM;
	n.u.text = (const char *)p.p;
	n.n = UINT32_MAX; /* not known yet */
	return n.dict ? pn_objs_add(o, &n, 1) : 0;
}

void
pn_objs_free(struct pn_objs *o)
{
	if (o == NULL)
		return;
	while (o->chunks) {
		struct pn_chunk *c = o->chunks;

		o->chunks = c->next;
		free(c);
	}
	for (size_t i = 0; i < o->n_packed; i++)
		pn_buf_free(&o->packed[i]);
	free(o->packed);
	free(o->nodes);
	free(o->stack);
	free(o->slots);
	free(o);
}
