/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * head - what the header of an entity says (GMime behind it)
 *
 * RFC 2045 5-6, 2183 (disposition), 2231 (parameters), 3676 (format). GMime
 * parses the values; here stands what it leaves open: which of several fields
 * counts, what an invalid type means, which of two file names is shown.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "message/head.h"

GMimeParserOptions *
pn_head_options(void)
{
	const char *charsets[] = {"utf-8", "windows-1252", NULL};
	GMimeParserOptions *opt = g_mime_parser_options_new();

	g_mime_parser_options_set_fallback_charsets(opt, charsets);
	g_mime_parser_options_set_parameter_compliance_mode(
	    opt, GMIME_RFC_COMPLIANCE_LOOSE);
	g_mime_parser_options_set_rfc2047_compliance_mode(
	    opt, GMIME_RFC_COMPLIANCE_LOOSE);
	return opt;
}

/* param - the value of parameter NAME; of a plain one and one by RFC 2231
 * the latter, which is the one with other than ASCII. Lives as long as LIST. */
static const char *
param(GMimeParamList *list, const char *name)
{
	int i, n = list ? g_mime_param_list_length(list) : 0;
	const char *found = NULL, *value;
	GMimeParam *p;

	for (i = 0; i < n; i++) {
		p = g_mime_param_list_get_parameter_at(list, i);
		if (strcasecmp(g_mime_param_get_name(p), name) != 0)
			continue;
		value = g_mime_param_get_value(p);
		if (value == NULL || *value == '\0')
			continue;
		if (found == NULL || !g_str_is_ascii(value))
			found = value;
	}
	return found;
}

/* bare - a copy of VALUE (may be NULL) without a stray quote in front and
 * without blanks behind, which GMime leaves where quoting is broken */
static char *
bare(const char *value)
{
	size_t n;

	if (value == NULL)
		return NULL;
	if (*value == '"')
		value++;
	n = strlen(value);
	while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
		n--;
	return n ? pn_strndup(value, n) : NULL;
}

/* take_charset - the charset that RFC 2231 puts in front of VALUE, into
 * CHARSET, where GMime left it there because continuations came out of order;
 * "windows-1252" where there is none. Returns the rest of VALUE. */
static const char *
take_charset(const char *value, char charset[PN_CHARSET_MAX])
{
	const char *lang = strchr(value, '\'');
	const char *rest = lang ? strchr(lang + 1, '\'') : NULL;
	size_t n = lang ? (size_t)(lang - value) : 0;

	if (rest != NULL && n > 0 && n < PN_CHARSET_MAX) {
		memcpy(charset, value, n);
		charset[n] = '\0';
		if (pn_charset_known(charset))
			return rest + 1;
	}
	memcpy(charset, "windows-1252", sizeof("windows-1252"));
	return value;
}

/* charset_name - a copy of VALUE (may be NULL) without what can't be in the
 * name of a character set: quotes in front, anything behind */
static char *
charset_name(const char *value)
{
	size_t n = 0;

	if (value == NULL)
		return NULL;
	value += strspn(value, "\"' \t");
	while (isalnum((unsigned char)value[n]) ||
	       (value[n] != '\0' && strchr("-_.:+()", value[n]) != NULL))
		n++;
	return n ? pn_strndup(value, n) : NULL;
}

/* shown_name - file name VALUE (may be NULL) as a mail program shows it */
static char *
shown_name(const char *value, GMimeParserOptions *opt)
{
	char *plain = bare(value), *decoded;
	char charset[PN_CHARSET_MAX];
	const char *name;
	struct pn_bytes raw;
	struct pn_buf buf;

	if (plain == NULL)
		return NULL;
	name = take_charset(plain, charset);
	raw.p = (const unsigned char *)name;
	raw.n = strlen(name);
	pn_buf_init(&buf, 8 * raw.n + 8);
	if (!pn_utf8_valid(name, raw.n) &&
	    pn_charset_to_utf8(&buf, charset, raw) == PN_OK)
		name = buf.data;
	/* words cut in two by RFC 2231 continuations come out raw */
	decoded = pn_words_decode(name, opt);
	pn_buf_free(&buf);
	free(plain);
	return decoded;
}

/* without_angles - a copy of the Content-ID VALUE without blanks and <> */
static char *
without_angles(const char *value)
{
	size_t n;

	if (value == NULL)
		return NULL;
	value += strspn(value, " \t<");
	n = strcspn(value, "> \t");
	return n ? pn_strndup(value, n) : NULL;
}

/* first_word - TEXT's first token in lower case, comments and quotes left
 * out; SIZE bytes at WORD, cut there */
static void
first_word(const char *text, char *word, size_t size)
{
	size_t n = 0;
	unsigned depth = 0;

	for (; *text != '\0'; text++) {
		if (*text == '(')
			depth++;
		else if (*text == ')' && depth > 0)
			depth--;
		else if (depth > 0 || *text == '"')
			continue;
		else if (*text == ';' || (*text == ' ' && n > 0))
			break;
		else if (*text != ' ' && *text != '\t' && n + 1 < size)
			word[n++] = (char)tolower((unsigned char)*text);
	}
	word[n] = '\0';
}

/* read_cte - what a Content-Transfer-Encoding of TEXT means */
static enum pn_cte
read_cte(const char *text)
{
	static const struct {
		const char *word;
		enum pn_cte cte;
	} known[] = {
	    {"", PN_CTE_NONE},
	    {"7bit", PN_CTE_NONE},
	    {"7-bit", PN_CTE_NONE},
	    {"8bit", PN_CTE_8BIT},
	    {"8-bit", PN_CTE_8BIT},
	    {"binary", PN_CTE_8BIT},
	    {"base64", PN_CTE_BASE64},
	    {"quoted-printable", PN_CTE_QP},
	    {"uuencode", PN_CTE_UU},
	    {"x-uuencode", PN_CTE_UU},
	    {"x-uue", PN_CTE_UU},
	    {"uue", PN_CTE_UU},
	};
	char word[32];
	size_t i;

	first_word(text, word, sizeof(word));
	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(word, known[i].word) == 0)
			return known[i].cte;
	return PN_CTE_UNKNOWN;
}

/* read_type - the Content-Type of TEXT (NULL: none) into HEAD; the name= of it
 * goes to *NAME */
static void
read_type(const char *text, const char *default_type, GMimeParserOptions *opt,
    struct pn_head *head, char **name)
{
	GMimeContentType *ct;
	GMimeParamList *params;
	const char *format, *delsp;
	char *mime, *p;
	char word[8];

	first_word(text ? text : "", word, sizeof(word));
	if (text == NULL || word[0] == '\0' || strcmp(word, "text") == 0)
		head->type = pn_strdup(text ? "text/plain" : default_type);
	if (text == NULL)
		return;
	ct = g_mime_content_type_parse(opt, text);
	params = g_mime_content_type_get_parameters(ct);
	if (head->type == NULL) {
		mime = g_mime_content_type_get_mime_type(ct);
		head->type = pn_strdup(mime);
		g_free(mime);
	}
	for (p = head->type; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	head->charset = charset_name(param(params, "charset"));
	head->boundary = bare(param(params, "boundary"));
	head->start = without_angles(param(params, "start"));
	format = param(params, "format");
	head->flowed = format != NULL && strcasecmp(format, "flowed") == 0;
	delsp = param(params, "delsp");
	head->delsp = delsp != NULL && strcasecmp(delsp, "yes") == 0;
	*name = shown_name(param(params, "name"), opt);
	g_object_unref(ct);
}

/* read_disposition - the Content-Disposition of TEXT into HEAD */
static void
read_disposition(
    const char *text, GMimeParserOptions *opt, struct pn_head *head)
{
	GMimeContentDisposition *cd =
	    g_mime_content_disposition_parse(opt, text);
	char word[16];

	first_word(text, word, sizeof(word));
	if (word[0] == '\0' || strchr(word, '=') != NULL)
		head->disposition = PN_DISP_NONE;
	else
		head->disposition = strcmp(word, "inline") == 0
					? PN_DISP_INLINE
					: PN_DISP_ATTACHMENT;
	head->name = shown_name(
	    param(g_mime_content_disposition_get_parameters(cd), "filename"),
	    opt);
	g_object_unref(cd);
}

/* type_value - the Content-Type that counts, for free(); NULL if none */
static char *
type_value(struct pn_bytes fields)
{
	struct pn_field f;
	char *first = NULL, *text;

	while (pn_field_next(&fields, &f)) {
		if (!pn_bytes_is(f.name, "Content-Type"))
			continue;
		text = pn_field_text(f.value);
		if (strncasecmp(text, "multipart/", 10) == 0) {
			free(first);
			return text;
		}
		if (first == NULL)
			first = text;
		else
			free(text);
	}
	return first;
}

void
pn_head_read(struct pn_bytes fields, const char *default_type,
    GMimeParserOptions *opt, struct pn_head *head)
{
	struct pn_bytes rest = fields;
	struct pn_field f;
	char *type = type_value(fields), *type_name = NULL, *text;

	memset(head, 0, sizeof(*head));
	head->has_type = type != NULL;
	read_type(type, default_type, opt, head, &type_name);
	free(type);
	while (pn_field_next(&rest, &f)) {
		if (f.name.n < 8 || (f.name.p[0] | 0x20) != 'c')
			continue;
		text = pn_field_text(f.value);
		if (!head->has_cte &&
		    pn_bytes_is(f.name, "Content-Transfer-Encoding")) {
			head->has_cte = true;
			head->cte = read_cte(text);
		} else if (head->disposition == PN_DISP_NONE &&
			   head->name == NULL &&
			   pn_bytes_is(f.name, "Content-Disposition")) {
			read_disposition(text, opt, head);
		} else if (head->content_id == NULL &&
			   pn_bytes_is(f.name, "Content-ID")) {
			head->content_id = without_angles(text);
		}
		free(text);
	}
	if (head->name == NULL)
		head->name = type_name;
	else
		free(type_name);
}

void
pn_head_free(struct pn_head *head)
{
	free(head->type);
	free(head->charset);
	free(head->boundary);
	free(head->start);
	free(head->name);
	free(head->content_id);
	memset(head, 0, sizeof(*head));
}

bool
pn_head_is(const struct pn_head *head, const char *type)
{
	size_t n = strlen(type);

	if (n > 0 && type[n - 1] == '/')
		return strncmp(head->type, type, n) == 0;
	return strcmp(head->type, type) == 0;
}

GMimeContentType *
pn_head_content_type(struct pn_bytes fields, GMimeParserOptions *opt)
{
	char *text = type_value(fields);
	GMimeContentType *ct = NULL;

	if (text != NULL)
		ct = g_mime_content_type_parse(opt, text);
	free(text);
	return ct;
}
