/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * texts - read all texts of a configuration
 *
 * One file for each rule and reason; reasons that ask the same of the sender
 * share a file. A file of that name in the site's folder replaces the shipped
 * one; a name there that is none of ours is an error, because it would never
 * be shown.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/conf.h"
#include "base/mem.h"
#include "policy/texts.h"

struct text_name {
	const char *name; /* of the file, without ".txt" */
	enum pn_text_kind kind;
	enum pn_rule rule;
	const char *why; /* blank-separated; NULL: all that no other has */
};

static const struct text_name names[] = {
    {"subject.finding", PN_TEXT_RULE, PN_RULE_SUBJECT, NULL},
    {"body.finding", PN_TEXT_RULE, PN_RULE_BODY, NULL},
    {"attachment.weak", PN_TEXT_RULE, PN_RULE_ATTACHMENT, "weak"},
    {"attachment.unprotected", PN_TEXT_RULE, PN_RULE_ATTACHMENT, NULL},
    {"password.proven", PN_TEXT_RULE, PN_RULE_PASSWORD, "proven"},
    {"password.follows", PN_TEXT_RULE, PN_RULE_PASSWORD, "follows"},
    {"password.likely", PN_TEXT_RULE, PN_RULE_PASSWORD, NULL},
    {"credential.key", PN_TEXT_RULE, PN_RULE_CREDENTIAL, "key"},
    {"credential.login", PN_TEXT_RULE, PN_RULE_CREDENTIAL, "login"},
    {"credential.token", PN_TEXT_RULE, PN_RULE_CREDENTIAL, NULL},
    {"recipient.unverified", PN_TEXT_RULE, PN_RULE_RECIPIENT, NULL},
    {"lookalike.name", PN_TEXT_RULE, PN_RULE_LOOKALIKE, "name"},
    {"lookalike.similar", PN_TEXT_RULE, PN_RULE_LOOKALIKE, NULL},
    {"content.type-mismatch", PN_TEXT_RULE, PN_RULE_CONTENT, "type-mismatch"},
    {"content.other-person", PN_TEXT_RULE, PN_RULE_CONTENT, "other-person"},
    {"content.hidden", PN_TEXT_RULE, PN_RULE_CONTENT, NULL},
    {"unscannable.unknown-lock", PN_TEXT_RULE, PN_RULE_UNSCANNABLE,
	"unknown-lock"},
    {"unscannable.damaged", PN_TEXT_RULE, PN_RULE_UNSCANNABLE, "damaged"},
    {"unscannable.limit", PN_TEXT_RULE, PN_RULE_UNSCANNABLE, "limit"},
    {"unscannable.fault", PN_TEXT_RULE, PN_RULE_UNSCANNABLE, "fault"},
    {"unscannable.no-reader", PN_TEXT_RULE, PN_RULE_UNSCANNABLE, NULL},
    {"audience.visible", PN_TEXT_RULE, PN_RULE_AUDIENCE, NULL},
    {"webmail.personal", PN_TEXT_RULE, PN_RULE_WEBMAIL, NULL},
    {"volume.many", PN_TEXT_RULE, PN_RULE_VOLUME, NULL},
    {"frame.reply", PN_TEXT_REPLY, PN_N_RULES, NULL},
    {"frame.rejected", PN_TEXT_FRAME, PN_N_RULES, NULL},
    {"frame.held", PN_TEXT_FRAME, PN_N_RULES, NULL},
    {"howto.word", PN_TEXT_HOWTO, PN_N_RULES, NULL},
    {"howto.excel", PN_TEXT_HOWTO, PN_N_RULES, NULL},
    {"howto.pdf", PN_TEXT_HOWTO, PN_N_RULES, NULL},
    {"howto.zip", PN_TEXT_HOWTO, PN_N_RULES, NULL},
    {"howto.any", PN_TEXT_HOWTO, PN_N_RULES, NULL},
};
#define N_NAMES (sizeof(names) / sizeof(names[0]))

struct pn_texts {
	struct pn_text text[N_NAMES];
	unsigned lines; /* of an SMTP reply */
};

/* check_site - every *.txt of the site's folder is one that is shown */
static enum pn_err
check_site(const char *folder, struct pn_errinfo *info)
{
	const char *words[N_NAMES], *near;
	enum pn_err err = PN_OK;
	struct dirent *d;
	DIR *dir = opendir(folder);
	size_t i;

	if (dir == NULL)
		return pn_fail_at(info, PN_ERR_CONFIG, folder, 0,
		    "the folder of the site's texts can't be read");
	for (i = 0; i < N_NAMES; i++)
		words[i] = names[i].name;
	while (err == PN_OK && (d = readdir(dir)) != NULL) {
		size_t n = strlen(d->d_name);
		char *name;

		if (n < 5 || strcmp(d->d_name + n - 4, ".txt") != 0)
			continue;
		name = pn_strndup(d->d_name, n - 4);
		for (i = 0; i < N_NAMES; i++)
			if (strcmp(name, words[i]) == 0)
				break;
		if (i == N_NAMES) {
			near = pn_nearest(name, words, N_NAMES);
			err = pn_fail_at(info, PN_ERR_CONFIG, folder, 0,
			    "unknown text %s.txt: did you mean %s.txt?", name,
			    near != NULL ? near : words[0]);
		}
		free(name);
	}
	(void)closedir(dir);
	return err;
}

/* path_of - the file that text I is read from, for free() */
static char *
path_of(const struct pn_config *c, size_t i)
{
	char *path;

	if (*c->site_texts != '\0') {
		path = pn_printf("%s/%s.txt", c->site_texts, names[i].name);
		if (access(path, F_OK) == 0)
			return path;
		free(path);
	}
	return pn_printf("%s/%s.txt", c->texts, names[i].name);
}

enum pn_err
pn_texts_load(
    const struct pn_config *c, struct pn_texts **out, struct pn_errinfo *info)
{
	struct pn_texts *t = pn_alloc(sizeof(*t));
	enum pn_err err = PN_OK;
	size_t i;

	t->lines = c->reply_lines;
	if (*c->site_texts != '\0')
		err = check_site(c->site_texts, info);
	for (i = 0; i < N_NAMES && err == PN_OK; i++) {
		char *path = path_of(c, i);

		err = pn_text_read(path, names[i].kind, &t->text[i], info);
		free(path);
	}
	if (err != PN_OK) {
		pn_texts_free(&t);
		return PN_ERR_CONFIG;
	}
	*out = t;
	return PN_OK;
}

void
pn_texts_free(struct pn_texts **t)
{
	size_t i;

	if (*t == NULL)
		return;
	for (i = 0; i < N_NAMES; i++)
		pn_text_free(&(*t)->text[i]);
	free(*t);
	*t = NULL;
}

const struct pn_text *
pn_texts_rule(const struct pn_texts *t, enum pn_rule r, const char *why)
{
	const struct pn_text *rest = NULL;
	size_t i;

	for (i = 0; i < N_NAMES; i++) {
		if (names[i].rule != r)
			continue;
		if (names[i].why == NULL)
			rest = &t->text[i];
		else if (strcmp(names[i].why, why) == 0)
			return &t->text[i];
	}
	return rest;
}

const struct pn_text *
pn_texts_get(const struct pn_texts *t, const char *name)
{
	size_t i = 0;

	while (i < N_NAMES - 1 && strcmp(names[i].name, name) != 0)
		i++;
	return &t->text[i];
}

unsigned
pn_texts_lines(const struct pn_texts *t)
{
	return t->lines;
}
