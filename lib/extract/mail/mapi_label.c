/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mapi_label - which strings of an item are text, and what they are called
 */
#include <string.h>
#include "extract/mail/mapi.h"

/* Ranges of strings that belong to the header of a message, to its transport,
 * or to the mechanics of an attachment. */
static const struct {
	uint16_t from, to;
} plumbing[] = {
    {0x001A, 0x001A}, /* class */
    {0x003A, 0x0046}, /* report names, subject prefix, receivers */
    {0x0047, 0x005D}, /* routing, originals, reply recipients */
    {0x0064, 0x007F}, /* represented sender, conversation, headers */
    {0x0C19, 0x0C21}, /* sender */
    {0x0E02, 0x0E04}, /* shown recipients */
    {0x0E1D, 0x0E1D}, /* subject again */
    {0x0E28, 0x0E29}, /* accounts */
    {0x1006, 0x1011}, /* marks of the rich text */
    {0x1035, 0x1046}, /* message ids, references */
    {0x10F3, 0x10F4}, /* name for the web, from the subject */
    {0x3703, 0x3703}, /* extension */
    {0x370A, 0x370E}, /* tag, transport, type of an attachment */
    {0x3711, 0x3716}, /* where it belongs */
    {0x3A20, 0x3A20}, /* transmitted name of a contact */
    {0x39FE, 0x39FF}, /* addresses of a recipient */
    {0x3FD8, 0x3FD9}, /* the beginning of the body */
    {0x3FF8, 0x3FFB}, /* who wrote and changed it */
    {0x4022, 0x403E}, /* the same, with addresses */
    {0x5902, 0x5909}, /* last verb, editor */
    {0x5D01, 0x5D0B}, /* addresses of all of these */
    {0x5FE5, 0x5FFF}, /* recipients */
    {0x65E0, 0x67FF}, /* store */
};

/* Labels of texts that are personal, by property. */
static const struct {
	uint16_t id;
	const char *label;
} labels[] = {
    {0x3001, "Name"},
    {0x3004, "Comment"},
    {0x3A02, "Callback phone"},
    {0x3A05, "Generation"},
    {0x3A06, "First name"},
    {0x3A07, "Government ID"},
    {0x3A08, "Business phone"},
    {0x3A09, "Home phone"},
    {0x3A0A, "Initials"},
    {0x3A0B, "Keyword"},
    {0x3A0C, "Language"},
    {0x3A0D, "Location"},
    {0x3A10, "Employee number"},
    {0x3A11, "Surname"},
    {0x3A15, "Postal address"},
    {0x3A16, "Company"},
    {0x3A17, "Title"},
    {0x3A18, "Department"},
    {0x3A19, "Office"},
    {0x3A1A, "Primary phone"},
    {0x3A1B, "Business phone"},
    {0x3A1C, "Mobile phone"},
    {0x3A1D, "Radio phone"},
    {0x3A1E, "Car phone"},
    {0x3A1F, "Other phone"},
    {0x3A21, "Pager"},
    {0x3A23, "Fax"},
    {0x3A24, "Fax"},
    {0x3A25, "Fax"},
    {0x3A26, "Country"},
    {0x3A27, "City"},
    {0x3A28, "County"},
    {0x3A29, "Street"},
    {0x3A2A, "Postcode"},
    {0x3A2B, "PO box"},
    {0x3A2E, "Assistant phone"},
    {0x3A2F, "Home phone"},
    {0x3A30, "Assistant"},
    {0x3A43, "Hobbies"},
    {0x3A44, "Middle name"},
    {0x3A45, "Name prefix"},
    {0x3A46, "Profession"},
    {0x3A47, "Referred by"},
    {0x3A48, "Spouse"},
    {0x3A4E, "Manager"},
    {0x3A4F, "Nickname"},
    {0x3A50, "Web page"},
    {0x3A51, "Web page"},
    {0x3A57, "Company phone"},
    {0x3A58, "Children"},
    {0x3A59, "City"},
    {0x3A5A, "Country"},
    {0x3A5B, "Postcode"},
    {0x3A5C, "County"},
    {0x3A5D, "Street"},
    {0x3A5F, "City"},
    {0x3A60, "Country"},
    {0x3A61, "Postcode"},
    {0x3A62, "County"},
    {0x3A63, "Street"},
};

/* The same by number of a named property. */
static const struct {
	uint32_t lid;
	const char *label; /* NULL: no text */
} lids[] = {
    {0x8005, "Name"},
    {0x801A, "Home address"},
    {0x801B, "Work address"},
    {0x801C, "Other address"},
    {0x8045, "Street"},
    {0x8046, "City"},
    {0x8047, "County"},
    {0x8048, "Postcode"},
    {0x8049, "Country"},
    {0x8062, "Messenger"},
    {0x8080, "Email name"},
    {0x8082, NULL},
    {0x8083, "Email"},
    {0x8084, "Email"},
    {0x8090, "Email name"},
    {0x8092, NULL},
    {0x8093, "Email"},
    {0x8094, "Email"},
    {0x80A0, "Email name"},
    {0x80A2, NULL},
    {0x80A3, "Email"},
    {0x80A4, "Email"},
    {0x811F, "Owner"},
    {0x8127, NULL},
    {0x8208, "Location"},
    {0x8238, "Attendees"},
    {0x823B, "Attendees"},
    {0x823C, "Attendees"},
    {0x8530, "Flag"},
    {0x8539, "Companies"},
    {0x853A, "Contacts"},
    {0x8554, NULL},
    {0x8580, NULL},
    {0x8581, NULL},
    {0x85A0, NULL},
    {0x85A4, NULL},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* is_plumbing - a string that every message has? */
static bool
is_plumbing(uint16_t id)
{
	for (size_t i = 0; i < COUNT(plumbing); i++)
		if (id >= plumbing[i].from && id <= plumbing[i].to)
			return true;
	return false;
}

/* is_extract - what a server found in the body, for its users' convenience? */
static bool
is_extract(const struct pn_mapi_prop *p)
{
	static const char start[] = "X\0m\0l\0E\0x\0t\0r\0a\0c\0t\0e\0d";

	return p->name.n > sizeof(start) &&
	       memcmp(p->name.p, start, sizeof(start)) == 0;
}

bool
pn_mapi_label(struct pn_mapi *m, const struct pn_mapi_prop *p,
    struct pn_buf *out, enum pn_err *err)
{
	const char *s = NULL;

	if (p->header || is_plumbing(p->id) || is_extract(p))
		return false;
	for (size_t i = 0; i < COUNT(labels); i++)
		if (labels[i].id == p->id)
			s = labels[i].label;
	for (size_t i = 0; p->named && p->lid && i < COUNT(lids); i++) {
		if (lids[i].lid != p->lid)
			continue;
		if (lids[i].label == NULL)
			return false;
		s = lids[i].label;
	}
	if (s)
		*err = pn_buf_adds(out, s);
	else if (p->named && p->lid == 0 && p->name.n)
		*err = pn_mapi_text(m, PN_MAPI_UNICODE, p->name, out);
	else
		return true;
	if (*err == PN_OK)
		*err = pn_buf_adds(out, ": ");
	return true;
}
