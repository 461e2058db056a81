/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_cfb - Compound File Binary: old Office, Outlook items, locked OOXML
 *
 * Says which of them a file is by the streams in its root ([MS-CFB],
 * [MS-OFFCRYPTO] 2.3.4). Names compare without case, and EncryptedPackage
 * comes first: Office 2007 writes a decoy WordDocument beside it. Reads none
 * of them.
 */
#include <string.h>
#include "base/cfb.h"
#include "extract/format.h"

static const char signature[8] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

#define ENCRYPTED_TYPE "application/x-ole-encrypted-package"

/* Streams that tell the type, the surest first. */
static const struct {
	const char *stream, *type;
} streams[] = {
    {"EncryptedPackage", ENCRYPTED_TYPE},
    {"WordDocument", "application/msword"},
    {"Workbook", "application/vnd.ms-excel"},
    {"Book", "application/vnd.ms-excel"},
    {"PowerPoint Document", "application/vnd.ms-powerpoint"},
    {"__properties_version1.0", "application/vnd.ms-outlook"},
    {"VisioDocument", "application/vnd.visio"},
    {"Quill", "application/x-mspublisher"},
};

static unsigned
cfb_bid(struct pn_look *look, const char **type)
{
	struct pn_cfb *cfb;

	if (look->bytes.n < sizeof(signature) ||
	    memcmp(look->bytes.p, signature, sizeof(signature)) != 0)
		return 0;
	if (pn_cfb_open(look->bytes, &cfb) != PN_OK)
		return 8 * sizeof(signature);
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		if (pn_cfb_find(cfb, streams[i].stream)) {
			*type = streams[i].type;
			break;
		}
	pn_cfb_free(&cfb);
	return PN_BID_PACKAGE;
}

static enum pn_err
cfb_read(struct pn_job *job)
{
	if (strcmp(job->kind.type, ENCRYPTED_TYPE) == 0)
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
	else
		pn_job_answer(job, PN_STATUS_UNSCANNABLE, "no-reader");
	return PN_OK;
}

const struct pn_format pn_format_cfb = {
    .name = "cfb",
    .type = "application/x-ole-storage",
    .bid = cfb_bid,
    .read = cfb_read,
};
