/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words - the enums of the report as the JSON contract spells them
 */
#include <string.h>

#include "base/report.h"

static const char *const categories[] = {"identifier", "financial", "special",
    "contact", "credential", "roster", "bulk", "marking"};
static const char *const confidences[] = {"low", "medium", "high"};
static const char *const roles[] = {
    "subject", "body", "attachment", "member", "embedded"};
static const char *const protections[] = {"none", "weak", "strong", "unknown"};
static const char *const statuses[] = {
    "scanned", "encrypted", "unscannable", "limit", "skipped"};

/* find - index of W in WORDS, -1 if it is none (or NULL) */
static int
find(const char *w, const char *const *words, size_t n)
{
	for (size_t i = 0; w && i < n; i++)
		if (strcmp(w, words[i]) == 0)
			return (int)i;
	return -1;
}

#define WORDS(type, name, table)                                               \
	const char *pn_##name##_word(type v)                                   \
	{                                                                      \
		return table[v];                                               \
	}                                                                      \
	bool pn_##name##_from_word(const char *w, type *out)                   \
	{                                                                      \
		int i = find(w, table, sizeof(table) / sizeof(table[0]));      \
		if (i >= 0)                                                    \
			*out = (type)i;                                        \
		return i >= 0;                                                 \
	}

WORDS(enum pn_category, category, categories)
WORDS(enum pn_confidence, confidence, confidences)
WORDS(enum pn_role, role, roles)
WORDS(enum pn_protection, protection, protections)
WORDS(enum pn_status, status, statuses)
