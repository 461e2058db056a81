/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_policy - every row of protocol.md, kept and broken
 *
 * A row gives the facts in a few words and the wanted verdict as text:
 *
 *	parts	"1 body; 2 attachment; 2.1<2 member strong encrypted"
 *	finds	"2.1 identifier high 1 hidden"   part category confidence count
 *	to	"unverified partner"   one recipient of each class;
 *		"unverified+typo" resembles a known one, "+webmail" is private
 *	want	"reject: attachment reject unprotected 2"
 *
 * Words not given are: role body, protection none, status scanned. The
 * confidence of the protocol's words (high, medium, low) is the report's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "policy/policy.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NOW	 1795000000 /* 2026-11-18 */
#define TEXT_MAX 65536

/* a row leaves out what its case does not need */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

struct row {
	const char *name;
	const char *parts, *finds;
	const char *to;
	const char *want;
	const char *config; /* beside internal_domains */
	const char *sender; /* NULL: a@school.example */
	const char *limits; /* "nesting" or "nesting:2" */
	const char *flags;  /* of the envelope: "follows other peak" */
	unsigned visible;   /* external addresses in To */
};

/* words - cut TEXT at blanks; returns how many, at most MAX */
static size_t
words(char *text, char **out, size_t max)
{
	char *save = NULL, *w;
	size_t n = 0;

	for (w = strtok_r(text, " ", &save); w != NULL && n < max;
	     w = strtok_r(NULL, " ", &save))
		out[n++] = w;
	return n;
}

/* each - call TAKE for every piece of LIST between semicolons */
static void
each(const char *list, void (*take)(struct pn_report *r, char **w, size_t n),
    struct pn_report *r)
{
	char *copy = pn_strdup(list == NULL ? "" : list), *save = NULL, *one;
	char *w[16];
	size_t n;

	for (one = strtok_r(copy, ";", &save); one != NULL;
	     one = strtok_r(NULL, ";", &save)) {
		n = words(one, w, COUNT(w));
		if (n > 0)
			take(r, w, n);
	}
	free(copy);
}

/* value - what follows KEY in WORD, NULL if it is another word */
static const char *
value(const char *word, const char *key)
{
	size_t n = strlen(key);

	return strncmp(word, key, n) == 0 ? word + n : NULL;
}

/* set_text - *WHERE gets what follows KEY in WORD; false if another word */
static bool
set_text(char **where, const char *word, const char *key)
{
	const char *v = value(word, key);

	if (v == NULL)
		return false;
	free(*where);
	*where = pn_strdup(v);
	return true;
}

static void
take_part(struct pn_report *r, char **w, size_t n)
{
	char *up = strchr(w[0], '<');
	struct pn_part *p;
	size_t i;

	if (up != NULL)
		*up++ = '\0';
	p = pn_report_part(r, w[0], up);
	p->role = PN_ROLE_BODY;
	p->type = pn_strdup("application/octet-stream");
	for (i = 1; i < n; i++)
		if (!pn_role_from_word(w[i], &p->role) &&
		    !pn_status_from_word(w[i], &p->status) &&
		    !pn_protection_from_word(w[i], &p->protection) &&
		    !set_text(&p->protection_kind, w[i], "kind=") &&
		    !set_text(&p->protection_why, w[i], "lock=") &&
		    !set_text(&p->status_why, w[i], "why=") &&
		    !set_text(&p->name, w[i], "name=") &&
		    !set_text(&p->declared_type, w[i], "declared=") &&
		    !set_text(&p->type, w[i], "type="))
			fail_msg("bad word %s", w[i]);
}

static void
take_find(struct pn_report *r, char **w, size_t n)
{
	struct pn_finding *f = pn_report_finding(r);
	size_t i;

	assert_true(n >= 4);
	f->part = pn_strdup(w[0]);
	f->pattern = pn_strdup("test-pattern");
	f->where = pn_strdup("line 1");
	f->masked = pn_strdup("Q");
	assert_true(pn_category_from_word(w[1], &f->category));
	assert_true(pn_confidence_from_word(w[2], &f->confidence));
	f->count = f->distinct = f->fresh = (uint32_t)strtoul(w[3], NULL, 10);
	for (i = 4; i < n; i++) {
		if (strcmp(w[i], "hidden") == 0)
			f->hidden = true;
		else if (value(w[i], "fresh=") != NULL)
			f->fresh = (uint32_t)strtoul(w[i] + 6, NULL, 10);
		else if (value(w[i], "distinct=") != NULL)
			f->distinct = (uint32_t)strtoul(w[i] + 9, NULL, 10);
		else if (!set_text(&f->pattern, w[i], "pattern="))
			fail_msg("bad word %s", w[i]);
	}
}

static void
take_limit(struct pn_report *r, char **w, size_t n)
{
	char *part = strchr(w[0], ':');

	(void)n;
	if (part != NULL)
		*part++ = '\0';
	pn_report_limit(r, w[0], part);
}

/* add_recipient - one from "class+modifier" */
static void
add_recipient(struct pn_envelope *e, char *word)
{
	static const char *const classes[] = {
	    "internal", "partner", "verified", "unverified"};
	char *plus = strchr(word, '+'), *address;
	struct pn_recipient *r;
	size_t i;

	if (plus != NULL)
		*plus++ = '\0';
	address = pn_printf("%s@%s.example", word,
	    strcmp(word, "internal") == 0  ? "school"
	    : strcmp(word, "partner") == 0 ? "partner"
					   : "out");
	r = pn_envelope_add(e, address);
	free(address);
	for (i = 0; i < COUNT(classes); i++)
		if (strncmp(classes[i], word, strlen(classes[i])) == 0)
			r->class = (enum pn_class)i;
	if (plus != NULL && strcmp(plus, "webmail") == 0) {
		r->own_webmail = true;
	} else if (plus != NULL) {
		r->resembles = pn_strdup("known.example");
		r->resembles_why = pn_strdup(plus);
	}
}

/* as_text - "verdict[ would WOULD]: rule action why [part] [to]; ..." */
static char *
as_text(const struct pn_verdict *v)
{
	struct pn_buf b;
	size_t i;

	pn_buf_init(&b, TEXT_MAX);
	pn_buf_adds(&b, pn_action_word(v->action));
	if (v->would != v->action)
		pn_buf_addf(&b, " would %s", pn_action_word(v->would));
	for (i = 0; i < v->n_broken; i++) {
		const struct pn_broken *k = &v->broken[i];

		pn_buf_addf(&b, "%s %s %s %s", i == 0 ? ":" : ";",
		    pn_rule_word(k->rule), pn_action_word(k->action), k->why);
		if (k->part != NULL)
			pn_buf_addf(&b, " %s", k->part);
		if (k->recipient != NULL)
			pn_buf_addf(&b, " %.*s",
			    (int)strcspn(k->recipient, "@"), k->recipient);
		if (k->monitor)
			pn_buf_adds(&b, " monitor");
	}
	for (i = 0; i < v->n_excepted; i++)
		pn_buf_addf(
		    &b, "; excepted %s", pn_rule_word(v->excepted[i].rule));
	return pn_buf_take(&b);
}

/* fill_envelope - sender, recipients and flags of ROW */
static void
fill_envelope(struct pn_envelope *e, const struct row *row)
{
	char *to = pn_strdup(row->to), *w[64];
	const char *flags = row->flags == NULL ? "" : row->flags;
	size_t i, n = words(to, w, COUNT(w));

	e->sender =
	    pn_strdup(row->sender == NULL ? "a@school.example" : row->sender);
	for (i = 0; i < n; i++)
		add_recipient(e, w[i]);
	e->password_follows = strstr(flags, "follows") != NULL;
	e->other_person = strstr(flags, "other") != NULL;
	e->peak = strstr(flags, "peak") != NULL;
	e->sent_recipients = 11;
	e->sent_bytes = 1001;
	free(to);
}

/* fill_side - N addresses outside, some of them twice, and some inside */
static void
fill_side(struct pn_side *s, unsigned n)
{
	unsigned i;

	s->n_to = n + 3;
	s->to = pn_alloc(s->n_to * sizeof(*s->to));
	for (i = 0; i < n; i++)
		s->to[i] = pn_printf("p%u@out.example", i);
	s->to[n] = pn_strdup("b@school.example");
	s->to[n + 1] = pn_strdup("c@partner.example");
	s->to[n + 2] = pn_strdup("not an address");
	s->n_cc = n;
	s->cc = pn_alloc((n + 1) * sizeof(*s->cc));
	for (i = 0; i < n; i++)
		s->cc[i] = pn_printf("P%u@OUT.example", i);
}

/* judge - the verdict on ROW, as text for free() */
static char *
judge(const struct row *row)
{
	struct pn_errinfo info = {0};
	struct pn_config *c = NULL;
	struct pn_report *r = pn_report_new();
	struct pn_envelope e = {0};
	struct pn_side side = {0};
	struct pn_verdict *v = NULL;
	char *text = pn_printf("internal_domains = [ \"school.example\" ];\n"
			       "partners = [ \"partner.example\" ];\n%s",
	    row->config == NULL ? "" : row->config);

	if (pn_config_load_text(text, "t", &c, &info) != PN_OK)
		fail_msg("%s: %s", row->name, info.text);
	free(text);
	each(row->parts, take_part, r);
	each(row->finds, take_find, r);
	each(row->limits, take_limit, r);
	fill_envelope(&e, row);
	fill_side(&side, row->visible);
	pn_decide(c, &e, r, &side, NOW, &v);
	text = as_text(v);
	pn_verdict_free(&v);
	assert_null(v);
	pn_side_free(&side);
	pn_envelope_free(&e);
	pn_report_free(&r);
	pn_config_free(&c);
	return text;
}

/* run - judge all N ROWS and name the first that is not as wanted */
static void
run(const struct row *rows, size_t n)
{
	size_t i, wrong = 0;

	for (i = 0; i < n; i++) {
		char *got = judge(&rows[i]);

		if (strcmp(got, rows[i].want) != 0) {
			print_error("%s:\n  wanted %s\n  got    %s\n",
			    rows[i].name, rows[i].want, got);
			wrong++;
		}
		free(got);
	}
	if (wrong > 0)
		fail_msg("%zu rows", wrong);
}

#define MAIL   "0 type=multipart/mixed; subject<0 subject; 1<0 body; "
#define SECRET "kind=zip-zipcrypto encrypted"

static void
who_is_looked_at(void **state)
{
	static const struct row rows[] = {
	    {"internal mail passes whatever is in it", MAIL "2<0",
		"1 identifier high 9; subject identifier high 1", "internal",
		"accept"},
	    {"nothing found", MAIL "2<0 attachment", "", "unverified",
		"accept"},
	    {"nobody", MAIL, "1 identifier high 1", "", "accept"},
	    {"one outsider among many is enough", MAIL, "1 identifier high 1",
		"internal verified internal", "reject: body reject finding 1"},
	    {"empty report", "", "", "unverified", "accept"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
what_is_sensitive(void **state)
{
	static const struct row rows[] = {
	    {"one of high", MAIL, "1 identifier high 1", "verified",
		"reject: body reject finding 1"},
	    {"financial too", MAIL, "1 financial high 1", "verified",
		"reject: body reject finding 1"},
	    {"special too", MAIL, "1 special high 1", "verified",
		"reject: body reject finding 1"},
	    {"roster too", MAIL, "1 roster high 1", "verified",
		"reject: body reject finding 1"},
	    {"two of medium are not", MAIL, "1 identifier medium 2", "verified",
		"accept"},
	    {"three of medium are", MAIL,
		"1 identifier medium 2; 1 special medium 1", "verified",
		"reject: body reject finding 1"},
	    {"one value three times is not", MAIL,
		"1 identifier medium 3 distinct=1 fresh=1", "verified",
		"accept"},
	    {"the same values in text and HTML count once", MAIL "2<0 body",
		"1 identifier medium 2; "
		"2 identifier medium 2 fresh=0",
		"verified", "accept"},
	    {"low never counts", MAIL, "1 identifier low 99", "verified",
		"accept"},
	    {"a signature is not sensitive", MAIL, "1 contact high 20",
		"verified", "accept"},
	    {"over twenty contact details are", MAIL, "1 contact medium 21",
		"verified", "reject: body reject finding 1"},
	    {"a table of four is not", MAIL, "1 bulk high 4", "verified",
		"accept"},
	    {"a table of five is", MAIL, "1 bulk high 5", "verified",
		"reject: body reject finding 1"},
	    {"a marking is not", MAIL, "1 marking high 9", "verified",
		"accept"},
	    {"a password alone is not", MAIL,
		"1 credential high 9 pattern=secret-password", "verified",
		"accept"},
	    {"common threshold raised", MAIL, "1 identifier high 2", "verified",
		"accept", .config = "sensitive = { high = 3; };"},
	    {"threshold of one rule raised", MAIL "2<0 attachment",
		"1 identifier high 1; 2 identifier high 1", "verified",
		"reject: attachment reject unprotected 2",
		.config = "rules = { body = { sensitive = { high = 2; }; "
			  "}; };"},
	    {"threshold of people", MAIL, "1 bulk high 5", "verified", "accept",
		.config = "sensitive = { bulk = 6; };"},
	    {"threshold of contacts", MAIL, "1 contact high 6", "verified",
		"reject: body reject finding 1",
		.config = "sensitive = { contact = 5; };"},
	    {"attachments are judged each for itself",
		MAIL "2<0 attachment; 3<0 attachment",
		"2 identifier medium 2; 3 identifier medium 2", "verified",
		"accept"},
	    {"an attachment with all that is in it",
		MAIL "2<0 attachment; 2.1<2 member; 2.2<2 member",
		"2.1 identifier medium 2; 2.2 identifier medium 1", "verified",
		"reject: attachment reject unprotected 2"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_subject(void **state)
{
	static const struct row rows[] = {
	    {"medium is enough", MAIL, "subject identifier medium 1",
		"verified", "reject: subject reject finding subject"},
	    {"health with a person", MAIL, "subject special medium 1",
		"verified", "reject: subject reject finding subject"},
	    {"a name of the roster", MAIL, "subject roster high 1", "verified",
		"reject: subject reject finding subject"},
	    {"a card number", MAIL, "subject financial high 1", "verified",
		"reject: subject reject finding subject"},
	    {"low is not", MAIL, "subject identifier low 3", "verified",
		"accept"},
	    {"a phone number is not", MAIL, "subject contact high 1",
		"verified", "accept"},
	    {"partners too", MAIL, "subject identifier high 1", "partner",
		"reject: subject reject finding subject"},
	    {"subject of an attached message is content",
		MAIL "2<0 attachment type=message/rfc822; "
		     "2.subject<2 subject",
		"2.subject identifier high 1", "verified",
		"reject: attachment reject unprotected 2"},
	    {"action", MAIL, "subject identifier high 1", "verified",
		"quarantine: subject quarantine finding subject",
		.config = "rules = { subject = { action = "
			  "\"quarantine\"; }; };"},
	    {"off", MAIL, "subject identifier high 1", "verified", "accept",
		.config = "rules = { subject = { enabled = false; }; };"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_body(void **state)
{
	static const struct row rows[] = {
	    {"any displayed part", MAIL "2<0; 2.1<2 body",
		"2.1 identifier high 1", "verified",
		"reject: body reject finding 2.1"},
	    {"parts together", MAIL "2<0 body",
		"1 identifier medium 1; 2 special medium 2", "verified",
		"reject: body reject finding 1"},
	    {"hidden text of the body too", MAIL, "1 identifier high 1 hidden",
		"verified", "reject: body reject finding 1"},
	    {"partners too", MAIL, "1 identifier high 1", "partner",
		"reject: body reject finding 1"},
	    {"an attached message's body is an attachment",
		MAIL "2<0 attachment type=message/rfc822; 2.1<2 body",
		"2.1 identifier high 1", "verified",
		"reject: attachment reject unprotected 2"},
	    {"a protected attachment does not excuse the body",
		MAIL "2<0 attachment strong encrypted", "1 identifier high 1",
		"verified", "reject: body reject finding 1"},
	    {"annotate", MAIL, "1 identifier high 1", "verified",
		"annotate: body annotate finding 1",
		.config = "rules = { body = { action = \"annotate\"; }; "
			  "};"},
	    {"accept is recorded", MAIL, "1 identifier high 1", "verified",
		"accept: body accept finding 1",
		.config = "rules = { body = { action = \"accept\"; }; "
			  "};"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_attachment(void **state)
{
	static const struct row rows[] = {
	    {"plain and sensitive", MAIL "2<0 attachment",
		"2 identifier high 1", "verified",
		"reject: attachment reject unprotected 2"},
	    {"plain and harmless", MAIL "2<0 attachment", "", "verified",
		"accept"},
	    {"strong", MAIL "2<0 attachment strong encrypted", "", "verified",
		"accept"},
	    {"not asked of partners", MAIL "2<0 attachment",
		"2 identifier high 1", "partner", "accept"},
	    {"a partner excuses nobody else", MAIL "2<0 attachment",
		"2 identifier high 1", "partner verified",
		"reject: attachment reject unprotected 2"},
	    {"ZipCrypto whatever is in it", MAIL "2<0 attachment weak " SECRET,
		"", "verified", "reject: attachment reject weak 2"},
	    {"a ZipCrypto member of a zip that could be listed",
		MAIL "2<0 attachment weak; 2.1<2 member weak " SECRET, "",
		"verified", "reject: attachment reject weak 2"},
	    {"ZipCrypto that was opened, whatever is in it",
		MAIL "2<0 attachment weak; 2.1<2 member weak "
		     "kind=zip-zipcrypto",
		"", "verified", "reject: attachment reject weak 2"},
	    {"a harmless PDF that may not be changed",
		MAIL "2<0 attachment weak kind=pdf-owner-only", "", "verified",
		"accept"},
	    {"a sensitive PDF that may not be changed",
		MAIL "2<0 attachment weak kind=pdf-owner-only",
		"2 identifier high 1", "verified",
		"reject: attachment reject weak 2"},
	    {"a strong document in a plain zip is protected",
		MAIL "2<0 attachment; 2.1<2 member strong encrypted", "",
		"verified", "accept"},
	    {"a plain sensitive member beside a strong one is not",
		MAIL "2<0 attachment; 2.1<2 member strong encrypted; "
		     "2.2<2 member",
		"2.2 identifier high 1", "verified",
		"reject: attachment reject unprotected 2"},
	    {"a harmless readme beside a strong one does no harm",
		MAIL "2<0 attachment; 2.1<2 member strong encrypted; "
		     "2.2<2 member",
		"2.2 contact high 1", "verified", "accept"},
	    {"a plain document in a strong zip that was opened",
		MAIL "2<0 attachment strong; 2.1<2 member",
		"2.1 identifier high 1", "verified", "accept"},
	    {"a strong document in a weak zip that was opened",
		MAIL "2<0 attachment weak kind=zip-zipcrypto; "
		     "2.1<2 member strong encrypted",
		"", "verified", "accept"},
	    {"a value that a protected member held first",
		MAIL "2<0 attachment; 2.1<2 member strong; 2.2<2 member",
		"2.1 identifier high 1; 2.2 identifier high 1 fresh=0",
		"verified", "reject: attachment reject unprotected 2"},
	    {"a protected neighbour excuses nothing",
		MAIL "2<0 attachment strong encrypted; 3<0 attachment",
		"3 identifier high 1", "verified",
		"reject: attachment reject unprotected 3"},
	    {"each that breaks it is listed",
		MAIL "2<0 attachment; 3<0 attachment weak " SECRET,
		"2 identifier high 1", "verified",
		"reject: attachment reject unprotected 2; "
		"attachment reject weak 3"},
	    {"old ciphers are strong",
		MAIL "2<0 attachment strong encrypted kind=pdf-rc4-128", "",
		"verified", "accept"},
	    {"old ciphers where modern is the minimum",
		MAIL "2<0 attachment strong encrypted kind=pdf-rc4-128", "",
		"verified", "reject: attachment reject weak 2",
		.config = "rules = { attachment = { minimum = "
			  "\"modern\"; }; };"},
	    {"AES where modern is the minimum",
		MAIL "2<0 attachment strong encrypted kind=zip-aes256", "",
		"verified", "accept",
		.config = "rules = { attachment = { minimum = "
			  "\"modern\"; }; };"},
	    {"a lock that can't be told is another rule's",
		MAIL "2<0 attachment unknown encrypted", "", "verified",
		"quarantine: unscannable quarantine unknown-lock 2"},
	    {"a lock that can't be told protects nothing readable",
		MAIL "2<0 attachment unknown; 2.1<2 member",
		"2.1 identifier high 1", "verified",
		"reject: attachment reject unprotected 2; "
		"unscannable quarantine unknown-lock 2"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

#define PASSWORD(part) part " credential medium 1 pattern=secret-password"

static void
rule_password(void **state)
{
	static const struct row rows[] = {
	    {"a password beside a strong file",
		MAIL "2<0 attachment strong encrypted", PASSWORD("1"),
		"verified", "quarantine: password quarantine likely 2"},
	    {"beside a weak one", MAIL "2<0 attachment weak " SECRET,
		PASSWORD("1"), "verified",
		"reject: attachment reject weak 2; "
		"password quarantine likely 2"},
	    {"in the subject", MAIL "2<0 attachment strong encrypted",
		PASSWORD("subject"), "verified",
		"quarantine: password quarantine likely 2"},
	    {"in a note beside it",
		MAIL "2<0 attachment strong encrypted; 3<0 attachment",
		PASSWORD("3"), "verified",
		"quarantine: password quarantine likely 2"},
	    {"in a readme of the same zip",
		MAIL "2<0 attachment; 2.1<2 member strong encrypted; "
		     "2.2<2 member",
		PASSWORD("2.2"), "verified",
		"quarantine: password quarantine likely 2.1"},
	    {"partners too", MAIL "2<0 attachment strong encrypted",
		PASSWORD("1"), "partner",
		"quarantine: password quarantine likely 2"},
	    {"no locked file", MAIL "2<0 attachment", PASSWORD("1"), "verified",
		"accept"},
	    {"a low find", MAIL "2<0 attachment strong encrypted",
		"1 credential low 1 pattern=secret-password", "verified",
		"accept"},
	    {"inside the locked file itself",
		MAIL "2<0 attachment strong; 2.1<2 member", PASSWORD("2.1"),
		"verified", "accept"},
	    {"in the name of the locked file",
		MAIL "2<0 attachment strong encrypted", PASSWORD("2"),
		"verified", "quarantine: password quarantine likely 2"},
	    {"in a name within the locked file",
		MAIL "2<0 attachment strong encrypted; "
		     "2.1<2 member strong encrypted",
		PASSWORD("2.1"), "verified",
		"quarantine: password quarantine likely 2"},
	    {"it opens the file",
		MAIL "2<0 attachment strong encrypted lock=proven",
		PASSWORD("1"), "verified", "reject: password reject proven 2"},
	    {"it comes after the file", MAIL, "", "verified",
		"quarantine: password quarantine follows", .flags = "follows"},
	    {"actions of their own", MAIL "2<0 attachment strong encrypted",
		PASSWORD("1"), "verified", "reject: password reject likely 2",
		.config = "rules = { password = { likely = \"reject\"; "
			  "}; };"},
	    {"off", MAIL "2<0 attachment strong encrypted", PASSWORD("1"),
		"verified", "accept",
		.config = "rules = { password = { enabled = false; }; "
			  "};"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_credential(void **state)
{
	static const struct row rows[] = {
	    {"a private key", MAIL,
		"1 credential high 1 pattern=secret-private-key", "verified",
		"reject: credential reject key 1"},
	    {"a user and password", MAIL,
		"1 credential medium 1 pattern=secret-login", "partner",
		"reject: credential reject login 1"},
	    {"an access token", MAIL "2<0 attachment",
		"2 credential high 1 pattern=secret-aws-key", "verified",
		"reject: credential reject token 2"},
	    {"a password alone", MAIL, PASSWORD("1"), "verified", "accept"},
	    {"a low find", MAIL, "1 credential low 1 pattern=secret-login",
		"verified", "accept"},
	    {"one kind in one part is told once", MAIL,
		"1 credential high 1 pattern=secret-aws-key; "
		"1 credential medium 1 pattern=secret-github-token",
		"verified", "reject: credential reject token 1"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_recipient(void **state)
{
	static const struct row rows[] = {
	    {"a sensitive attachment", MAIL "2<0 attachment",
		"2 identifier high 1", "unverified",
		"reject: attachment reject unprotected 2; "
		"recipient reject unverified unverified"},
	    {"a sensitive body", MAIL, "1 identifier high 1", "unverified",
		"reject: body reject finding 1; "
		"recipient reject unverified unverified"},
	    {"a locked attachment", MAIL "2<0 attachment strong encrypted", "",
		"unverified", "reject: recipient reject unverified unverified"},
	    {"a locked member",
		MAIL "2<0 attachment; 2.1<2 member strong encrypted", "",
		"unverified", "reject: recipient reject unverified unverified"},
	    {"a sensitive opened one",
		MAIL "2<0 attachment strong; 2.1<2 member",
		"2.1 identifier high 1", "unverified",
		"reject: recipient reject unverified unverified"},
	    {"a harmless message", MAIL "2<0 attachment", "1 contact high 3",
		"unverified", "accept"},
	    {"not asked of the verified",
		MAIL "2<0 attachment strong encrypted", "", "verified",
		"accept"},
	    {"not asked of partners", MAIL "2<0 attachment strong encrypted",
		"", "partner", "accept"},
	    {"each is named", MAIL "2<0 attachment strong encrypted", "",
		"unverified verified unverified2",
		"reject: recipient reject unverified unverified; "
		"recipient reject unverified unverified2"},
	    {"held instead", MAIL "2<0 attachment strong encrypted", "",
		"unverified",
		"quarantine: recipient quarantine unverified unverified",
		.config = "rules = { recipient = { action = "
			  "\"quarantine\"; }; };"},
	    {"off", MAIL "2<0 attachment strong encrypted", "", "unverified",
		"accept",
		.config = "rules = { recipient = { enabled = false; }; "
			  "};"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_lookalike(void **state)
{
	static const struct row rows[] = {
	    {"resembles a known one", MAIL, "", "unverified+confusable",
		"quarantine: lookalike quarantine confusable unverified"},
	    {"was verified", MAIL, "", "verified+typo", "accept"},
	    {"is a partner", MAIL, "", "partner+typo", "accept"},
	    {"rejected", MAIL, "", "unverified+ending",
		"reject: lookalike reject ending unverified",
		.config = "rules = { lookalike = { action = \"reject\"; "
			  "}; };"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_content(void **state)
{
	static const struct row rows[] = {
	    {"hidden and sensitive, protected or not",
		MAIL "2<0 attachment strong", "2 identifier high 1 hidden",
		"verified", "reject: content reject hidden 2"},
	    {"partners too", MAIL "2<0 attachment",
		"2 identifier high 1 hidden", "partner",
		"reject: content reject hidden 2"},
	    {"hidden and not sensitive alone", MAIL "2<0 attachment strong",
		"2 identifier high 1; 2 identifier medium 1 hidden", "verified",
		"accept"},
	    {"a name that the content contradicts",
		MAIL "2<0 attachment name=plan.pdf type=application/zip", "",
		"verified", "quarantine: content quarantine type-mismatch 2"},
	    {"a text that is a document",
		MAIL "2<0 attachment name=a.TXT type=application/pdf", "",
		"verified", "quarantine: content quarantine type-mismatch 2"},
	    {"a declared type, where the name tells nothing",
		MAIL "2<0 attachment declared=image/png type=application/"
		     "vnd.openxmlformats-officedocument.wordprocessingml."
		     "document",
		"", "verified",
		"quarantine: content quarantine type-mismatch 2"},
	    {"the name tells the truth",
		MAIL "2<0 attachment name=a.pdf type=application/pdf "
		     "declared=application/octet-stream",
		"", "verified", "accept"},
	    {"a .doc that is a docx",
		MAIL "2<0 attachment name=a.doc type=application/vnd."
		     "openxmlformats-officedocument.wordprocessingml."
		     "document declared=application/msword",
		"", "verified", "accept"},
	    {"a .xls that is HTML",
		MAIL "2<0 attachment name=a.xls type=text/html", "", "verified",
		"accept"},
	    {"a document that is a program",
		MAIL "2<0 attachment name=plan.docx "
		     "type=application/x-dosexec",
		"", "verified",
		"quarantine: content quarantine type-mismatch 2"},
	    {"a document that is a 7z archive",
		MAIL "2<0 attachment name=plan.docx "
		     "type=application/x-7z-compressed",
		"", "verified",
		"quarantine: content quarantine type-mismatch 2"},
	    {"a picture that is a RAR archive",
		MAIL "2<0 attachment name=a.jpg type=application/vnd.rar", "",
		"verified", "quarantine: content quarantine type-mismatch 2"},
	    {"a web page that is a PDF",
		MAIL "2<0 attachment name=a.html type=application/pdf", "",
		"verified", "quarantine: content quarantine type-mismatch 2"},
	    {"a .zip that is a 7z archive",
		MAIL "2<0 attachment name=a.zip "
		     "type=application/x-7z-compressed",
		"", "verified", "accept"},
	    {"a cabinet declared as one",
		MAIL "2<0 attachment name=a "
		     "type=application/vnd.ms-cab-compressed "
		     "declared=application/x-compressed",
		"", "verified", "accept"},
	    {"a .doc that is RTF",
		MAIL "2<0 attachment name=a.doc type=application/rtf", "",
		"verified", "accept"},
	    {"a .txt that is RTF",
		MAIL "2<0 attachment name=a.txt type=application/rtf", "",
		"verified", "accept"},
	    {"a flat document, declared as the XML that it is",
		MAIL "2<0 attachment name=a.fodt declared=text/xml "
		     "type=application/vnd.oasis.opendocument.text",
		"", "verified", "accept"},
	    {"a drawing that is text",
		MAIL "2<0 attachment name=a.html type=image/svg+xml", "",
		"verified", "accept"},
	    {"a gzipped metafile",
		MAIL "2<0 attachment name=a.emz type=application/gzip", "",
		"verified", "accept"},
	    {"a .jpg that is a PNG",
		MAIL "2<0 attachment name=a.jpg type=image/png skipped", "",
		"verified", "accept"},
	    {"rows about somebody else", MAIL, "", "verified",
		"reject: content reject other-person", .flags = "other"},
	    {"the contradiction has its own action",
		MAIL "2<0 attachment name=plan.pdf type=application/zip", "",
		"verified", "reject: content reject type-mismatch 2",
		.config = "rules = { content = { mismatch = \"reject\"; "
			  "}; };"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rule_unscannable(void **state)
{
	static const struct row rows[] = {
	    {"no reader", MAIL "2<0 attachment unscannable why=no-reader", "",
		"verified", "quarantine: unscannable quarantine no-reader 2"},
	    {"a kind that nobody knows",
		MAIL "2<0 attachment unscannable why=unknown-type", "",
		"verified",
		"quarantine: unscannable quarantine unknown-type 2"},
	    {"damaged", MAIL "2<0 attachment unscannable why=damaged", "",
		"partner", "quarantine: unscannable quarantine damaged 2"},
	    {"a word of a later worker",
		MAIL "2<0 attachment unscannable why=spoilt", "", "verified",
		"quarantine: unscannable quarantine unreadable 2"},
	    {"no word at all", MAIL "2<0 attachment unscannable", "",
		"verified", "quarantine: unscannable quarantine unreadable 2"},
	    {"a limit", MAIL "2<0 attachment limit why=ratio", "", "verified",
		"quarantine: unscannable quarantine limit 2"},
	    {"a limit of the whole message", MAIL, "", "verified",
		"quarantine: unscannable quarantine limit", .limits = "parts"},
	    {"several limits of the whole message are told once", MAIL, "",
		"verified", "quarantine: unscannable quarantine limit",
		.limits = "parts; time"},
	    {"a limit and its part are told once", MAIL "2<0 attachment limit",
		"", "verified", "quarantine: unscannable quarantine limit 2",
		.limits = "ratio:2"},
	    {"a limit of a part that was else scanned", MAIL "2<0 attachment",
		"", "verified", "quarantine: unscannable quarantine limit 2",
		.limits = "ratio:2"},
	    {"an unknown lock", MAIL "2<0 attachment unknown encrypted", "",
		"verified",
		"quarantine: unscannable quarantine unknown-lock 2"},
	    {"encrypted without a lock that is known",
		MAIL "2<0 attachment encrypted", "", "verified",
		"quarantine: unscannable quarantine unknown-lock 2"},
	    {"a body part", MAIL "2<0 body unscannable why=encoding", "",
		"verified", "quarantine: unscannable quarantine encoding 2"},
	    {"a picture breaks nothing",
		MAIL "2<0 attachment skipped type=image/png", "", "unverified",
		"accept"},
	    {"a protected one breaks nothing",
		MAIL "2<0 attachment strong encrypted", "", "verified",
		"accept"},
	    {"one that can't be read hides nothing that could",
		MAIL "2<0 attachment unscannable why=damaged",
		"2 identifier high 1", "verified",
		"reject: attachment reject unprotected 2; "
		"unscannable quarantine damaged 2"},
	    {"rejected", MAIL "2<0 attachment unscannable why=damaged", "",
		"verified", "reject: unscannable reject damaged 2",
		.config = "rules = { unscannable = { action = "
			  "\"reject\"; }; };"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
rules_about_many(void **state)
{
	static const struct row rows[] = {
	    {"twenty may see each other", MAIL, "", "verified", "accept",
		.visible = 20},
	    {"twenty-one may not", MAIL, "", "verified",
		"reject: audience reject visible", .visible = 21},
	    {"nobody outside gets it", MAIL, "", "internal", "accept",
		.visible = 21},
	    {"more are allowed", MAIL, "", "verified", "accept", .visible = 21,
		.config = "rules = { audience = { max_visible = 50; }; "
			  "};"},
	    {"volume without a limit", MAIL, "", "verified", "accept",
		.flags = "peak"},
	    {"too many recipients in peak hours", MAIL, "", "verified",
		"annotate: volume annotate recipients", .flags = "peak",
		.config = "rules = { volume = { recipients_per_hour = "
			  "10; }; };"},
	    {"too many bytes in peak hours", MAIL, "", "verified",
		"annotate: volume annotate bytes", .flags = "peak",
		.config = "rules = { volume = { bytes_per_hour = 1000; "
			  "}; };"},
	    {"off peak", MAIL, "", "verified", "accept",
		.config = "rules = { volume = { bytes_per_hour = 1000; "
			  "}; };"},
	    {"webmail and sensitive", MAIL "2<0 attachment",
		"2 identifier high 1", "verified+webmail",
		"reject: attachment reject unprotected 2; "
		"webmail quarantine personal verified"},
	    {"webmail and harmless", MAIL, "", "verified+webmail", "accept"},
	    {"the footer, where there is one", MAIL, "", "verified",
		"annotate: opinion annotate footer",
		.config = "annotate = { footer = \"Views are ours.\"; };"},
	    {"the footer is for mail to the outside", MAIL, "", "internal",
		"accept",
		.config = "annotate = { footer = \"Views are ours.\"; };"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
strongest_wins_and_all_are_listed(void **state)
{
	static const struct row rows[] = {
	    {"five at once",
		MAIL "2<0 attachment; 3<0 attachment unscannable; "
		     "4<0 attachment strong encrypted",
		"subject special medium 1; 1 identifier high 1; "
		"2 bulk high 9; " PASSWORD("1"),
		"unverified",
		"reject: subject reject finding subject; "
		"body reject finding 1; "
		"attachment reject unprotected 2; "
		"recipient reject unverified unverified; "
		"password quarantine likely 4; "
		"unscannable quarantine unreadable 3"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
modes(void **state)
{
	static const struct row rows[] = {
	    {"monitor everything", MAIL, "1 identifier high 1", "unverified",
		"accept would reject: body reject finding 1 monitor; "
		"recipient reject unverified unverified monitor",
		.config = "mode = \"monitor\";"},
	    {"monitor one rule", MAIL, "1 identifier high 1", "verified",
		"accept would reject: body reject finding 1 monitor",
		.config = "rules = { body = { mode = \"monitor\"; }; };"},
	    {"monitor a group of senders", MAIL, "1 identifier high 1",
		"verified",
		"accept would reject: body reject finding 1 monitor",
		.config = "monitor_senders = [ \"@School.example\" ];"},
	    {"other senders are stopped", MAIL, "1 identifier high 1",
		"verified", "reject: body reject finding 1",
		.config = "monitor_senders = [ \"b@school.example\" ];"},
	    {"the others are enforced", MAIL "2<0 unscannable",
		"1 identifier high 1", "verified",
		"quarantine would reject: body reject finding 1 monitor; "
		"unscannable quarantine unreadable 2",
		.config = "rules = { body = { mode = \"monitor\"; }; };"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

static void
null_sender(void **state)
{
	static const struct row rows[] = {
	    {"reject becomes quarantine", MAIL "2<0 attachment",
		"2 identifier high 1", "verified",
		"quarantine: attachment quarantine unprotected 2",
		.sender = ""},
	    {"the rest stays", MAIL "2<0 attachment unscannable", "",
		"verified", "quarantine: unscannable quarantine unreadable 2",
		.sender = ""},
	    {"annotate stays", MAIL, "1 identifier high 1", "verified",
		"annotate: body annotate finding 1", .sender = "",
		.config = "rules = { body = { action = \"annotate\"; }; "
			  "};"},
	};

	(void)state;
	run(rows, COUNT(rows));
}

#define EXCEPTION(rule, sender, recipient, until)                              \
	"exceptions = ( { rule = \"" rule "\"; sender = \"" sender             \
	"\"; recipient = \"" recipient "\"; reason = \"r\"; allowed_by = "     \
	"\"a\"; until = \"" until "\"; } );"

static void
exceptions(void **state)
{
	static const char parts[] = MAIL "2<0 attachment";
	static const char finds[] = "2 identifier high 1";
	static const char broken[] = "reject: attachment reject unprotected 2";
	static const struct row rows[] = {
	    {"this sender to this recipient", parts, finds, "verified",
		"accept; excepted attachment",
		.config = EXCEPTION("attachment", "a@school.example",
		    "verified@out.example", "2026-12-31")},
	    {"domains", parts, finds, "verified", "accept; excepted attachment",
		.config = EXCEPTION("attachment", "@school.example",
		    "@out.example", "2026-12-31")},
	    {"anybody", parts, finds, "verified", "accept; excepted attachment",
		.config = EXCEPTION("attachment", "*", "*", "2026-11-18")},
	    {"it has ended", parts, finds, "verified", broken,
		.config = EXCEPTION("attachment", "*", "*", "2026-11-17")},
	    {"another sender", parts, finds, "verified", broken,
		.config = EXCEPTION(
		    "attachment", "b@school.example", "*", "2026-12-31")},
	    {"another recipient", parts, finds, "verified", broken,
		.config = EXCEPTION(
		    "attachment", "*", "x@out.example", "2026-12-31")},
	    {"a domain that only ends alike", parts, finds, "verified", broken,
		.config =
		    EXCEPTION("attachment", "*", "@t.example", "2026-12-31")},
	    {"another rule", parts, finds, "verified", broken,
		.config = EXCEPTION("body", "*", "*", "2026-12-31")},
	    {"one recipient of two", parts, finds, "verified unverified+x",
		"reject: attachment reject unprotected 2; "
		"recipient reject unverified unverified; "
		"lookalike quarantine typo unverified",
		.config = EXCEPTION(
		    "attachment", "*", "verified@out.example", "2026-12-31")},
	    {"internal and partner recipients need none", parts, finds,
		"internal partner verified", "accept; excepted attachment",
		.config = EXCEPTION(
		    "attachment", "*", "verified@out.example", "2026-12-31")},
	    {"one recipient's own", MAIL "2<0 attachment strong encrypted", "",
		"unverified verified", "accept; excepted recipient",
		.config = EXCEPTION(
		    "recipient", "*", "unverified@out.example", "2026-12-31")},
	    {"used by what it would stop only", MAIL, "", "verified", "accept",
		.config = EXCEPTION("attachment", "*", "*", "2026-12-31")},
	    {"the null sender may have one", parts, finds, "verified",
		"accept; excepted attachment", .sender = "",
		.config = EXCEPTION("attachment", "<>", "*", "2026-12-31")},
	};

	(void)state;
	run(rows, COUNT(rows));
}

/* certain - pn_decide_certain on a message with FINDS in body or file */
static bool
certain(const char *parts, const char *finds, const char *to)
{
	struct row row = {.parts = parts, .finds = finds, .to = to};
	struct pn_errinfo info = {0};
	struct pn_config *c = NULL;
	struct pn_report *r = pn_report_new();
	struct pn_envelope e = {0};
	bool yes;

	assert_int_equal(pn_config_load(NULL, &c, &info), PN_OK);
	each(row.parts, take_part, r);
	each(row.finds, take_find, r);
	fill_envelope(&e, &row);
	yes = pn_decide_certain(c, &e, r, NULL, NOW);
	assert_int_equal(e.recipients[0].class, PN_UNVERIFIED);
	pn_envelope_free(&e);
	pn_report_free(&r);
	pn_config_free(&c);
	return yes;
}

static void
certain_without_the_store(void **state)
{
	(void)state;
	assert_true(certain(MAIL, "1 identifier high 1", "unverified"));
	assert_false(
	    certain(MAIL "2<0 attachment strong encrypted", "", "unverified"));
	assert_false(certain(MAIL, "", "unverified"));
	assert_false(certain(MAIL "2<0 unscannable", "", "unverified"));
}

static void
whose_an_address_is(void **state)
{
	static const struct {
		const char *address;
		enum pn_class class;
	} rows[] = {
	    {"a@school.example", PN_INTERNAL},
	    {"a@sub.school.example", PN_UNVERIFIED},
	    {"a@myschool.example", PN_UNVERIFIED},
	    {"a@council.example", PN_PARTNER},
	    {"a@sub.council.example", PN_UNVERIFIED},
	    {"nurse@clinic.example", PN_PARTNER},
	    {"doctor@clinic.example", PN_UNVERIFIED},
	    {"", PN_UNVERIFIED},
	};
	struct pn_errinfo info = {0};
	struct pn_config *c = NULL;
	size_t i;

	(void)state;
	assert_int_equal(
	    pn_config_load_text("internal_domains = [ \"school.example\" ];"
				"partners = [ \"council.example\", "
				"\"nurse@clinic.example\" ];",
		"t", &c, &info),
	    PN_OK);
	for (i = 0; i < COUNT(rows); i++)
		if (pn_classify(c, rows[i].address) != rows[i].class)
			fail_msg("%s", rows[i].address);
	pn_config_free(&c);
}

static void
a_fault_is_unscannable(void **state)
{
	struct pn_errinfo info = {0};
	struct pn_config *c = NULL;
	struct pn_report *r = pn_fault_report();
	struct pn_envelope e = {0};
	struct pn_verdict *v = NULL;
	char *text;

	(void)state;
	assert_int_equal(pn_config_load(NULL, &c, &info), PN_OK);
	e.sender = pn_strdup("a@school.example");
	(void)pn_envelope_add(&e, "b@out.example");
	pn_decide(c, &e, r, NULL, NOW, &v);
	text = as_text(v);
	assert_string_equal(text, "quarantine: unscannable quarantine fault 1");
	assert_string_equal(v->broken[0].clause, "6.2(e)");
	free(text);
	pn_verdict_free(&v);
	pn_envelope_free(&e);
	pn_report_free(&r);
	pn_config_free(&c);
}

static void
every_rule_has_its_clause(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < PN_N_RULES; i++) {
		assert_true(*pn_clause((enum pn_rule)i) != '\0');
		assert_true(strlen(pn_clause_text((enum pn_rule)i)) <= 53);
	}
	assert_string_equal(pn_clause(PN_RULE_ATTACHMENT), "6.2(b)");
	assert_string_equal(pn_clause(PN_RULE_RECIPIENT), "6.2(d)");
}

/* A report as large as a report may be must not take long. */
static void
many_parts_are_judged(void **state)
{
	struct row row = {.to = "unverified verified partner"};
	struct pn_errinfo info = {0};
	struct pn_config *c = NULL;
	struct pn_report *r = pn_report_new();
	struct pn_envelope e = {0};
	struct pn_verdict *v = NULL;
	char id[32], up[32];
	unsigned i;

	(void)state;
	assert_int_equal(pn_config_load(NULL, &c, &info), PN_OK);
	for (i = 0; i < 10000; i++) {
		struct pn_part *p;

		(void)snprintf(id, sizeof(id), "%u", i);
		(void)snprintf(up, sizeof(up), "%u", i / 2);
		p = pn_report_part(r, id, i % 3 == 0 ? NULL : up);
		p->role = PN_ROLE_ATTACHMENT;
		p->type = pn_strdup("text/plain");
	}
	for (i = 0; i < 20000; i++) {
		struct pn_finding *f = pn_report_finding(r);

		(void)snprintf(id, sizeof(id), "%u", i / 2);
		f->part = pn_strdup(id);
		f->pattern = pn_strdup("uk-nino");
		f->confidence = PN_HIGH;
		f->count = f->distinct = f->fresh = 1;
	}
	fill_envelope(&e, &row);
	pn_decide(c, &e, r, NULL, NOW, &v);
	assert_int_equal(v->action, PN_REJECT);
	assert_true(v->n_broken > 3000);
	pn_verdict_free(&v);
	pn_envelope_free(&e);
	pn_report_free(&r);
	pn_config_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_is_looked_at),
	    cmocka_unit_test(what_is_sensitive),
	    cmocka_unit_test(rule_subject),
	    cmocka_unit_test(rule_body),
	    cmocka_unit_test(rule_attachment),
	    cmocka_unit_test(rule_password),
	    cmocka_unit_test(rule_credential),
	    cmocka_unit_test(rule_recipient),
	    cmocka_unit_test(rule_lookalike),
	    cmocka_unit_test(rule_content),
	    cmocka_unit_test(rule_unscannable),
	    cmocka_unit_test(rules_about_many),
	    cmocka_unit_test(strongest_wins_and_all_are_listed),
	    cmocka_unit_test(modes),
	    cmocka_unit_test(null_sender),
	    cmocka_unit_test(exceptions),
	    cmocka_unit_test(certain_without_the_store),
	    cmocka_unit_test(whose_an_address_is),
	    cmocka_unit_test(a_fault_is_unscannable),
	    cmocka_unit_test(every_rule_has_its_clause),
	    cmocka_unit_test(many_parts_are_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
