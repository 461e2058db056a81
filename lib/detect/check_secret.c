/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_secret - private keys, passwords, tokens; and what only looks so
 *
 * Manuals and mail about passwords are full of placeholders and of ordinary
 * words after "password". A value is dropped where it is a placeholder, or a
 * lower-case word that belongs to a sentence; after a colon or an equals sign
 * nearly anything is a password.
 */
#include <ctype.h>
#include <string.h>
#include "detect/checks.h"

#define PASSWORD_MIN 4
#define PASSWORD_MAX 128
#define CAP_PLAIN    65 /* a lower-case word without a separator: low */

/* Anywhere in the value, in lower case: nobody uses it as a secret. */
static const char *const placeholders[] = {"example", "changeme", "change_me",
    "change-me", "placeholder", "yourpassword", "your_password",
    "your-password", "yourkey", "your_", "your-", "redacted", "removed",
    "dummy", "insert", "password_here", "xxxx", "****", "....", "####",
    "\xe2\x80\xa2\xe2\x80\xa2", "<", "${", "{{", "%s", "%(", "$("};

/* The whole value, in lower case: the sentence goes on. */
static const char *const ordinary[] = {"a", "about", "above", "account",
    "again", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "before", "being", "below", "blank", "box", "but", "by", "can", "cannot",
    "case", "case-sensitive", "change", "changed", "changes", "characters",
    "check", "code", "contact", "correct", "default", "details", "did", "do",
    "does", "due", "email", "empty", "encrypted", "enter", "entered", "entry",
    "expire", "expired", "expires", "expiry", "false", "field", "file", "for",
    "forgotten", "from", "given", "has", "have", "here", "hint", "how", "if",
    "in", "incorrect", "invalid", "is", "it", "known", "length", "link", "list",
    "login", "lost", "made", "manager", "may", "missing", "must", "needed",
    "needs", "never", "new", "nil", "no", "none", "not", "null", "of", "on",
    "only", "optional", "or", "our", "page", "password", "passwords", "phrase",
    "please", "policy", "posted", "prompt", "protect", "protected",
    "protection", "provided", "recovery", "request", "required", "requirements",
    "reset", "resets", "same", "screen", "security", "sent", "separately",
    "set", "shared", "should", "so", "someone", "stored", "strength", "string",
    "strong", "text", "that", "the", "their", "them", "then", "there", "they",
    "this", "to", "true", "undefined", "unchanged", "unknown", "updated", "use",
    "used", "user", "username", "usually", "valid", "visible", "was", "we",
    "weak", "were", "what", "when", "where", "which", "will", "with", "wrong",
    "you", "your"};

/* lower - V's value in lower case, terminated; false if it is too long */
static bool
lower(const struct pn_value *v, char *out, size_t max)
{
	if (v->len >= max)
		return false;
	for (size_t i = 0; i < v->len; i++)
		out[i] = (char)tolower((unsigned char)v->text[i]);
	out[v->len] = '\0';
	return true;
}

/* is_placeholder - S, in lower case, stands for a secret and is none */
static bool
is_placeholder(const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < sizeof(placeholders) / sizeof(*placeholders);
	     i++)
		if (strstr(s, placeholders[i]) != NULL)
			return true;
	if (n > 0 && strspn(s, (char[]){s[0], '\0'}) == n)
		return true;
	return s[0] == '%' && s[n - 1] == '%';
}

/* is_ordinary - a word that goes on a sentence */
static bool
is_ordinary(const char *s)
{
	for (size_t i = 0; i < sizeof(ordinary) / sizeof(*ordinary); i++)
		if (strcmp(ordinary[i], s) == 0)
			return true;
	return false;
}

/* separated - does a colon, equals sign or quotation mark lead to V? */
static bool
separated(const struct pn_value *v)
{
	const char *p = v->text;

	while (p > v->whole && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	return p > v->whole && strchr(":=\"'`>", p[-1]) != NULL;
}

/* is_plain_word - lower-case letters and hyphens only, the first may be a
 * capital */
static bool
is_plain_word(const struct pn_value *v)
{
	for (size_t i = 0; i < v->len; i++) {
		unsigned char c = (unsigned char)v->text[i];

		if (!islower(c) && c != '-' && c != '\'' &&
		    !(i == 0 && isupper(c)))
			return false;
	}
	return true;
}

bool
pn_check_password(struct pn_value *v)
{
	char s[PASSWORD_MAX + 1];

	/* The full stop, comma or bracket is the sentence's. */
	while (v->len > 1 && strchr(".,;:)]\"'`", v->text[v->len - 1]) != NULL)
		v->len--;
	if (v->len < PASSWORD_MIN || !lower(v, s, sizeof(s)) ||
	    is_placeholder(s) || is_ordinary(s))
		return false;
	if (!separated(v) && is_plain_word(v))
		v->cap = CAP_PLAIN;
	return true;
}

/* pn_check_token - no placeholder, and not less than six different
 * characters */
bool
pn_check_token(struct pn_value *v)
{
	static const char *const samples[] = {"example", "xxxxx", "00000000",
	    "12345678901234567890", "dummy", "redacted", "your_", "<"};
	bool seen[256] = {false};
	size_t kinds = 0;

	for (size_t i = 0; i < v->len; i++) {
		unsigned char c = (unsigned char)v->text[i];

		kinds += !seen[c];
		seen[c] = true;
	}
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		size_t n = strlen(samples[i]);

		for (size_t k = 0; k + n <= v->len; k++)
			if (strncasecmp(v->text + k, samples[i], n) == 0)
				return false;
	}
	return kinds >= 6;
}

/* pn_check_pem_key - the label between BEGIN and the hyphens ends in "PRIVATE
 * KEY" (RFC 7468) or "PRIVATE KEY BLOCK" (RFC 9580); or another tool's head */
bool
pn_check_pem_key(struct pn_value *v)
{
	static const char *const heads[] = {
	    "PRIVATE KEY", "PuTTY-User-Key-File-", "AGE-SECRET-KEY-1"};

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (memmem(v->text, v->len, heads[i], strlen(heads[i])) != NULL)
			return true;
	return false;
}
