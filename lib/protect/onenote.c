/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * onenote - sections of OneNote, which may have a password (MS-ONESTORE)
 *
 * Every revision of an encrypted object space has a node that points to the
 * encrypted key (2.5.19); OneNote uses 3DES or AES-128. Lists of nodes are
 * found by the numbers at their start, wherever they lie, and the revisions
 * with and without a key are counted: where some have none, what they hold
 * could not be told.
 */
#include "protect/grader.h"

#define GUID_LEN  16
#define LIST_HEAD 16 /* magic number, list and part of it */

enum node {
	NODE_REVISION_4 = 0x01B,
	NODE_REVISION_6 = 0x01E,
	NODE_REVISION_7 = 0x01F,
	NODE_KEY = 0x07C,
	NODE_LAST = 0x0FF,
};

static const unsigned char section[GUID_LEN] = {0xE4, 0x52, 0x5C, 0x7B, 0x8C,
    0xD8, 0xA7, 0x4D, 0xAE, 0xB1, 0x53, 0x78, 0xD0, 0x29, 0x96, 0xD3};
static const unsigned char list[8] = {
    0xC4, 0xF4, 0xF7, 0xF5, 0xB1, 0x7A, 0x56, 0xA4};
/* what a key begins with */
static const unsigned char key_head[8] = {
    0x67, 0xA0, 0xD1, 0xDA, 0x85, 0xA3, 0x6B, 0xFB};

struct count {
	unsigned revisions, keys;
};

/* count_list - the nodes of the list at B, each of which tells its size in
 * bits 10 to 22; zeros and foreign numbers end it */
static void
count_list(struct pn_bytes b, struct count *n)
{
	while (b.n >= 4) {
		uint32_t head = pn_get32(b.p);
		unsigned id = head & 0x3FF;
		size_t size = head >> 10 & 0x1FFF;

		if (id == 0 || id == NODE_LAST || size < 4 || size > b.n)
			break;
		n->revisions += id == NODE_REVISION_4 ||
				id == NODE_REVISION_6 || id == NODE_REVISION_7;
		n->keys += id == NODE_KEY;
		b.p += size;
		b.n -= size;
	}
}

static struct pn_lock
onenote_grade(struct pn_bytes b)
{
	const unsigned char *p = b.p, *end = b.p + b.n;
	struct count n = {0};
	bool key = memmem(b.p, b.n, key_head, sizeof(key_head)) != NULL;

	while ((p = memmem(p, (size_t)(end - p), list, sizeof(list))) != NULL) {
		struct pn_bytes rest = {p, (size_t)(end - p)};

		p += sizeof(list);
		if (rest.n < LIST_HEAD)
			break;
		rest.p += LIST_HEAD;
		rest.n -= LIST_HEAD;
		count_list(rest, &n);
	}
	if (n.keys == 0 && !key)
		return pn_lock_none(NULL);
	if (!key || n.keys == 0 || n.keys < n.revisions)
		return pn_lock_unknown("onenote", "mixed");
	return pn_lock_whole(PN_PROT_STRONG, "onenote", NULL);
}

static unsigned
onenote_bid(struct pn_bytes b)
{
	return pn_starts(b, section, sizeof(section)) ? 128 : 0;
}

const struct pn_grader pn_grader_onenote = {onenote_bid, onenote_grade, NULL};
