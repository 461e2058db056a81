/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conf - files in libconfig's format, with file and line for every value
 *
 * A node is a libconfig setting; its config_t is the first member of our
 * struct, which knows the file's name.
 */
#include <ctype.h>
#include <errno.h>
#include <libconfig.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/mem.h"

/* A configuration file is written by people; past this it is something else. */
#define CONF_MAX_BYTES (16u << 20)
/* Words longer than this are not compared for nearness. */
#define NEAR_MAX 64

struct pn_conf {
	config_t config; /* first: a setting points to it */
	char *name;
};

/* include_line - number of the line with an include directive, 0 if none */
static unsigned
include_line(const char *text)
{
	unsigned line = 1;

	while (text) {
		text += strspn(text, " \t");
		if (strncmp(text, "@include", 8) == 0)
			return line;
		text = strchr(text, '\n');
		if (text)
			text++;
		line++;
	}
	return 0;
}

/* file_of - name of the file that a setting is in */
static const char *
file_of(const config_setting_t *s)
{
	return ((const struct pn_conf *)s->config)->name;
}

static const config_setting_t *
setting(const struct pn_conf_node *n)
{
	return (const config_setting_t *)n;
}

static const struct pn_conf_node *
node(const config_setting_t *s)
{
	return (const struct pn_conf_node *)s;
}

/* read_file - the bytes of PATH as a string, for free() */
static enum pn_err
read_file(const char *path, char **out, struct pn_errinfo *info)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t n;

	if (!f)
		return pn_fail_at(info, PN_ERR_IO, path, 0, "can't be read: %s",
		    strerror(errno));
	text = pn_alloc(CONF_MAX_BYTES + 1);
	n = fread(text, 1, CONF_MAX_BYTES, f);
	if (ferror(f) || !feof(f) || memchr(text, '\0', n)) {
		fclose(f);
		free(text);
		return pn_fail_at(info, PN_ERR_IO, path, 0,
		    "is not a configuration file: a text file of at most "
		    "16 MB is wanted");
	}
	fclose(f);
	*out = pn_realloc(text, n + 1, 1);
	return PN_OK;
}

enum pn_err
pn_conf_read(const char *path, struct pn_conf **out, struct pn_errinfo *info)
{
	char *text = NULL;
	enum pn_err err = read_file(path, &text, info);

	if (err != PN_OK)
		return err;
	err = pn_conf_read_text(text, path, out, info);
	free(text);
	return err;
}

enum pn_err
pn_conf_read_text(const char *text, const char *name, struct pn_conf **out,
    struct pn_errinfo *info)
{
	struct pn_conf *c;
	enum pn_err err = PN_OK;

	if (include_line(text))
		return pn_fail_at(info, PN_ERR_SYNTAX, name, include_line(text),
		    "@include is not supported: put the lines here");
	c = pn_alloc(sizeof(*c));
	config_init(&c->config);
	c->name = pn_strdup(name);
	if (!config_read_string(&c->config, text)) {
		err = pn_fail_at(info, PN_ERR_SYNTAX, name,
		    (unsigned)config_error_line(&c->config),
		    "%s: see the line above too, a value ends with ';'",
		    config_error_text(&c->config));
		pn_conf_free(&c);
		return err;
	}
	*out = c;
	return PN_OK;
}

void
pn_conf_free(struct pn_conf **c)
{
	if (!*c)
		return;
	config_destroy(&(*c)->config);
	free((*c)->name);
	free(*c);
	*c = NULL;
}

const struct pn_conf_node *
pn_conf_root(const struct pn_conf *c)
{
	return node(config_root_setting(&c->config));
}

enum pn_conf_type
pn_conf_type(const struct pn_conf_node *n)
{
	switch (config_setting_type(setting(n))) {
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return PN_CONF_INT;
	case CONFIG_TYPE_FLOAT:
		return PN_CONF_REAL;
	case CONFIG_TYPE_BOOL:
		return PN_CONF_BOOL;
	case CONFIG_TYPE_STRING:
		return PN_CONF_STRING;
	case CONFIG_TYPE_GROUP:
		return PN_CONF_GROUP;
	default:
		return PN_CONF_LIST;
	}
}

const char *
pn_conf_name(const struct pn_conf_node *n)
{
	return config_setting_name(setting(n));
}

size_t
pn_conf_size(const struct pn_conf_node *n)
{
	return (size_t)config_setting_length(setting(n));
}

const struct pn_conf_node *
pn_conf_at(const struct pn_conf_node *n, size_t i)
{
	return node(config_setting_get_elem(setting(n), (unsigned)i));
}

const struct pn_conf_node *
pn_conf_get(const struct pn_conf_node *n, const char *name)
{
	return node(config_setting_get_member(setting(n), name));
}

const char *
pn_conf_string(const struct pn_conf_node *n)
{
	return config_setting_get_string(setting(n));
}

int64_t
pn_conf_int(const struct pn_conf_node *n)
{
	return config_setting_get_int64(setting(n));
}

double
pn_conf_real(const struct pn_conf_node *n)
{
	return config_setting_get_float(setting(n));
}

bool
pn_conf_bool(const struct pn_conf_node *n)
{
	return config_setting_get_bool(setting(n)) != 0;
}

enum pn_err
pn_conf_fail(
    const struct pn_conf_node *n, struct pn_errinfo *info, const char *fmt, ...)
{
	const config_setting_t *s = setting(n);
	char text[sizeof(info->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return pn_fail_at(info, PN_ERR_CONFIG, file_of(s),
	    config_setting_source_line(s), "%s", text);
}

enum pn_err
pn_conf_unknown(const struct pn_conf_node *n, const char *what,
    const char *const *words, size_t n_words, struct pn_errinfo *info)
{
	const char *w = pn_conf_type(n) == PN_CONF_STRING ? pn_conf_string(n)
							  : pn_conf_name(n);
	const char *near;

	w = w ? w : "?";
	near = pn_nearest(w, words, n_words);
	if (near)
		return pn_conf_fail(n, info,
		    "unknown %s \"%s\": did you mean \"%s\"?", what, w, near);
	return pn_conf_fail(
	    n, info, "unknown %s \"%s\": see the manual", what, w);
}

/* distance - edits (insert, delete, change, swap) between A and B without
 * regard to case; NEAR_MAX where one is too long */
static unsigned
distance(const char *a, const char *b)
{
	unsigned d[3][NEAR_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > NEAR_MAX || lb > NEAR_MAX)
		return NEAR_MAX;
	for (size_t j = 0; j <= lb; j++)
		d[0][j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		unsigned *row = d[i % 3], *up = d[(i + 2) % 3];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			int ca = tolower((unsigned char)a[i - 1]);
			int cb = tolower((unsigned char)b[j - 1]);
			unsigned best = up[j - 1] + (ca != cb);

			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 &&
			    ca == tolower((unsigned char)b[j - 2]) &&
			    cb == tolower((unsigned char)a[i - 2]) &&
			    d[(i + 1) % 3][j - 2] + 1 < best)
				best = d[(i + 1) % 3][j - 2] + 1;
			row[j] = best;
		}
	}
	return d[la % 3][lb];
}

const char *
pn_nearest(const char *w, const char *const *words, size_t n)
{
	const char *found = NULL;
	unsigned best = (unsigned)strlen(w) / 3 + 1;

	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(w, words[i]);

		if (d < best) {
			best = d;
			found = words[i];
		}
	}
	return found;
}
