/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conf - files in libconfig's format, with file and line for every value
 *
 * A thin wrapper round libconfig for the two loaders (lib/policy's
 * configuration, lib/detect's patterns). A node belongs to its file.
 * @include is refused: one file, one place for each value.
 */
#ifndef PN_BASE_CONF_H
#define PN_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct pn_conf;	     /* a file that was read */
struct pn_conf_node; /* a value in it */

enum pn_conf_type {
	PN_CONF_INT,
	PN_CONF_REAL,
	PN_CONF_BOOL,
	PN_CONF_STRING,
	PN_CONF_GROUP, /* { name = value; } */
	PN_CONF_LIST,  /* [ ... ] or ( ... ) */
};

/* pn_conf_read - read PATH; PN_ERR_IO, PN_ERR_SYNTAX with file and line */
enum pn_err pn_conf_read(const char *path, struct pn_conf **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_conf_read_text - the same from memory; NAME stands for the file */
enum pn_err pn_conf_read_text(const char *text, const char *name,
    struct pn_conf **out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_conf_free - free *C with all its nodes, set it to NULL */
void pn_conf_free(struct pn_conf **c);

/* pn_conf_root - the group that is the file */
const struct pn_conf_node *pn_conf_root(const struct pn_conf *c);

/* pn_conf_type - what kind of value N is */
enum pn_conf_type pn_conf_type(const struct pn_conf_node *n);

/* pn_conf_name - name of a group's member; NULL for a list's */
const char *pn_conf_name(const struct pn_conf_node *n);

/* pn_conf_size, pn_conf_at - members of a group or list, in file order */
size_t pn_conf_size(const struct pn_conf_node *n);
const struct pn_conf_node *pn_conf_at(const struct pn_conf_node *n, size_t i);

/* pn_conf_get - member NAME of a group, NULL if there is none */
const struct pn_conf_node *pn_conf_get(const struct pn_conf_node *n,
    const char *name);

/* Values; the type must be right (a string of another type gives NULL, a
 * number 0, false). */
const char *pn_conf_string(const struct pn_conf_node *n);
int64_t pn_conf_int(const struct pn_conf_node *n);
double pn_conf_real(const struct pn_conf_node *n);
bool pn_conf_bool(const struct pn_conf_node *n);

/* pn_conf_fail - pn_fail_at with the file and line of N */
enum pn_err pn_conf_fail(const struct pn_conf_node *n, struct pn_errinfo *info,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* pn_conf_unknown - fail with "unknown key NAME" and, where one of the N
 * WORDS is close to it, "did you mean WORD?" */
enum pn_err pn_conf_unknown(const struct pn_conf_node *n, const char *what,
    const char *const *words, size_t n_words, struct pn_errinfo *info);

/* pn_nearest - the word nearest to W by edit distance, NULL if none is near
 * (more than a third of its letters away) */
const char *pn_nearest(const char *w, const char *const *words, size_t n);

#endif
