/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * known - the passwords that Office tries by itself
 *
 * Nobody is asked for them, so a document that they open is open. Only the
 * common one is tried where a try takes a tenth of a second.
 */
#include "protect/known.h"
#include "protect/officekey.h"

/* UTF-16LE, each letter with its zero. */
static const unsigned char excel[] = "V\0e\0l\0v\0e\0t\0S\0w\0e\0a\0t\0s\0h\0"
				     "o\0p";
static const unsigned char powerpoint[] = "/\0"
					  "0\0"
					  "1\0"
					  "H\0a\0n\0n\0e\0s\0"
					  " \0R\0u\0e\0s\0c\0h\0e\0r\0/\0"
					  "0\0"
					  "1";
static const struct pn_bytes passwords[] = {
    {excel, sizeof(excel)},
    {powerpoint, sizeof(powerpoint)},
};

bool
pn_known_agile(const struct pn_buf *info)
{
	return pn_agile_key(info, passwords[0], NULL) == PN_OK;
}

bool
pn_known_standard(struct pn_bytes info)
{
	struct pn_standard_key key;

	return pn_standard_key(info, passwords[0], &key) == PN_OK;
}

bool
pn_known_rc4(struct pn_bytes info)
{
	struct pn_rc4_key key;
	size_t i;

	for (i = 0; i < sizeof(passwords) / sizeof(passwords[0]); i++)
		if (pn_rc4_key(info, passwords[i], &key) == PN_OK)
			return true;
	return false;
}

bool
pn_known_xor(uint16_t key, uint16_t verifier)
{
	unsigned char array[16];

	return pn_xor_key(key, verifier, passwords[0], array) == PN_OK;
}
