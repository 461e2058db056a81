/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * columns - header words and code lists, as tables
 *
 * Words come from the exports of school information systems (School Data
 * Sync, OneRoster, census files) and from staff and health records. Codes:
 * DfE school census, common basic data set (ethnicity, SEN type, disability).
 */
#include <string.h>
#include "detect/columns.h"

struct header {
	unsigned kind;
	const char *words; /* separated by '|' */
};

static const struct header headers[] = {
    {PN_COL_NAME,
	"forename|forenames|first name|firstname|given name|given names|"
	"givenname|legal forename|preferred forename|preferred name|"
	"chosen name|known as|middle name|middle names|surname|surnames|"
	"last name|lastname|family name|familyname|legal surname|"
	"preferred surname|maiden name|full name|fullname|legal name|"
	"pupil name|pupils name|name of pupil|student name|students name|"
	"name of student|child name|childs name|child's name|"
	"name of child|learner name|patient name|employee name|staff name|"
	"teacher name|candidate name|parent name|carer name|member name|"
	"enw cyntaf|cyfenw|enw llawn|enw disgybl|enw'r disgybl"},
    {PN_COL_MAYBE_NAME,
	"name|names|pupil|pupils|student|students|child|children|learner|"
	"employee|staff member|member of staff|patient|candidate|"
	"contact name|person|teacher|parent|carer|enw|disgybl"},
    {PN_COL_ID,
	"upn|former upn|formerupn|unique pupil number|uln|"
	"unique learner number|uci|pupil id|pupil number|pupil no|"
	"student id|student number|student no|learner id|admission number|"
	"admission no|adno|adm no|candidate number|candidate no|"
	"exam number|exam no|sis id|sourcedid|person id|personid|"
	"nhs number|nhs no|nhs|chi number|chi no|h&c number|nino|"
	"ni number|ni no|national insurance|national insurance number|"
	"passport number|passport no|driving licence|employee id|"
	"employee number|employee no|staff id|staff number|payroll number|"
	"payroll no|trn|teacher reference number|"
	"patient id|patient number|hospital number|hospital no|ssn|"
	"social security number|soc sec id|national id|client id|"
	"roll number|roll no"},
    {PN_COL_BIRTH,
	"dob|d o b|date of birth|dateofbirth|birth date|birthdate|"
	"birthday|person birth date|personbirthdate|born|dyddiad geni"},
    {PN_COL_ADDRESS,
	"address|addresses|home address|address 1|address1|address line 1|"
	"address line|street|street address|postcode|post code|"
	"home postcode|zip|zip code|cyfeiriad|cod post"},
    {PN_COL_CONTACT,
	"email|e-mail|email address|e-mail address|home email|"
	"personal email|parent email|phone|phone number|telephone|"
	"telephone number|tel|tel no|mobile|mobile number|mobile phone|"
	"home phone|contact number|emergency contact|emergency number|"
	"ffon|rhif ffon|e-bost|ebost"},
    {PN_COL_SPECIAL,
	"ethnicity|ethnic|ethnic origin|ethnic group|ethnicity code|"
	"ethnicity codes|ethnicitycodes|race|religion|faith|sen|"
	"sen status|sen stage|sen provision|senprovision|sen type|"
	"sen need|sen needs|primary need|send|send status|ehcp|ehc plan|"
	"special needs|special educational needs|disability|disabled|"
	"disabilities|medical|medical condition|medical conditions|"
	"medical notes|medical information|medical needs|health|"
	"health conditions|allergy|allergies|diagnosis|diagnoses|"
	"medication|care plan|mental health|looked after|lookedafter|lac|"
	"cla|in care|child protection|child protection plan|"
	"child in need|safeguarding|safeguarding notes|cpoms|"
	"sexual orientation|sexuality|gender identity|trade union|"
	"union membership|union member|conviction|convictions|"
	"criminal record|biometric|pregnancy|blood group|"
	"ethnigrwydd|crefydd|anabledd|aay"},
    {PN_COL_DETAIL,
	"grade|grades|predicted grade|target grade|mark|marks|result|"
	"results|score|scores|maths|mathematics|english|science|reading|"
	"writing|spag|phonics|gcse|a level|reading age|attainment|"
	"progress|attendance|"
	"absence|absences|sickness|behaviour|exclusion|exclusions|"
	"suspension|suspensions|detention|detentions|salary|pay|pay scale|"
	"gross pay|net pay|tax code|fsm|free school meals|pupil premium|"
	"pp|eal|"
	"username|user name|password|passwords|login|in receipt of|"
	"service child|young carer|next of kin|bank account|"
	"account number|sort code|iban"},
};

/* The codes of the lists, each between blanks. */
#define ETHNICITY                                                              \
	" WBRI WENG WSCO WWEL WIRI WIRT WROM WOTH WEUR WEEU WOWB MWBC MWBA "   \
	"MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT "
#define NEED	   " SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD OTH NSA DS "
#define DISABILITY " MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA "

static const char *const codes[] = {ETHNICITY, NEED, DISABILITY};

void
pn_columns_add(struct pn_lexicon *l)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		const char *s = headers[i].words;

		while (*s != '\0') {
			size_t n = strcspn(s, "|");
			char word[64];

			if (n < sizeof(word)) {
				memcpy(word, s, n);
				word[n] = '\0';
				pn_lexicon_add(
				    l, word, PN_USE_COLUMN, headers[i].kind);
			}
			s += n + (s[n] == '|');
		}
	}
}

unsigned
pn_special_code(const char *s, size_t n)
{
	char key[8] = " ";

	if (n < 2 || n > 4)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (s[i] < 'A' || s[i] > 'Z')
			return 0;
	memcpy(key + 1, s, n);
	memcpy(key + 1 + n, " ", 2);
	for (unsigned i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strstr(codes[i], key) != NULL)
			return i + 1;
	return 0;
}
