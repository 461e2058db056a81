/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * addr - e-mail addresses in one canonical form
 */
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/uni.h"

/* Stars for what a mask hides: the same number whatever its length. */
#define MASK "\u2022\u2022\u2022\u2022"

static bool
has_control(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

char *
pn_domain_canon(const char *domain)
{
	size_t n = strlen(domain);
	char *copy, *canon;

	while (n && domain[n - 1] == '.')
		n--;
	if (!n || n > PN_ADDR_MAX || has_control(domain) ||
	    strpbrk(domain, " @<>"))
		return NULL;
	copy = pn_strndup(domain, n);
	/* an address literal is no name */
	canon = copy[0] == '[' ? NULL : pn_idna_ascii(copy);
	if (!canon)
		canon = pn_uni_lower(copy);
	free(copy);
	return canon;
}

/* unquoted - a quoted local part "a b" without quotes where it needs none, so
 * that "ann"@x and ann@x are one */
static char *
unquoted(const char *local, size_t n)
{
	char *out = pn_alloc(n + 1);
	size_t len = 0;

	if (n < 3 || local[0] != '"' || local[n - 1] != '"') {
		memcpy(out, local, n);
		return out;
	}
	for (size_t i = 1; i < n - 1; i++) {
		if (local[i] == '\\' && i + 1 < n - 1)
			i++;
		out[len++] = local[i];
	}
	out[len] = '\0';
	if (strpbrk(out, " ()<>[]:;@\\,\"") || out[0] == '.' ||
	    out[len - 1] == '.' || strstr(out, ".."))
		memcpy(out, local, n);
	return out;
}

char *
pn_addr_canon(const char *text)
{
	size_t n = strlen(text);
	char *copy, *at, *domain, *local = NULL, *lower, *canon = NULL;

	if (n > PN_ADDR_MAX || has_control(text))
		return NULL;
	if (n >= 2 && text[0] == '<' && text[n - 1] == '>') {
		text++;
		n -= 2;
	}
	if (!n)
		return pn_strdup("");
	copy = pn_strndup(text, n);
	at = strrchr(copy, '@');
	if (at && at != copy && pn_utf8_valid(copy, n)) {
		domain = pn_domain_canon(at + 1);
		local = unquoted(copy, (size_t)(at - copy));
		lower = pn_uni_lower(local);
		if (domain)
			canon = pn_printf("%s@%s", lower, domain);
		free(domain);
		free(lower);
		free(local);
	}
	free(copy);
	return canon;
}

const char *
pn_addr_domain(const char *canon)
{
	const char *at = strrchr(canon, '@');

	return at ? at + 1 : "";
}

char *
pn_addr_mask(const char *canon)
{
	const char *domain = pn_addr_domain(canon), *dot = strchr(domain, '.');
	const char *a = canon, *d = domain;

	if (!domain[0])
		return pn_strdup("");
	pn_utf8_next(&a, domain);
	pn_utf8_next(&d, domain + strlen(domain));
	return pn_printf("%.*s" MASK "@%.*s" MASK "%s", (int)(a - canon), canon,
	    (int)(d - domain), domain, dot ? dot : "");
}
