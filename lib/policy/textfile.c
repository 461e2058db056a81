/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * textfile - read and check one file of explanation text
 *
 * The table below says for each kind of file what sections it has, how many
 * lines they hold and what a line may be. The limits are those of the drafts:
 * an SMTP sentence has at most 70 characters of ASCII and holds no field that
 * could carry a name, because the MTA writes the reply into its log.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/uni.h"
#include "policy/explain.h"
#include "policy/textfile.h"

#define FILE_MAX_BYTES 16384
#define SUBJECT_MAX    35 /* with what the frame adds, a line of 72 */

/* What a line of a section may be. */
enum shape {
	SENTENCE, /* of the SMTP reply: ASCII, short, ends with a stop */
	SUBJECT,  /* of a mail: ASCII, short */
	PROSE,	  /* for a mail */
	WORD,	  /* one of the words in FIELDS */
};

struct rule_of_section {
	enum pn_text_kind kind;
	const char *name;
	size_t min, max; /* lines */
	enum shape shape;
	const char *fields; /* words between blanks */
};

#define ABOUT "{to} {time} {help} {ref} {howto} {organisation} {protocol} "
#define FOUND                                                                  \
	ABOUT "{file} {what} {place} {who} {like} {max} {clause} {sentence} "

static const struct rule_of_section sections[] = {
    {PN_TEXT_RULE, "smtp", 2, 2, SENTENCE, ""},
    {PN_TEXT_RULE, "subject", 1, 1, SUBJECT, ""},
    {PN_TEXT_RULE, "why", 1, 4, PROSE, FOUND},
    {PN_TEXT_RULE, "steps", 1, 5, PROSE, FOUND},
    {PN_TEXT_RULE, "after", 0, 2, PROSE, FOUND},
    {PN_TEXT_RULE, "clause", 0, 1, PROSE, FOUND},
    {PN_TEXT_RULE, "howto", 0, 1, WORD, "file word"},
    {PN_TEXT_RULE, "send", 0, 1, WORD, "none"},
    {PN_TEXT_FRAME, "subject", 1, 1, SUBJECT, "{subject} {ref} "},
    {PN_TEXT_FRAME, "subject-several", 1, 1, SUBJECT, "{n} {ref} "},
    {PN_TEXT_FRAME, "first", 1, 2, PROSE, ABOUT "{until} "},
    {PN_TEXT_FRAME, "several", 1, 3, PROSE, ABOUT "{until} {n} "},
    {PN_TEXT_FRAME, "clause", 1, 1, PROSE, "{clause} {sentence} "},
    {PN_TEXT_FRAME, "more", 1, 1, PROSE, "{n} "},
    {PN_TEXT_FRAME, "heading", 1, 1, PROSE, ""},
    {PN_TEXT_FRAME, "send", 1, 1, PROSE, ""},
    {PN_TEXT_FRAME, "close", 1, 4, PROSE, ABOUT "{until} "},
    {PN_TEXT_REPLY, "several", 1, 1, SENTENCE, "{n} "},
    {PN_TEXT_REPLY, "help", 1, 1, SENTENCE, "{help} {ref} "},
    {PN_TEXT_REPLY, "fault", 2, 2, SENTENCE, ""},
    {PN_TEXT_HOWTO, "title", 1, 1, PROSE, ""},
    {PN_TEXT_HOWTO, "steps", 1, 5, PROSE, ""},
    {PN_TEXT_HOWTO, "note", 0, 2, PROSE, ""},
};
#define N_SECTIONS (sizeof(sections) / sizeof(sections[0]))

/* The longest that a field of a reply or subject can become. */
static const struct {
	const char *field;
	size_t max;
} longest[] = {
    {"{help}", 41}, {"{ref}", 9}, {"{n}", 5}, {"{subject}", SUBJECT_MAX}};

/* Where an error is told to be. */
struct place {
	const char *path;
	unsigned line;
	struct pn_errinfo *info;
};

/* find_rule - the rule of section NAME in a file of KIND */
static const struct rule_of_section *
find_rule(enum pn_text_kind kind, const char *name)
{
	size_t i;

	for (i = 0; i < N_SECTIONS; i++)
		if (sections[i].kind == kind &&
		    strcmp(sections[i].name, name) == 0)
			return &sections[i];
	return NULL;
}

/* check_fields - PN_ERR_CONFIG for a field of LINE that is none of ALLOWED */
static enum pn_err
check_fields(const char *line, const char *allowed, const struct place *at)
{
	const char *open, *close;
	char *field;
	bool known;

	for (open = strpbrk(line, "{}"); open != NULL;
	     open = strpbrk(close + 1, "{}")) {
		close = strchr(open, '}');
		if (*open == '}' || close == NULL)
			return pn_fail_at(at->info, PN_ERR_CONFIG, at->path,
			    at->line, "a field must be written as {name}");
		field = pn_strndup(open, (size_t)(close - open) + 1);
		known = strstr(allowed, field) != NULL;
		if (!known)
			(void)pn_fail_at(at->info, PN_ERR_CONFIG, at->path,
			    at->line, "unknown field %s: use %s", field,
			    *allowed == '\0' ? "none here" : allowed);
		free(field);
		if (!known)
			return PN_ERR_CONFIG;
	}
	return PN_OK;
}

/* filled_length - length of LINE with every field at its longest */
static size_t
filled_length(const char *line)
{
	size_t n = strlen(line), i;
	const char *s;

	for (i = 0; i < sizeof(longest) / sizeof(longest[0]); i++)
		for (s = strstr(line, longest[i].field); s != NULL;
		     s = strstr(s + 1, longest[i].field))
			n += longest[i].max - strlen(longest[i].field);
	return n;
}

/* check_ascii - PN_ERR_CONFIG unless LINE is printable ASCII of at most MAX
 * characters when its fields are filled in */
static enum pn_err
check_ascii(const char *line, size_t max, const struct place *at)
{
	const char *s;

	for (s = line; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return pn_fail_at(at->info, PN_ERR_CONFIG, at->path,
			    at->line, "only plain ASCII can stand here");
	if (filled_length(line) > max)
		return pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "has %zu characters: at most %zu fit", filled_length(line),
		    max);
	return PN_OK;
}

/* check_word - PN_ERR_CONFIG unless LINE is one of WORDS */
static enum pn_err
check_word(const char *line, const char *words, const struct place *at)
{
	size_t n = strlen(line);
	const char *s = strstr(words, line);

	if (s != NULL && (s == words || s[-1] == ' ') &&
	    (s[n] == ' ' || s[n] == '\0'))
		return PN_OK;
	return pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
	    "unknown word: use one of: %s", words);
}

/* check_line - LINE in the shape that its section asks for */
static enum pn_err
check_line(const char *line, const struct rule_of_section *rule,
    const struct place *at)
{
	enum pn_err err;

	if (!pn_utf8_valid(line, strlen(line)))
		return pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "is not UTF-8");
	if (rule->shape == WORD)
		return check_word(line, rule->fields, at);
	err = check_fields(line, rule->fields, at);
	if (err != PN_OK || rule->shape == PROSE)
		return err;
	if (rule->shape == SUBJECT)
		return check_ascii(line,
		    rule->kind == PN_TEXT_RULE ? SUBJECT_MAX : PN_MAIL_WIDTH,
		    at);
	if (line[strlen(line) - 1] != '.')
		return pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "must be a whole sentence that ends with a full stop");
	return check_ascii(line, PN_REPLY_SENTENCE, at);
}

/* open_section - begin the section that LINE "[name]" names */
static enum pn_err
open_section(struct pn_text *t, enum pn_text_kind kind, const char *line,
    const struct place *at)
{
	const char *words[N_SECTIONS], *near;
	char *name = pn_strndup(line + 1, strcspn(line + 1, "]"));
	size_t i, n = 0;
	enum pn_err err = PN_OK;

	for (i = 0; i < N_SECTIONS; i++)
		if (sections[i].kind == kind)
			words[n++] = sections[i].name;
	if (pn_text_section(t, name) != NULL) {
		err = pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "section [%s] stands here twice", name);
	} else if (find_rule(kind, name) == NULL || t->n == PN_TEXT_SECTIONS) {
		near = pn_nearest(name, words, n);
		err = pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "unknown section [%s]%s%s%s", name,
		    near != NULL ? ": did you mean [" : "",
		    near != NULL ? near : "", near != NULL ? "]?" : "");
	}
	if (err != PN_OK) {
		free(name);
		return err;
	}
	t->section[t->n].name = name;
	t->section[t->n++].at = at->line;
	return PN_OK;
}

/* take_line - one line of the file */
static enum pn_err
take_line(struct pn_text *t, enum pn_text_kind kind, const char *line,
    const struct place *at)
{
	const struct rule_of_section *rule;
	struct pn_text_section *s;
	enum pn_err err;

	if (*line == '\0' || *line == '#')
		return PN_OK;
	if (*line == '[')
		return open_section(t, kind, line, at);
	if (t->n == 0)
		return pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "a text begins with a section: [smtp]");
	s = &t->section[t->n - 1];
	rule = find_rule(kind, s->name);
	if (rule == NULL || s->n == rule->max)
		return pn_fail_at(at->info, PN_ERR_CONFIG, at->path, at->line,
		    "section [%s] has too many lines", s->name);
	err = check_line(line, rule, at);
	if (err == PN_OK)
		s->line[s->n++] = pn_strdup(line);
	return err;
}

/* check_complete - every section that a file of KIND needs is there */
static enum pn_err
check_complete(
    const struct pn_text *t, enum pn_text_kind kind, const struct place *at)
{
	const struct pn_text_section *s;
	size_t i;

	for (i = 0; i < N_SECTIONS; i++) {
		if (sections[i].kind != kind)
			continue;
		s = pn_text_section(t, sections[i].name);
		if (s == NULL && sections[i].min > 0)
			return pn_fail_at(at->info, PN_ERR_CONFIG, at->path,
			    at->line, "section [%s] is missing",
			    sections[i].name);
		if (s != NULL && s->n < sections[i].min)
			return pn_fail_at(at->info, PN_ERR_CONFIG, at->path,
			    s->at,
			    "section [%s] has %zu lines: %zu are "
			    "needed",
			    s->name, s->n, sections[i].min);
	}
	return PN_OK;
}

/* check_howto - a step that points to a how-to needs one to be shown */
static enum pn_err
check_howto(const struct pn_text *t, const struct place *at)
{
	const struct pn_text_section *s = pn_text_section(t, "steps");
	size_t i;

	for (i = 0; s != NULL && i < s->n; i++)
		if (strstr(s->line[i], "{howto}") != NULL &&
		    pn_text_section(t, "howto") == NULL)
			return pn_fail_at(at->info, PN_ERR_CONFIG, at->path,
			    s->at,
			    "a text with {howto} needs a section "
			    "[howto]");
	return PN_OK;
}

/* trim - LINE without what blanks, CR and LF it ends with */
static void
trim(char *line)
{
	size_t n = strlen(line);

	while (n > 0 && strchr(" \t\r\n", line[n - 1]) != NULL)
		line[--n] = '\0';
}

enum pn_err
pn_text_read(const char *path, enum pn_text_kind kind, struct pn_text *t,
    struct pn_errinfo *info)
{
	struct place at = {.path = path, .info = info};
	enum pn_err err = PN_OK;
	char line[512];
	size_t bytes = 0;
	FILE *f = fopen(path, "re");

	if (f == NULL)
		return pn_fail_at(info, PN_ERR_IO, path, 0, "can't be read: %s",
		    strerror(errno));
	while (err == PN_OK && fgets(line, sizeof(line), f) != NULL) {
		at.line++;
		bytes += strlen(line);
		if (strchr(line, '\n') == NULL && !feof(f))
			err = pn_fail_at(info, PN_ERR_CONFIG, path, at.line,
			    "is too long: at most %zu bytes fit a line",
			    sizeof(line) - 2);
		else if (bytes > FILE_MAX_BYTES)
			err = pn_fail_at(info, PN_ERR_CONFIG, path, at.line,
			    "the file is too big for a text");
		if (err == PN_OK) {
			trim(line);
			err = take_line(t, kind, line, &at);
		}
	}
	if (err == PN_OK && ferror(f))
		err = pn_fail_at(info, PN_ERR_IO, path, 0, "can't be read");
	(void)fclose(f);
	if (err == PN_OK)
		err = check_complete(t, kind, &at);
	return err == PN_OK ? check_howto(t, &at) : err;
}

void
pn_text_free(struct pn_text *t)
{
	size_t i, j;

	for (i = 0; i < t->n; i++) {
		free(t->section[i].name);
		for (j = 0; j < t->section[i].n; j++)
			free(t->section[i].line[j]);
	}
	memset(t, 0, sizeof(*t));
}

const struct pn_text_section *
pn_text_section(const struct pn_text *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (strcmp(t->section[i].name, name) == 0)
			return &t->section[i];
	return NULL;
}

const char *
pn_text_line(const struct pn_text *t, const char *name, size_t i)
{
	const struct pn_text_section *s = pn_text_section(t, name);

	return s == NULL || i >= s->n ? NULL : s->line[i];
}
