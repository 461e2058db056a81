/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scope - whom a pattern of addresses covers
 */
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "policy/scope.h"

char *
pn_scope_canon(const char *s)
{
	char *domain, *scope = NULL;

	if (strcmp(s, "*") == 0)
		return pn_strdup(s);
	if (*s != '@')
		return *s == '\0' ? NULL : pn_addr_canon(s);
	domain = pn_domain_canon(s + 1);
	if (domain != NULL)
		scope = pn_printf("@%s", domain);
	free(domain);
	return scope;
}

bool
pn_scope_covers(const char *scope, const char *address)
{
	if (strcmp(scope, "*") == 0)
		return true;
	if (*scope == '@')
		return strcmp(scope + 1, pn_addr_domain(address)) == 0;
	return strcmp(scope, address) == 0;
}
