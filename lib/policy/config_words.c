/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_words - the words of rules, actions and modes
 *
 * The spelling of protocol.md: in the configuration, in JSON and in the audit
 * trail. Actions that no rule can be given (seal, tempfail) have words too,
 * because verdicts have.
 */
#include <string.h>
#include "policy/config_keys.h"

static const struct pn_choice rule_words[] = {{"subject", PN_RULE_SUBJECT},
    {"body", PN_RULE_BODY}, {"attachment", PN_RULE_ATTACHMENT},
    {"password", PN_RULE_PASSWORD}, {"credential", PN_RULE_CREDENTIAL},
    {"recipient", PN_RULE_RECIPIENT}, {"lookalike", PN_RULE_LOOKALIKE},
    {"content", PN_RULE_CONTENT}, {"unscannable", PN_RULE_UNSCANNABLE},
    {"audience", PN_RULE_AUDIENCE}, {"webmail", PN_RULE_WEBMAIL},
    {"volume", PN_RULE_VOLUME}, {"opinion", PN_RULE_OPINION}, {NULL, 0}};

static const struct pn_choice action_words[] = {{"accept", PN_ACCEPT},
    {"annotate", PN_ANNOTATE}, {"seal", PN_SEAL}, {"quarantine", PN_QUARANTINE},
    {"reject", PN_REJECT}, {"tempfail", PN_TEMPFAIL}, {NULL, 0}};

const char *
pn_action_word(enum pn_action a)
{
	return pn_choice_word(action_words, (int)a);
}

bool
pn_action_from_word(const char *w, enum pn_action *out)
{
	const struct pn_choice *c;

	for (c = action_words; c->word != NULL; c++) {
		if (strcmp(c->word, w) == 0) {
			*out = (enum pn_action)c->value;
			return true;
		}
	}
	return false;
}

const char *
pn_rule_word(enum pn_rule r)
{
	return pn_choice_word(rule_words, (int)r);
}

bool
pn_rule_from_word(const char *w, enum pn_rule *out)
{
	const struct pn_choice *c;

	for (c = rule_words; c->word != NULL; c++) {
		if (strcmp(c->word, w) == 0) {
			*out = (enum pn_rule)c->value;
			return true;
		}
	}
	return false;
}

const char *
pn_mode_word(enum pn_mode m)
{
	return pn_choice_word(pn_mode_choices, (int)m);
}
