/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_records - the two lists of records: partners and exceptions
 *
 * A partner is a domain or an address, alone or in a group that also says
 * whether TLS is required. An exception is refused unless it says why, who
 * allowed it and when it ends: it counts until the end of that day, UTC.
 * One that has ended stays readable, so that time passing breaks no file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "policy/config_keys.h"
#include "policy/scope.h"

#define REASON_MAX 200

static const char *const partner_words[] = {"domain", "address", "tls"};
static const char *const tls_words[] = {"required", "optional"};
static const char *const exception_words[] = {
    "rule", "sender", "recipient", "reason", "allowed_by", "until"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* known_members - PN_ERR_CONFIG unless every member of N is one of WORDS */
static enum pn_err
known_members(const struct pn_conf_node *n, const char *const *words,
    size_t n_words, struct pn_errinfo *info)
{
	const struct pn_conf_node *m;
	size_t i, j;

	for (i = 0; i < pn_conf_size(n); i++) {
		m = pn_conf_at(n, i);
		for (j = 0; j < n_words; j++)
			if (strcmp(pn_conf_name(m), words[j]) == 0)
				break;
		if (j == n_words)
			return pn_unknown(
			    m, "key", pn_conf_name(m), words, n_words, info);
	}
	return PN_OK;
}

/* partner_name - a domain or an address into *P */
static enum pn_err
partner_name(
    struct pn_partner *p, const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const char *s = pn_conf_string(n);

	if (s == NULL)
		return pn_conf_fail(n, info,
		    "a partner must be a domain, an address or a group");
	if (strchr(s, '@') != NULL) {
		p->address = pn_addr_canon(s);
		if (p->address != NULL && *p->address != '\0')
			p->domain = pn_strdup(pn_addr_domain(p->address));
	} else {
		p->domain = pn_domain_canon(s);
	}
	if (p->domain == NULL)
		return pn_conf_fail(n, info,
		    "\"%s\" is no partner: write a domain or an address", s);
	return PN_OK;
}

/* partner_group - { domain = "..."; tls = "required"; } into *P */
static enum pn_err
partner_group(
    struct pn_partner *p, const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const struct pn_conf_node *domain = pn_conf_get(n, "domain");
	const struct pn_conf_node *address = pn_conf_get(n, "address");
	const struct pn_conf_node *tls = pn_conf_get(n, "tls");
	const char *word;
	enum pn_err err;

	err = known_members(n, partner_words, COUNT(partner_words), info);
	if (err != PN_OK)
		return err;
	if ((domain == NULL) == (address == NULL))
		return pn_conf_fail(
		    n, info, "a partner has either a domain or an address");
	err = partner_name(p, domain != NULL ? domain : address, info);
	if (err != PN_OK)
		return err;
	if ((p->address != NULL) != (address != NULL))
		return pn_conf_fail(n, info, "\"%s\" is no %s",
		    pn_conf_string(domain != NULL ? domain : address),
		    domain != NULL ? "domain" : "address");
	if (tls == NULL)
		return PN_OK;
	word = pn_conf_string(tls);
	if (word == NULL)
		return pn_conf_fail(tls, info, "tls must be a string");
	p->tls_required = strcmp(word, "required") == 0;
	if (!p->tls_required && strcmp(word, "optional") != 0)
		return pn_conf_fail(tls, info,
		    "unknown word \"%s\" for tls: use \"%s\" or \"%s\"", word,
		    tls_words[0], tls_words[1]);
	return PN_OK;
}

enum pn_err
pn_partners_set(
    struct pn_config *c, const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const struct pn_conf_node *item;
	struct pn_partner *p;
	enum pn_err err = PN_OK;
	size_t i;

	if (pn_conf_type(n) != PN_CONF_LIST)
		return pn_conf_fail(n, info,
		    "partners must be a list: partners = [ \"...\" ];");
	pn_partners_free(c);
	c->partners =
	    pn_realloc(NULL, pn_conf_size(n) + 1, sizeof(*c->partners));
	for (i = 0; i < pn_conf_size(n) && err == PN_OK; i++) {
		item = pn_conf_at(n, i);
		p = &c->partners[c->n_partners++];
		memset(p, 0, sizeof(*p));
		err = pn_conf_type(item) == PN_CONF_GROUP
			  ? partner_group(p, item, info)
			  : partner_name(p, item, info);
	}
	return err;
}

void
pn_partners_free(struct pn_config *c)
{
	size_t i;

	for (i = 0; i < c->n_partners; i++) {
		free(c->partners[i].address);
		free(c->partners[i].domain);
	}
	free(c->partners);
	c->partners = NULL;
	c->n_partners = 0;
}

enum pn_err
pn_partners_show(const struct pn_config *c, struct pn_buf *out)
{
	const struct pn_partner *p;
	enum pn_err err = pn_buf_adds(out, "(");
	size_t i;

	for (i = 0; i < c->n_partners && err == PN_OK; i++) {
		p = &c->partners[i];
		err = pn_buf_addf(out, "%s\n\t{ %s = ", i > 0 ? "," : "",
		    p->address != NULL ? "address" : "domain");
		if (err == PN_OK)
			err = pn_quote(
			    out, p->address != NULL ? p->address : p->domain);
		if (err == PN_OK)
			err = pn_buf_addf(out, "; tls = \"%s\"; }",
			    tls_words[p->tls_required ? 0 : 1]);
	}
	return err == PN_OK ? pn_buf_adds(out, " )") : err;
}

/* end_of_day - last second of YYYY-MM-DD, UTC; -1 for no such day */
static int64_t
end_of_day(const char *s)
{
	static const int month_days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day, days, used = 0, leap, i;
	int64_t y, since;

	if (strlen(s) != 10 || strspn(s, "0123456789-") != 10 ||
	    sscanf(s, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 ||
	    used != 10 || s[4] != '-' || s[7] != '-')
		return -1;
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (year < 1970 || month < 1 || month > 12 || day < 1)
		return -1;
	days = month_days[month - 1] + (month == 2 ? leap : 0);
	if (day > days)
		return -1;
	y = year - 1;
	since = y * 365 + y / 4 - y / 100 + y / 400 - 719162;
	for (i = 0; i < month - 1; i++)
		since += month_days[i] + (i == 1 ? leap : 0);
	return (since + day) * 86400 - 1;
}

/* show_day - the day that ends with second T, as YYYY-MM-DD (days to civil
 * date, counted in eras of 400 years that begin on 1 March) */
static enum pn_err
show_day(struct pn_buf *out, int64_t t)
{
	int64_t z = t / 86400 + 719468, era = z / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153, day = doy - (153 * mp + 2) / 5 + 1;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;
	int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);

	return pn_buf_addf(
	    out, "\"%04d-%02d-%02d\"", (int)year, (int)month, (int)day);
}

/* scope - "address", "@domain" or "*" in canonical form into *WHERE */
static enum pn_err
scope(char **where, const struct pn_conf_node *n, const char *key,
    struct pn_errinfo *info)
{
	const char *s;

	if (n == NULL) {
		*where = pn_strdup("*");
		return PN_OK;
	}
	s = pn_conf_string(n);
	if (s != NULL)
		*where = pn_scope_canon(s);
	if (*where == NULL)
		return pn_conf_fail(n, info,
		    "%s \"%s\" must be an address, \"@domain\" or \"*\"", key,
		    s == NULL ? "" : s);
	return PN_OK;
}

/* needed_text - the text of member KEY, which an exception must have */
static enum pn_err
needed_text(const struct pn_conf_node *n, const char *key, const char **out,
    struct pn_errinfo *info)
{
	const struct pn_conf_node *m = pn_conf_get(n, key);

	if (m == NULL)
		return pn_conf_fail(
		    n, info, "an exception must have \"%s\"", key);
	*out = pn_conf_string(m);
	if (*out == NULL || **out == '\0' || strlen(*out) > REASON_MAX)
		return pn_conf_fail(m, info,
		    "%s must be a string of 1 to %d characters", key,
		    REASON_MAX);
	return PN_OK;
}

/* exception_rule - the rule that an exception is from */
static enum pn_err
exception_rule(struct pn_exception *x, const struct pn_conf_node *n,
    struct pn_errinfo *info)
{
	const char *words[PN_N_RULES], *word = NULL;
	enum pn_err err = needed_text(n, "rule", &word, info);
	int i;

	if (err != PN_OK || pn_rule_from_word(word, &x->rule))
		return err;
	for (i = 0; i < PN_N_RULES; i++)
		words[i] = pn_rule_word((enum pn_rule)i);
	return pn_unknown(
	    pn_conf_get(n, "rule"), "rule", word, words, PN_N_RULES, info);
}

/* exception_group - one exception into *X */
static enum pn_err
exception_group(struct pn_exception *x, const struct pn_conf_node *n,
    struct pn_errinfo *info)
{
	const struct pn_conf_node *from, *to;
	struct pn_errinfo at = {0};
	const char *text = NULL;
	enum pn_err err;

	if (pn_conf_type(n) != PN_CONF_GROUP)
		return pn_conf_fail(n, info,
		    "an exception must be a group: { rule = \"...\"; ... }");
	err = known_members(n, exception_words, COUNT(exception_words), info);
	if (err != PN_OK)
		return err;
	err = exception_rule(x, n, info);
	if (err != PN_OK)
		return err;
	from = pn_conf_get(n, "sender");
	to = pn_conf_get(n, "recipient");
	if (from == NULL && to == NULL)
		return pn_conf_fail(n, info,
		    "an exception must have \"sender\" or \"recipient\"");
	err = scope(&x->sender, from, "sender", info);
	if (err == PN_OK)
		err = scope(&x->recipient, to, "recipient", info);
	if (err != PN_OK)
		return err;
	err = needed_text(n, "reason", &text, info);
	if (err != PN_OK)
		return err;
	x->reason = pn_strdup(text);
	err = needed_text(n, "allowed_by", &text, info);
	if (err != PN_OK)
		return err;
	x->allowed_by = pn_strdup(text);
	err = needed_text(n, "until", &text, info);
	if (err != PN_OK)
		return err;
	(void)pn_conf_fail(n, &at, "%s", ""); /* tells the line */
	x->line = at.line;
	x->until = end_of_day(text);
	if (x->until < 0)
		return pn_conf_fail(pn_conf_get(n, "until"), info,
		    "until \"%s\" is no day: write it as 2027-07-31", text);
	return PN_OK;
}

enum pn_err
pn_exceptions_set(
    struct pn_config *c, const struct pn_conf_node *n, struct pn_errinfo *info)
{
	struct pn_exception *x;
	enum pn_err err = PN_OK;
	size_t i;

	if (pn_conf_type(n) != PN_CONF_LIST)
		return pn_conf_fail(n, info,
		    "exceptions must be a list: exceptions = ( { ... } );");
	pn_exceptions_free(c);
	c->exceptions =
	    pn_realloc(NULL, pn_conf_size(n) + 1, sizeof(*c->exceptions));
	for (i = 0; i < pn_conf_size(n) && err == PN_OK; i++) {
		x = &c->exceptions[c->n_exceptions++];
		memset(x, 0, sizeof(*x));
		err = exception_group(x, pn_conf_at(n, i), info);
	}
	return err;
}

void
pn_exceptions_free(struct pn_config *c)
{
	size_t i;

	for (i = 0; i < c->n_exceptions; i++) {
		free(c->exceptions[i].sender);
		free(c->exceptions[i].recipient);
		free(c->exceptions[i].reason);
		free(c->exceptions[i].allowed_by);
	}
	free(c->exceptions);
	c->exceptions = NULL;
	c->n_exceptions = 0;
}

/* show_exception - one as a group of the file */
static enum pn_err
show_exception(const struct pn_exception *x, struct pn_buf *out)
{
	const char *names[] = {"sender", "recipient", "reason", "allowed_by"};
	const char *values[] = {*x->sender == '\0' ? "<>" : x->sender,
	    x->recipient, x->reason, x->allowed_by};
	enum pn_err err;
	size_t i;

	err = pn_buf_addf(out, "\n\t{ rule = \"%s\"", pn_rule_word(x->rule));
	for (i = 0; i < COUNT(names) && err == PN_OK; i++) {
		err = pn_buf_addf(out, ";\n\t  %s = ", names[i]);
		if (err == PN_OK)
			err = pn_quote(out, values[i]);
	}
	if (err == PN_OK)
		err = pn_buf_adds(out, ";\n\t  until = ");
	if (err == PN_OK)
		err = show_day(out, x->until);
	return err == PN_OK ? pn_buf_adds(out, "; }") : err;
}

enum pn_err
pn_exceptions_show(const struct pn_config *c, struct pn_buf *out)
{
	enum pn_err err = pn_buf_adds(out, "(");
	size_t i;

	for (i = 0; i < c->n_exceptions && err == PN_OK; i++) {
		err = pn_buf_adds(out, i > 0 ? "," : "");
		if (err == PN_OK)
			err = show_exception(&c->exceptions[i], out);
	}
	return err == PN_OK ? pn_buf_adds(out, " )") : err;
}
