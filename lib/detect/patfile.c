/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patfile - read pattern packs from libconfig files
 *
 * Files are read in the order given, those of a folder in byte order of their
 * names. A later definition of the same id replaces an earlier one; a group
 * without a definition's keys changes one.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/conf.h"
#include "base/mem.h"
#include "detect/patdef.h"
#include "detect/patfile.h"

static const char *const file_keys[] = {"patterns", "forenames", "no_surnames"};

#define N_FILE_KEYS (sizeof(file_keys) / sizeof(file_keys[0]))

/* find_def - index of the definition with that id; n_defs for none */
static size_t
find_def(const struct pn_pack *p, const char *id)
{
	size_t i = 0;

	while (i < p->n_defs && strcmp(p->defs[i].id, id) != 0)
		i++;
	return i;
}

/* fail_id - a change of a pattern that nobody defined */
static enum pn_err
fail_id(const struct pn_pack *p, const struct pn_conf_node *n,
    struct pn_errinfo *info)
{
	const char **ids = pn_alloc((p->n_defs + 1) * sizeof(*ids));
	const char *id = pn_conf_string(pn_conf_get(n, "id")), *near;
	enum pn_err err;

	for (size_t i = 0; i < p->n_defs; i++)
		ids[i] = p->defs[i].id;
	near = pn_nearest(id, ids, p->n_defs);
	if (near != NULL)
		err = pn_conf_fail(n, info,
		    "no pattern %s to change: did you mean %s?", id, near);
	else
		err = pn_conf_fail(
		    n, info, "no pattern %s to change: define it in full", id);
	free(ids);
	return err;
}

/* add_def - take in D (its contents are moved), read from N of a file */
static enum pn_err
add_def(struct pn_pack *p, struct pn_pattern_def *d, bool full,
    const struct pn_conf_node *n, struct pn_errinfo *info)
{
	size_t i = find_def(p, d->id);

	if (full && i < p->n_defs) {
		pn_patdef_free(&p->defs[i]);
		p->defs[i] = *d;
	} else if (full) {
		if (p->n_defs == PN_PATTERN_MAX)
			return pn_conf_fail(
			    n, info, "more than %d patterns", PN_PATTERN_MAX);
		PN_GROW(p->defs, p->n_defs, p->cap_defs);
		p->defs[p->n_defs++] = *d;
	} else {
		if (i == p->n_defs)
			return fail_id(p, n, info);
		if (pn_conf_get(n, "mode") != NULL)
			p->defs[i].monitor = d->monitor;
		if (pn_conf_get(n, "enabled") != NULL)
			p->defs[i].enabled = d->enabled;
		pn_patdef_free(d);
	}
	*d = (struct pn_pattern_def){0};
	return PN_OK;
}

/* twice - is the id of member I of LIST used before it in the same file? */
static bool
twice(const struct pn_conf_node *list, size_t i)
{
	const char *id = pn_conf_string(pn_conf_get(pn_conf_at(list, i), "id"));

	for (size_t k = 0; k < i; k++) {
		const char *other =
		    pn_conf_string(pn_conf_get(pn_conf_at(list, k), "id"));
		if (strcmp(id, other) == 0)
			return true;
	}
	return false;
}

/* read_patterns - the list `patterns` of one file */
static enum pn_err
read_patterns(
    struct pn_pack *p, const struct pn_conf_node *list, struct pn_errinfo *info)
{
	enum pn_err err = PN_OK;

	if (pn_conf_type(list) != PN_CONF_LIST)
		return pn_conf_fail(
		    list, info, "patterns: a list ( { ... }, ... ) is wanted");
	for (size_t i = 0; err == PN_OK && i < pn_conf_size(list); i++) {
		const struct pn_conf_node *n = pn_conf_at(list, i);
		struct pn_pattern_def d = {0};
		bool full = false;

		err = pn_patdef_read(n, &d, &full, info);
		if (err == PN_OK && twice(list, i))
			err = pn_conf_fail(n, info,
			    "pattern %s is defined twice in this file", d.id);
		if (err == PN_OK)
			err = add_def(p, &d, full, n, info);
		pn_patdef_free(&d);
	}
	return err;
}

/* load_file - add what the file at PATH holds */
static enum pn_err
load_file(struct pn_pack *p, const char *path, struct pn_errinfo *info)
{
	struct pn_conf *c = NULL;
	enum pn_err err = pn_conf_read(path, &c, info);

	if (err != PN_OK)
		return err == PN_ERR_SYNTAX ? PN_ERR_CONFIG : err;
	for (size_t i = 0; err == PN_OK && i < pn_conf_size(pn_conf_root(c));
	     i++) {
		const struct pn_conf_node *n = pn_conf_at(pn_conf_root(c), i);
		const char *name = pn_conf_name(n);

		if (strcmp(name, "patterns") == 0)
			err = read_patterns(p, n, info);
		else if (strcmp(name, "forenames") == 0)
			err = pn_patdef_words(
			    n, name, PN_PACK_MAX_NAMES, &p->forenames, info);
		else if (strcmp(name, "no_surnames") == 0)
			err = pn_patdef_words(
			    n, name, PN_PACK_MAX_NAMES, &p->no_surnames, info);
		else
			err = pn_conf_unknown(
			    n, "key", file_keys, N_FILE_KEYS, info);
	}
	pn_conf_free(&c);
	return err;
}

/* is_pack - a file name of the form NAME.conf, not hidden */
static int
is_pack(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 5 && e->d_name[0] != '.' &&
	       strcmp(e->d_name + n - 5, ".conf") == 0;
}

/* by_name - in byte order, so that no locale changes what overrides what */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* load_folder - add all packs of the folder at PATH */
static enum pn_err
load_folder(struct pn_pack *p, const char *path, struct pn_errinfo *info)
{
	struct dirent **e = NULL;
	int n = scandir(path, &e, is_pack, by_name);
	enum pn_err err = PN_OK;

	if (n < 0)
		return pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't read the folder: %s", strerror(errno));
	for (int i = 0; i < n; i++) {
		if (err == PN_OK) {
			char *file = pn_printf("%s/%s", path, e[i]->d_name);
			err = load_file(p, file, info);
			free(file);
		}
		free(e[i]);
	}
	free(e);
	return err;
}

enum pn_err
pn_pack_load(
    char *const *paths, size_t n, struct pn_pack **out, struct pn_errinfo *info)
{
	struct pn_pack *p = pn_alloc(sizeof(*p));
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < n; i++) {
		struct stat st;

		if (stat(paths[i], &st) != 0)
			err = pn_fail_at(info, PN_ERR_IO, paths[i], 0,
			    "can't read it: %s", strerror(errno));
		else if (S_ISDIR(st.st_mode))
			err = load_folder(p, paths[i], info);
		else
			err = load_file(p, paths[i], info);
	}
	if (err == PN_OK && n > 0 && p->n_defs == 0)
		err = pn_fail_at(info, PN_ERR_CONFIG, paths[0], 0,
		    "no pattern in any file: nothing would ever be found");
	if (err == PN_OK)
		*out = p;
	else
		pn_pack_free(&p);
	return err;
}

void
pn_pack_free(struct pn_pack **p)
{
	if (*p == NULL)
		return;
	for (size_t i = 0; i < (*p)->n_defs; i++)
		pn_patdef_free(&(*p)->defs[i]);
	free((*p)->defs);
	pn_words_free(&(*p)->forenames);
	pn_words_free(&(*p)->no_surnames);
	free(*p);
	*p = NULL;
}

const struct pn_pattern_def *
pn_pack_find(const struct pn_pack *p, const char *id)
{
	size_t i = find_def(p, id);

	return i < p->n_defs ? &p->defs[i] : NULL;
}
