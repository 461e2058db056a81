/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_explain - every text for every rule and reason, rejected and held
 *
 * The constraints (lengths, words, no names in the reply) are checked by
 * machine on everything that can be rendered. Some mails are compared with
 * files in tests/data/explain/, which PN_GOLDEN=write writes anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "policy/explain.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NOW	 1795257720 /* Saturday 21 November 2026, 10:42 UTC */
#define TEXT_MAX (1u << 20)

/* Every reason that policy.h documents. */
static const struct reason {
	enum pn_rule rule;
	const char *why;
	const char *part; /* what it is about; NULL */
	const char *recipient;
} reasons[] = {
    {PN_RULE_SUBJECT, "finding", "subject", NULL},
    {PN_RULE_BODY, "finding", "1", NULL},
    {PN_RULE_ATTACHMENT, "unprotected", "2", NULL},
    {PN_RULE_ATTACHMENT, "weak", "2", NULL},
    {PN_RULE_PASSWORD, "proven", "2", NULL},
    {PN_RULE_PASSWORD, "likely", "2", NULL},
    {PN_RULE_PASSWORD, "follows", NULL, NULL},
    {PN_RULE_CREDENTIAL, "key", "1", NULL},
    {PN_RULE_CREDENTIAL, "login", "1", NULL},
    {PN_RULE_CREDENTIAL, "token", "2", NULL},
    {PN_RULE_RECIPIENT, "unverified", NULL, "nurse@clinic.example"},
    {PN_RULE_LOOKALIKE, "typo", NULL, "nurse@clinic.example"},
    {PN_RULE_LOOKALIKE, "swapped", NULL, "nurse@clinic.example"},
    {PN_RULE_LOOKALIKE, "confusable", NULL, "nurse@clinic.example"},
    {PN_RULE_LOOKALIKE, "ending", NULL, "nurse@clinic.example"},
    {PN_RULE_LOOKALIKE, "name", NULL, "nurse@clinic.example"},
    {PN_RULE_CONTENT, "hidden", "2", NULL},
    {PN_RULE_CONTENT, "type-mismatch", "2", NULL},
    {PN_RULE_CONTENT, "other-person", NULL, NULL},
    {PN_RULE_UNSCANNABLE, "unknown-lock", "2", NULL},
    {PN_RULE_UNSCANNABLE, "damaged", "2", NULL},
    {PN_RULE_UNSCANNABLE, "no-reader", "2", NULL},
    {PN_RULE_UNSCANNABLE, "unknown-type", "2", NULL},
    {PN_RULE_UNSCANNABLE, "method", "2", NULL},
    {PN_RULE_UNSCANNABLE, "encoding", "1", NULL},
    {PN_RULE_UNSCANNABLE, "limit", NULL, NULL},
    {PN_RULE_UNSCANNABLE, "fault", "1", NULL},
    {PN_RULE_UNSCANNABLE, "unreadable", "2", NULL},
    {PN_RULE_AUDIENCE, "visible", NULL, NULL},
    {PN_RULE_WEBMAIL, "personal", NULL, "nurse@clinic.example"},
    {PN_RULE_VOLUME, "recipients", NULL, NULL},
    {PN_RULE_VOLUME, "bytes", NULL, NULL},
};

static const char *
label(void *ctx, const char *pattern, bool plural)
{
	(void)ctx;
	if (strcmp(pattern, "uk-nino") == 0)
		return plural ? "National Insurance numbers"
			      : "National Insurance number";
	if (strcmp(pattern, "date-of-birth") == 0)
		return plural ? "dates of birth" : "date of birth";
	if (strcmp(pattern, "people-table") == 0)
		return plural ? "lists of people" : "list of people";
	if (strcmp(pattern, "special-table") == 0)
		return plural ? "lists of people with sensitive details"
			      : "list of people with sensitive details";
	return NULL;
}

static const struct pn_labels labels = {label, NULL};

/* Everything that a text is about. */
struct fixture {
	struct pn_config *config;
	struct pn_texts *texts;
	struct pn_report *report;
	struct pn_envelope envelope;
	struct pn_verdict verdict;
	struct pn_occasion occasion;
};

/* top - a path in the source tree, for free() */
static char *
top(const char *name)
{
	const char *dir = getenv("PN_SRCDIR");

	return pn_printf("%s/%s", dir != NULL ? dir : ".", name);
}

/* add_part - a part of the message */
static void
add_part(struct pn_report *r, const char *id, const char *parent,
    enum pn_role role, const char *type, const char *name)
{
	struct pn_part *p = pn_report_part(r, id, parent);

	p->role = role;
	p->type = pn_strdup(type);
	p->name = pn_strdup(name);
}

/* add_find - COUNT findings of PATTERN in PART */
static void
add_find(struct pn_report *r, const char *part, const char *pattern,
    enum pn_category category, uint32_t count, const char *where)
{
	struct pn_finding *f = pn_report_finding(r);

	f->part = pn_strdup(part);
	f->pattern = pn_strdup(pattern);
	f->category = category;
	f->confidence = PN_HIGH;
	f->count = f->distinct = f->fresh = count;
	f->where = pn_strdup(where);
	f->masked = pn_strdup("QQ\xe2\x80\xa2\xe2\x80\xa2"
			      "C");
	f->hidden = strcmp(part, "2") == 0;
}

#define SHEET                                                                  \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* build_report - a message with a body, a workbook and finds in each */
static struct pn_report *
build_report(void)
{
	struct pn_report *r = pn_report_new();

	add_part(r, "0", NULL, PN_ROLE_BODY, "multipart/mixed", NULL);
	add_part(r, "subject", "0", PN_ROLE_SUBJECT, "text/plain", NULL);
	add_part(r, "1", "0", PN_ROLE_BODY, "text/plain", NULL);
	add_part(r, "2", "0", PN_ROLE_ATTACHMENT, SHEET, "class.xlsx");
	add_find(r, "subject", "date-of-birth", PN_CAT_IDENTIFIER, 1, "");
	add_find(r, "1", "uk-nino", PN_CAT_IDENTIFIER, 1, "line 14");
	add_find(r, "1", "secret-aws-key", PN_CAT_CREDENTIAL, 1, "line 2");
	add_find(r, "2", "uk-nino", PN_CAT_IDENTIFIER, 3, "Contacts!B3");
	add_find(r, "2", "date-of-birth", PN_CAT_IDENTIFIER, 12, "Contacts!C3");
	add_find(r, "2", "secret-login", PN_CAT_CREDENTIAL, 1, "Contacts!D9");
	return r;
}

/* setup - a fixture that says nothing is broken yet */
static void
setup(struct fixture *f, const char *config)
{
	struct pn_errinfo info = {0};
	char *texts = top("etc/texts");
	char *text = pn_printf("internal_domains = [ \"school.example\" ];\n"
			       "texts = \"%s\";\n%s",
	    texts, config);

	memset(f, 0, sizeof(*f));
	if (pn_config_load_text(text, "t", &f->config, &info) != PN_OK ||
	    pn_texts_load(f->config, &f->texts, &info) != PN_OK)
		fail_msg("%s:%u: %s", info.file, info.line, info.text);
	free(text);
	free(texts);
	f->report = build_report();
	f->envelope.sender = pn_strdup("head@school.example");
	(void)pn_envelope_add(&f->envelope, "nurse@clinic.example");
	f->envelope.recipients[0].resembles = pn_strdup("nhsclinic.example");
	f->verdict.action = f->verdict.would = PN_REJECT;
	f->occasion = (struct pn_occasion){.config = f->config,
	    .envelope = &f->envelope,
	    .report = f->report,
	    .verdict = &f->verdict,
	    .labels = &labels,
	    .reference = "7QX4-2MK9",
	    .now = NOW};
}

static void
teardown(struct fixture *f)
{
	free(f->verdict.broken);
	pn_envelope_free(&f->envelope);
	pn_report_free(&f->report);
	pn_texts_free(&f->texts);
	pn_config_free(&f->config);
}

/* breaks - the message breaks a rule; strings are not copied */
static void
breaks(struct fixture *f, const struct reason *r, enum pn_action action)
{
	struct pn_verdict *v = &f->verdict;
	struct pn_broken *b;

	PN_GROW(v->broken, v->n_broken, v->cap_broken);
	b = &v->broken[v->n_broken++];
	memset(b, 0, sizeof(*b));
	b->rule = r->rule;
	b->why = r->why;
	b->action = action;
	b->clause = pn_clause(r->rule);
	b->part = (char *)(uintptr_t)r->part;
	b->recipient = (char *)(uintptr_t)r->recipient;
}

/* find_reason - the row of reasons for rule and why */
static const struct reason *
find_reason(enum pn_rule rule, const char *why)
{
	size_t i;

	for (i = 0; i < COUNT(reasons); i++)
		if (reasons[i].rule == rule && strcmp(reasons[i].why, why) == 0)
			return &reasons[i];
	fail_msg("no such reason");
	return NULL;
}

/* characters - code points of the N bytes at S */
static size_t
characters(const char *s, size_t n)
{
	size_t c = 0;

	for (; n > 0; n--, s++)
		c += ((unsigned char)*s & 0xc0) != 0x80;
	return c;
}

/* no_words - TEXT has none of what staff must not read */
static void
no_words(const char *name, const char *text)
{
	static const char *const bad[] = {"please", "sorry", "invalid",
	    "forbidden", "Please", "Sorry", "unscannable", "unverified",
	    "uk-nino", "date-of-birth", "secret-", "type-mismatch",
	    "other-person", "no-reader", "lookalike", "webmail", "unprotected",
	    "{", "}", "quarantine", "QQ", "(null)"};
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		if (strstr(text, bad[i]) != NULL)
			fail_msg("%s: \"%s\" in: %s", name, bad[i], text);
}

/* sentences - how many full stops end a sentence in TEXT */
static size_t
sentences(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == '.' && (text[1] == ' ' || text[1] == '\0');
	return n;
}

/* check_reply - the constraints on an SMTP reply */
static void
check_reply(const char *name, const struct pn_reply *r)
{
	static const char *const private[] = {
	    "clinic", "head", "class", "xlsx", "Contacts", "nurse", "12", "%"};
	const char *s, *end;
	size_t i;

	assert_int_equal(r->n_lines, 1);
	assert_true(strlen(r->text[0]) <= PN_REPLY_MAX);
	for (s = r->text[0]; *s != '\0'; s++)
		assert_true(*s >= ' ' && *s <= '~');
	for (i = 0; i < COUNT(private); i++)
		if (strstr(r->text[0], private[i]) != NULL)
			fail_msg("%s: %s", name, r->text[0]);
	no_words(name, r->text[0]);
	assert_memory_equal(r->text[0], "Not sent", 8);
	end = strstr(r->text[0], "Help: ");
	assert_non_null(end);
	assert_string_equal(
	    end, "Help: the IT help desk. Reference: 7QX4-2MK9.");
	if (sentences(r->text[0]) < 4)
		fail_msg("%s: %s", name, r->text[0]);
}

/* main_lines - lines of BODY before the how-to; *FILLED those not blank */
static size_t
main_lines(const char *body, size_t *filled)
{
	const char *end = strstr(body, "\nHow to set a password");
	const char *s, *next;
	size_t n = 0;

	*filled = 0;
	for (s = body; *s != '\0' && s != end; s = next + 1) {
		next = strchr(s, '\n');
		assert_non_null(next);
		if (characters(s, (size_t)(next - s)) > PN_MAIL_WIDTH)
			fail_msg("wide: %.*s", (int)(next - s), s);
		n++;
		*filled += next > s;
	}
	return n;
}

/* flat - TEXT with every run of blanks and line ends as one blank */
static void
flat(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++) {
		if (*text == '\n')
			*text = ' ';
		if (*text != ' ' || text[1] != ' ')
			*to++ = *text;
	}
	*to = '\0';
}

/* times - how often WHAT stands in TEXT */
static size_t
times(const char *text, const char *what)
{
	size_t n = 0;

	for (text = strstr(text, what); text != NULL;
	     text = strstr(text + 1, what))
		n++;
	return n;
}

/* check_mail - the constraints on a mail about one point */
static void
check_mail(const char *name, const struct pn_mail *m, bool held)
{
	const char *verdict =
	    held ? " is waiting, not sent." : " was not sent.";
	const char *s, *line_end = strchr(m->body, '\n');
	char *first;
	size_t filled;

	for (s = m->subject; *s != '\0'; s++)
		assert_true(*s >= ' ' && *s <= '~');
	assert_true(strlen(m->subject) <= PN_MAIL_WIDTH);
	assert_non_null(strstr(m->subject, "(7QX4-2MK9)"));
	assert_null(strstr(m->subject, "class"));
	first = pn_strndup(m->body, (size_t)(line_end - m->body));
	if (strstr(first, verdict) == NULL)
		fail_msg("%s: %s", name, first);
	free(first);
	if (main_lines(m->body, &filled) > PN_MAIL_LINES)
		fail_msg("%s: %zu lines\n%s", name,
		    main_lines(m->body, &filled), m->body);
	no_words(name, m->body);
	assert_int_equal(times(m->body, "No person has read your email."), 1);
	assert_int_equal(times(m->body, "Protocol "), 1);
	assert_true(times(m->body, "Quote 7QX4-2MK9.") >= 1);
	assert_int_equal(times(m->body, "What to do now\n1. "), 1);
	assert_true(times(m->body, "Send the email again.") <= 1);
	assert_non_null(strstr(m->body, "the IT help desk"));
	if (times(m->body, "see below") > 0)
		assert_non_null(strstr(m->body, "\nHow to set a password"));
}

static void
every_reason_rejected_and_held(void **state)
{
	struct fixture f;
	struct pn_reply reply;
	struct pn_mail mail;
	size_t i, held;

	(void)state;
	for (i = 0; i < COUNT(reasons) * 2; i++) {
		const struct reason *r = &reasons[i / 2];
		char *name = pn_printf("%s %s", pn_rule_word(r->rule), r->why);

		held = i % 2;
		setup(&f, "");
		f.verdict.action = held ? PN_QUARANTINE : PN_REJECT;
		breaks(&f, r, f.verdict.action);
		pn_explain_reply(f.texts, &f.occasion, &reply);
		if (held) {
			assert_int_equal(reply.n_lines, 0);
		} else {
			check_reply(name, &reply);
			assert_string_equal(reply.code, "550");
			assert_string_equal(reply.enhanced,
			    r->rule == PN_RULE_UNSCANNABLE ? "5.7.0" : "5.7.1");
		}
		pn_explain_mail(f.texts, &f.occasion, &mail);
		check_mail(name, &mail, held);
		pn_mail_free(&mail);
		assert_null(mail.body);
		teardown(&f);
		free(name);
	}
}

/* golden - compare TEXT with a file of tests/data/explain */
static void
golden(const char *name, const char *text)
{
	char *rel = pn_printf("tests/data/explain/%s.txt", name);
	char *path = top(rel);
	const char *write = getenv("PN_GOLDEN");
	struct pn_buf b;
	FILE *f;
	int c;

	if (write != NULL && strcmp(write, "write") == 0) {
		f = fopen(path, "w");
		assert_non_null(f);
		(void)fputs(text, f);
		(void)fclose(f);
	}
	f = fopen(path, "r");
	if (f == NULL)
		fail_msg("no %s", path);
	pn_buf_init(&b, TEXT_MAX);
	while ((c = fgetc(f)) != EOF)
		assert_int_equal(pn_buf_addc(&b, (char)c), PN_OK);
	(void)fclose(f);
	assert_string_equal(text, b.data);
	pn_buf_free(&b);
	free(path);
	free(rel);
}

/* whole - subject and body of the mail, and the reply, as one text */
static char *
whole(struct fixture *f)
{
	struct pn_reply reply;
	struct pn_mail mail;
	struct pn_buf b;
	unsigned i;

	pn_buf_init(&b, TEXT_MAX);
	pn_explain_reply(f->texts, &f->occasion, &reply);
	for (i = 0; i < reply.n_lines; i++)
		pn_buf_addf(&b, "%s %s %s\n", reply.code, reply.enhanced,
		    reply.text[i]);
	pn_explain_mail(f->texts, &f->occasion, &mail);
	pn_buf_addf(&b, "Subject: %s\n\n%s", mail.subject, mail.body);
	pn_mail_free(&mail);
	return pn_buf_take(&b);
}

static void
mails_are_as_reviewed(void **state)
{
	static const struct {
		const char *name;
		enum pn_action action;
		struct {
			enum pn_rule rule;
			const char *why;
		} broken[4];
		size_t n;
	} rows[] = {
	    {"attachment-rejected", PN_REJECT,
		{{PN_RULE_ATTACHMENT, "unprotected"}}, 1},
	    {"attachment-held", PN_QUARANTINE,
		{{PN_RULE_ATTACHMENT, "unprotected"}}, 1},
	    {"body-rejected", PN_REJECT, {{PN_RULE_BODY, "finding"}}, 1},
	    {"recipient-rejected", PN_REJECT,
		{{PN_RULE_RECIPIENT, "unverified"}}, 1},
	    {"password-held", PN_QUARANTINE, {{PN_RULE_PASSWORD, "likely"}}, 1},
	    {"several-rejected", PN_REJECT,
		{{PN_RULE_SUBJECT, "finding"},
		    {PN_RULE_ATTACHMENT, "unprotected"},
		    {PN_RULE_RECIPIENT, "unverified"},
		    {PN_RULE_PASSWORD, "likely"}},
		4},
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		char *text;

		setup(&f, "help = \"IT help, ext. 222\";");
		f.verdict.action = rows[i].action;
		for (j = 0; j < rows[i].n; j++)
			breaks(&f,
			    find_reason(
				rows[i].broken[j].rule, rows[i].broken[j].why),
			    rows[i].action);
		text = whole(&f);
		golden(rows[i].name, text);
		free(text);
		teardown(&f);
	}
}

static void
several_rules_give_one_mail(void **state)
{
	struct fixture f;
	struct pn_reply reply;
	struct pn_mail mail;

	(void)state;
	setup(&f, "");
	breaks(&f, find_reason(PN_RULE_BODY, "finding"), PN_REJECT);
	breaks(&f, find_reason(PN_RULE_ATTACHMENT, "unprotected"), PN_REJECT);
	breaks(&f, find_reason(PN_RULE_PASSWORD, "proven"), PN_REJECT);
	breaks(&f, find_reason(PN_RULE_UNSCANNABLE, "damaged"), PN_QUARANTINE);
	pn_explain_reply(f.texts, &f.occasion, &reply);
	assert_string_equal(reply.text[0],
	    "Not sent: your message has personal information in its text. "
	    "Mend all 4 points in the email from us, then send it again. "
	    "Help: the IT help desk. Reference: 7QX4-2MK9.");
	pn_explain_mail(f.texts, &f.occasion, &mail);
	assert_int_equal(times(mail.body, "There are 4 points"), 1);
	assert_int_equal(times(mail.body, "\n- "), 4);
	assert_int_equal(times(mail.body, "Protocol 6.2("), 4);
	assert_int_equal(times(mail.body, "Send the email again."), 1);
	assert_int_equal(times(mail.body, "Phone the person"), 1);
	assert_int_equal(times(mail.body, "Take the old file off"), 1);
	assert_int_equal(times(mail.body, "Set a password on the file."), 1);
	assert_int_equal(times(mail.body, "No person has read"), 1);
	assert_string_equal(mail.subject,
	    "Your email was not sent: 4 points to mend (7QX4-2MK9)");
	pn_mail_free(&mail);
	teardown(&f);
}

static void
without_a_mail_the_reply_tells_the_first_step(void **state)
{
	static const struct {
		const char *config, *sender;
	} rows[] = {
	    {"notices = { enabled = false; };", "head@school.example"},
	    {"", "someone@out.example"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		struct pn_reply reply;

		setup(&f, rows[i].config);
		free(f.envelope.sender);
		f.envelope.sender = pn_strdup(rows[i].sender);
		breaks(&f, find_reason(PN_RULE_BODY, "finding"), PN_REJECT);
		breaks(&f, find_reason(PN_RULE_PASSWORD, "proven"), PN_REJECT);
		pn_explain_reply(f.texts, &f.occasion, &reply);
		assert_non_null(strstr(reply.text[0], "Move it to a file"));
		teardown(&f);
	}
}

static void
what_stopped_nothing_is_not_told(void **state)
{
	struct fixture f;
	struct pn_mail mail;

	(void)state;
	setup(&f, "");
	breaks(&f, find_reason(PN_RULE_SUBJECT, "finding"), PN_REJECT);
	f.verdict.broken[0].monitor = true;
	breaks(&f, find_reason(PN_RULE_BODY, "finding"), PN_REJECT);
	breaks(&f, find_reason(PN_RULE_VOLUME, "bytes"), PN_ANNOTATE);
	pn_explain_mail(f.texts, &f.occasion, &mail);
	assert_null(strstr(mail.body, "subject line"));
	assert_null(strstr(mail.body, "busy"));
	assert_non_null(strstr(mail.body, "Why: We found"));
	pn_mail_free(&mail);
	teardown(&f);
}

static void
many_recipients_and_files_are_counted(void **state)
{
	struct fixture f;
	struct pn_mail mail;
	struct reason r[10] = {0};
	char ids[10][8], *names[10];
	size_t i;

	(void)state;
	setup(&f, "");
	for (i = 0; i < 5; i++) {
		names[i] = pn_printf("p%zu@clinic.example", i);
		(void)pn_envelope_add(&f.envelope, names[i]);
		r[i] = (struct reason){
		    PN_RULE_RECIPIENT, "unverified", NULL, names[i]};
	}
	for (i = 5; i < 10; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "%zu", i);
		names[i] = pn_printf("file%zu.docx", i);
		add_part(f.report, ids[i], "0", PN_ROLE_ATTACHMENT,
		    "application/msword", names[i]);
		r[i] =
		    (struct reason){PN_RULE_ATTACHMENT, "weak", ids[i], NULL};
	}
	for (i = 0; i < 10; i++)
		breaks(&f, &r[i], PN_REJECT);
	pn_explain_mail(f.texts, &f.occasion, &mail);
	flat(mail.body);
	assert_non_null(strstr(mail.body, "to 6 people at 10:42 today"));
	assert_non_null(strstr(mail.body, "There are 6 points"));
	assert_non_null(strstr(mail.body, "p1@clinic.example and 3 more"));
	assert_non_null(strstr(mail.body, "\"file7.docx\""));
	assert_null(strstr(mail.body, "\"file8.docx\""));
	assert_non_null(strstr(mail.body, "And 2 more of this kind."));
	pn_mail_free(&mail);
	for (i = 0; i < 10; i++)
		free(names[i]);
	teardown(&f);
}

static void
names_from_outside_are_made_harmless(void **state)
{
	static const struct {
		const char *name, *shown;
	} rows[] = {
	    {"class.xlsx", "\"class.xlsx\""},
	    {"a\r\nBcc: x.xlsx", "\"a Bcc: x.xlsx\""},
	    {"a\x1b[31m.xlsx", "\"a [31m.xlsx\""},
	    {"evil\xe2\x80\xaexslx.exe", "\"evilxslx.exe\""},
	    {"zero\xe2\x80\x8bwidth.doc", "\"zerowidth.doc\""},
	    {"bad\xff\xfe.doc", "\"bad\xef\xbf\xbd\xef\xbf\xbd.doc\""},
	    {"say \"hi\".doc", "\"say 'hi'.doc\""},
	    {"{ref}.doc", "\"{ref}.doc\""},
	    {"a very long name of a file that nobody can read.xlsx",
		"\"a very long name of a fi...dy can read.xlsx\""},
	    {"Ysgol G\xc5\xb5yr.doc", "\"Ysgol G\xc5\xb5yr.doc\""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		struct pn_mail mail;
		struct pn_part *p;
		size_t filled;

		setup(&f, "");
		p = pn_report_find_part(f.report, "2");
		free(p->name);
		p->name = pn_strdup(rows[i].name);
		breaks(&f, find_reason(PN_RULE_ATTACHMENT, "weak"), PN_REJECT);
		pn_explain_mail(f.texts, &f.occasion, &mail);
		if (strstr(mail.body, rows[i].shown) == NULL &&
		    strlen(rows[i].shown) < 30)
			fail_msg("%s:\n%s", rows[i].shown, mail.body);
		assert_true(main_lines(mail.body, &filled) <= PN_MAIL_LINES);
		pn_mail_free(&mail);
		teardown(&f);
	}
}

static void
the_longest_fillings_still_fit(void **state)
{
	size_t i, filled;

	(void)state;
	for (i = 0; i < COUNT(reasons); i++) {
		struct fixture f;
		struct pn_mail mail;
		struct pn_reply reply;
		struct pn_part *p;
		struct reason r = reasons[i];
		char local[65], *address;

		memset(local, 'a', 64);
		local[64] = '\0';
		address = pn_printf(
		    "%s@a-rather-long-name-of-a-clinic.example", local);
		setup(&f, "help = \"12345678901234567890123456789012345678901"
			  "\"; howto = \"https://intranet.school.example/"
			  "it/help/how-to-set-a-password-on-a-file.html\";");
		free(f.envelope.recipients[0].address);
		f.envelope.recipients[0].address = pn_strdup(address);
		p = pn_report_find_part(f.report, "2");
		free(p->name);
		p->name = pn_printf("%s.xlsx", local);
		if (r.recipient != NULL)
			r.recipient = address;
		breaks(&f, &r, PN_REJECT);
		pn_explain_reply(f.texts, &f.occasion, &reply);
		assert_true(strlen(reply.text[0]) <= 3 * PN_REPLY_SENTENCE + 2);
		pn_explain_mail(f.texts, &f.occasion, &mail);
		(void)main_lines(mail.body, &filled);
		if (filled > PN_MAIL_LINES + 2)
			fail_msg("%zu\n%s", filled, mail.body);
		pn_mail_free(&mail);
		teardown(&f);
		free(address);
	}
}

static void
the_howto_follows_the_kind_of_file(void **state)
{
	static const struct {
		const char *type, *title, *declared;
	} rows[] = {
	    {SHEET, "Excel on Windows", NULL},
	    {"application/x-ole-encrypted-package", "Excel on Windows", SHEET},
	    {"application/x-ole-encrypted-package", "any file, with 7-Zip",
		NULL},
	    {"application/vnd.openxmlformats-officedocument."
	     "wordprocessingml.document",
		"Word or PowerPoint", NULL},
	    {"application/pdf", "password: PDF", NULL},
	    {"application/zip", "zip file with 7-Zip", NULL},
	    {"text/csv", "Excel on Windows", NULL},
	    {"text/plain", "any file, with 7-Zip", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		struct pn_mail mail;
		struct pn_part *p;

		setup(&f, "");
		p = pn_report_find_part(f.report, "2");
		free(p->type);
		p->type = pn_strdup(rows[i].type);
		free(p->declared_type);
		p->declared_type = pn_strdup(rows[i].declared);
		breaks(&f, find_reason(PN_RULE_ATTACHMENT, "unprotected"),
		    PN_REJECT);
		pn_explain_mail(f.texts, &f.occasion, &mail);
		if (strstr(mail.body, rows[i].title) == NULL)
			fail_msg("%s\n%s", rows[i].type, mail.body);
		pn_mail_free(&mail);
		teardown(&f);
	}
}

static void
places_are_said_for_people(void **state)
{
	static const struct {
		const char *where, *shown;
	} rows[] = {
	    {"Contacts!B3", "(see sheet Contacts, cell B3)"},
	    {"line 14", "(see line 14)"},
	    {"page 2, row 3", "(see page 2, row 3)"},
	    {"Year 9!row 3", "(see sheet Year 9, row 3)"},
	    {"", "3 National Insurance numbers in it. It has"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		struct pn_mail mail;
		setup(&f, "");
		free(f.report->findings[3].where);
		f.report->findings[3].where = pn_strdup(rows[i].where);
		free(f.report->findings[4].where);
		f.report->findings[4].where = pn_strdup(rows[i].where);
		breaks(&f, find_reason(PN_RULE_ATTACHMENT, "unprotected"),
		    PN_REJECT);
		pn_explain_mail(f.texts, &f.occasion, &mail);
		flat(mail.body);
		if (strstr(mail.body, rows[i].shown) == NULL)
			fail_msg("%s\n%s", rows[i].shown, mail.body);
		pn_mail_free(&mail);
		teardown(&f);
	}
}

static void
what_was_found_is_said_by_kind_and_count(void **state)
{
	static const struct {
		const char *pattern[3];
		enum pn_category category;
		uint32_t count;
		const char *shown;
	} rows[] = {
	    {{"uk-nino"}, PN_CAT_IDENTIFIER, 1,
		"has 1 National Insurance number in it"},
	    {{"uk-nino", "date-of-birth"}, PN_CAT_IDENTIFIER, 2,
		"has 2 dates of birth and 2 National Insurance numbers in "
		"it"},
	    {{"uk-nino", "date-of-birth", "x-new"}, PN_CAT_IDENTIFIER, 2,
		"has 2 dates of birth, 2 National Insurance numbers and "
		"more in it"},
	    {{"x-new"}, PN_CAT_IDENTIFIER, 4, "has 4 personal numbers in it"},
	    {{"x-new"}, PN_CAT_FINANCIAL, 1, "has 1 bank or card number in it"},
	    {{"x-new"}, PN_CAT_SPECIAL, 2, "has 2 private details"},
	    {{"x-new"}, PN_CAT_CONTACT, 30, "has 30 contact details"},
	    {{"x-new"}, PN_CAT_ROSTER, 1, "has 1 name from our"},
	    {{"people-table"}, PN_CAT_BULK, 34,
		"has a list of 34 people in it"},
	    {{"people-table", "special-table"}, PN_CAT_BULK, 34,
		"has a list of 34 people with sensitive details in it"},
	    {{"x-table"}, PN_CAT_BULK, 9, "has a list of 9 people in it"},
	    {{"x-mark"}, PN_CAT_MARKING, 9, "has personal information in it"},
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		struct pn_mail mail;

		setup(&f, "");
		add_part(
		    f.report, "3", "0", PN_ROLE_ATTACHMENT, SHEET, "b.xlsx");
		for (j = 0; j < 3 && rows[i].pattern[j] != NULL; j++)
			add_find(f.report, "3", rows[i].pattern[j],
			    rows[i].category, rows[i].count, "");
		breaks(&f,
		    &(struct reason){
			PN_RULE_ATTACHMENT, "unprotected", "3", NULL},
		    PN_REJECT);
		pn_explain_mail(f.texts, &f.occasion, &mail);
		flat(mail.body);
		if (strstr(mail.body, rows[i].shown) == NULL)
			fail_msg("%s\n%s", rows[i].shown, mail.body);
		pn_mail_free(&mail);
		teardown(&f);
	}
}

static void
a_credential_is_told_by_its_own_kind(void **state)
{
	static const struct {
		const char *why, *shown;
	} rows[] = {
	    {"login", "We found 1 password or key in it (see line 7)"},
	    {"key", "We found 2 passwords or keys in it (see line 8)"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct fixture f;
		struct pn_mail mail;

		setup(&f, "");
		add_part(f.report, "3", "0", PN_ROLE_BODY, "text/plain", NULL);
		add_find(f.report, "3", "secret-login", PN_CAT_CREDENTIAL, 1,
		    "line 7");
		add_find(f.report, "3", "secret-private-key", PN_CAT_CREDENTIAL,
		    2, "line 8");
		add_find(f.report, "3", "secret-password", PN_CAT_CREDENTIAL, 9,
		    "line 9");
		breaks(&f,
		    &(struct reason){
			PN_RULE_CREDENTIAL, rows[i].why, "3", NULL},
		    PN_REJECT);
		pn_explain_mail(f.texts, &f.occasion, &mail);
		flat(mail.body);
		if (strstr(mail.body, rows[i].shown) == NULL)
			fail_msg("%s\n%s", rows[i].shown, mail.body);
		pn_mail_free(&mail);
		teardown(&f);
	}
}

static void
three_lines_where_configured(void **state)
{
	struct fixture f;
	struct pn_reply r;
	unsigned i;

	(void)state;
	setup(&f, "reply_lines = 3;");
	breaks(&f, find_reason(PN_RULE_BODY, "finding"), PN_REJECT);
	pn_explain_reply(f.texts, &f.occasion, &r);
	assert_int_equal(r.n_lines, 3);
	for (i = 0; i < 3; i++) {
		assert_true(strlen(r.text[i]) <= PN_REPLY_SENTENCE);
		assert_int_equal(r.text[i][strlen(r.text[i]) - 1], '.');
	}
	assert_string_equal(
	    r.text[2], "Help: the IT help desk. Reference: 7QX4-2MK9.");
	teardown(&f);
}

static void
a_fault_is_for_later(void **state)
{
	static const char want[] =
	    "Not sent yet: we could not check your email just now. Your mail "
	    "program will try again. You do not need to do anything. Help: IT. "
	    "Reference: 7QX4-2MK9.";
	struct fixture f;
	struct pn_reply r;

	(void)state;
	setup(&f, "help = \"IT\";");
	pn_explain_fault(f.texts, "7QX4-2MK9", "IT", &r);
	assert_string_equal(r.code, "451");
	assert_string_equal(r.enhanced, "4.7.1");
	assert_string_equal(r.text[0], want);
	f.verdict.action = PN_TEMPFAIL;
	pn_explain_reply(f.texts, &f.occasion, &r);
	assert_string_equal(r.code, "451");
	assert_string_equal(r.text[0], want);
	f.verdict.action = PN_ACCEPT;
	pn_explain_reply(f.texts, &f.occasion, &r);
	assert_int_equal(r.n_lines, 0);
	teardown(&f);
}

/* site - a folder with one text in it, for free() after rmdir */
static char *
site(const char *name, const char *text)
{
	char *dir = pn_strdup("/tmp/pn-texts-XXXXXX");
	char *path;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	path = pn_printf("%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	(void)fputs(text, f);
	(void)fclose(f);
	free(path);
	return dir;
}

/* unsite - remove that folder */
static void
unsite(char *dir, const char *name)
{
	char *path = pn_printf("%s/%s", dir, name);

	(void)unlink(path);
	(void)rmdir(dir);
	free(path);
	free(dir);
}

#define GOOD                                                                   \
	"[smtp]\nNot sent: it is ours.\nMend it.\n[subject]\nmend it\n[why]\n" \
	"Our own words about {what}.\n[steps]\nMend it.\n"

static void
the_site_replaces_text_by_text(void **state)
{
	char *dir = site("body.finding.txt", GOOD), *config;
	struct fixture f;
	struct pn_mail mail;

	(void)state;
	config = pn_printf("site_texts = \"%s\";", dir);
	setup(&f, config);
	breaks(&f, find_reason(PN_RULE_BODY, "finding"), PN_REJECT);
	breaks(&f, find_reason(PN_RULE_SUBJECT, "finding"), PN_REJECT);
	pn_explain_mail(f.texts, &f.occasion, &mail);
	assert_non_null(strstr(
	    mail.body, "Our own words about 1 National Insurance number."));
	assert_non_null(strstr(mail.body, "The subject line has"));
	pn_mail_free(&mail);
	teardown(&f);
	free(config);
	unsite(dir, "body.finding.txt");
}

static void
wrong_texts_are_named_with_file_and_line(void **state)
{
	static const struct {
		const char *name, *file, *text;
		unsigned line;
		const char *says;
	} rows[] = {
	    {"unknown field", "body.finding.txt",
		"[smtp]\nA b.\nC d.\n[subject]\nx\n[why]\nThe {fiel}.\n", 7,
		"{fiel}"},
	    {"field in the reply", "body.finding.txt", "[smtp]\nFor {to}.\n", 2,
		"{to}"},
	    {"open field", "body.finding.txt", "[why]\nThe {file.\n", 2,
		"{name}"},
	    {"long sentence", "body.finding.txt",
		"[smtp]\nThis sentence is a good deal longer than the "
		"seventy characters that it may be.\n",
		2, "70"},
	    {"no sentence", "body.finding.txt", "[smtp]\nMend it\n", 2,
		"full stop"},
	    {"no ASCII", "body.finding.txt", "[smtp]\nMend \xc5\xb5.\n", 2,
		"ASCII"},
	    {"no UTF-8", "body.finding.txt", "[why]\nMend \xff.\n", 2, "UTF-8"},
	    {"long subject", "body.finding.txt",
		"[subject]\n123456789012345678901234567890123456\n", 2, "35"},
	    {"missing section", "body.finding.txt", "[smtp]\nA b.\nC d.\n", 3,
		"[subject]"},
	    {"missing line", "body.finding.txt",
		"[smtp]\nA b.\n[subject]\nx\n[why]\ny\n[steps]\nz\n", 1,
		"[smtp]"},
	    {"too many lines", "body.finding.txt", "[smtp]\nA b.\nC d.\nE f.\n",
		4, "too many"},
	    {"unknown section", "body.finding.txt", "[stepps]\n", 1, "[steps]"},
	    {"section twice", "body.finding.txt", "[why]\na\n[why]\n", 3,
		"twice"},
	    {"no section", "body.finding.txt", "words\n", 1, "section"},
	    {"unknown word", "body.finding.txt", "[howto]\nwrod\n", 2, "word"},
	    {"howto without a how-to", "body.finding.txt",
		"[smtp]\nA b.\nC d.\n[subject]\nx\n[why]\ny\n[steps]\n"
		"{howto}\n",
		8, "[howto]"},
	    {"unknown text", "body.findings.txt", GOOD, 0, "body.finding.txt"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		char *dir = site(rows[i].file, rows[i].text);
		char *texts = top("etc/texts");
		char *config = pn_printf("texts = \"%s\"; site_texts = "
					 "\"%s\";",
		    texts, dir);
		struct pn_config *c = NULL;
		struct pn_texts *t = NULL;
		struct pn_errinfo info = {0};

		assert_int_equal(
		    pn_config_load_text(config, "t", &c, &info), PN_OK);
		assert_int_equal(pn_texts_load(c, &t, &info), PN_ERR_CONFIG);
		assert_null(t);
		if (info.line != rows[i].line ||
		    strncmp(info.file, dir, strlen(dir)) != 0 ||
		    strstr(info.text, rows[i].says) == NULL)
			fail_msg("%s: %s:%u: %s", rows[i].name, info.file,
			    info.line, info.text);
		pn_config_free(&c);
		free(config);
		free(texts);
		unsite(dir, rows[i].file);
	}
}

static void
a_missing_folder_is_told(void **state)
{
	struct pn_config *c = NULL;
	struct pn_texts *t = NULL;
	struct pn_errinfo info = {0};

	(void)state;
	assert_int_equal(
	    pn_config_load_text("texts = \"/nonexistent\";", "t", &c, &info),
	    PN_OK);
	assert_int_equal(pn_texts_load(c, &t, &info), PN_ERR_CONFIG);
	assert_non_null(strstr(info.file, "/nonexistent/"));
	pn_config_free(&c);
}

/* json - the verdict of F as text, for free() */
static char *
json(struct fixture *f, bool addresses)
{
	struct pn_reply reply;
	struct pn_json *v;
	struct pn_buf b;

	pn_explain_reply(f->texts, &f->occasion, &reply);
	v = pn_explain_json(&f->occasion, &reply, addresses);
	pn_buf_init(&b, TEXT_MAX);
	assert_int_equal(pn_json_write(v, &b), PN_OK);
	pn_json_free(v);
	return pn_buf_take(&b);
}

static void
json_is_the_contract(void **state)
{
	static const char *const want[] = {"\"verdict\":\"reject\"",
	    "\"mode\":\"enforce\"", "\"sender\":\"head@school.example\"",
	    "\"recipients\":[{\"address\":\"nurse@clinic.example\","
	    "\"class\":\"unverified\"}]",
	    "\"rules\":[{\"rule\":\"attachment\",\"action\":\"reject\","
	    "\"clause\":\"6.2(b)\",\"part\":\"2\",\"why\":"
	    "\"unprotected\"}]",
	    "{\"pattern\":\"uk-nino\",\"category\":\"identifier\","
	    "\"confidence\":\"high\",\"count\":3,\"distinct\":3,"
	    "\"part\":\"2\",\"where\":\"Contacts!B3\",\"hidden\":true,",
	    "{\"id\":\"2\",\"parent\":\"0\",\"name\":\"class.xlsx\",",
	    "\"declared_type\":null,\"role\":\"attachment\","
	    "\"protection\":\"none\",\"protection_kind\":null,",
	    "\"status\":\"scanned\"", "\"text_bytes\":0,\"hidden\":[]",
	    "\"reply\":{\"code\":\"550\",\"enhanced\":\"5.7.1\","
	    "\"lines\":[\"Not sent: ",
	    "\"ms\":1.9}"};
	struct fixture f;
	char *text;
	size_t i;

	(void)state;
	setup(&f, "");
	f.report->us = 1900;
	breaks(&f, find_reason(PN_RULE_ATTACHMENT, "unprotected"), PN_REJECT);
	text = json(&f, true);
	for (i = 0; i < COUNT(want); i++)
		if (strstr(text, want[i]) == NULL)
			fail_msg("%s\nnot in %s", want[i], text);
	free(text);
	f.verdict.action = PN_QUARANTINE;
	text = json(&f, true);
	assert_non_null(strstr(text, "\"reply\":null"));
	free(text);
	teardown(&f);
}

static void
the_audit_holds_no_names(void **state)
{
	static const char *const private[] = {"head", "school.example", "nurse",
	    "clinic", "class.xlsx", "Contacts", "sender", "recipient",
	    "x-anything"};
	struct fixture f;
	char *text;
	size_t i;

	(void)state;
	setup(&f, "");
	breaks(&f, find_reason(PN_RULE_ATTACHMENT, "unprotected"), PN_REJECT);
	breaks(&f, find_reason(PN_RULE_LOOKALIKE, "typo"), PN_REJECT);
	f.report->parts[0].declared_type = pn_strdup("application/x-anything");
	text = json(&f, false);
	for (i = 0; i < COUNT(private); i++)
		if (strstr(text, private[i]) != NULL)
			fail_msg("%s in %s", private[i], text);
	assert_non_null(strstr(text, "\"where\":\"B3\""));
	free(text);
	teardown(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_reason_rejected_and_held),
	    cmocka_unit_test(mails_are_as_reviewed),
	    cmocka_unit_test(several_rules_give_one_mail),
	    cmocka_unit_test(without_a_mail_the_reply_tells_the_first_step),
	    cmocka_unit_test(what_stopped_nothing_is_not_told),
	    cmocka_unit_test(many_recipients_and_files_are_counted),
	    cmocka_unit_test(names_from_outside_are_made_harmless),
	    cmocka_unit_test(the_longest_fillings_still_fit),
	    cmocka_unit_test(the_howto_follows_the_kind_of_file),
	    cmocka_unit_test(places_are_said_for_people),
	    cmocka_unit_test(what_was_found_is_said_by_kind_and_count),
	    cmocka_unit_test(a_credential_is_told_by_its_own_kind),
	    cmocka_unit_test(three_lines_where_configured),
	    cmocka_unit_test(a_fault_is_for_later),
	    cmocka_unit_test(the_site_replaces_text_by_text),
	    cmocka_unit_test(wrong_texts_are_named_with_file_and_line),
	    cmocka_unit_test(a_missing_folder_is_told),
	    cmocka_unit_test(json_is_the_contract),
	    cmocka_unit_test(the_audit_holds_no_names),
	};

	if (setenv("TZ", "UTC", 1) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
