/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * volume - disk images and volumes that say how they are encrypted
 *
 * LUKS 1 and 2 (their on-disk format specifications), encrypted disk images
 * of Apple (version 2 with its header in front, version 1 behind the data),
 * BitLocker, whose key may lie in clear beside it. A volume that is meant to
 * be read by everybody names the cipher "null". VeraCrypt has no mark: see
 * noise.c.
 */
#include "protect/grader.h"

#define LUKS_MARK	"LUKS\xBA\xBE"
#define LUKS1_CIPHER	8
#define LUKS1_NAME	32
#define LUKS1_KEY_BYTES 108
#define LUKS1_HEAD	112
#define LUKS2_JSON	4096 /* behind the binary header */
#define LUKS2_MAX	(4u << 20)

#define DMG_MARK   "encrcdsa"
#define DMG_TAIL   "cdsaencr"
#define DMG_CIPHER 20 /* 0x80000001: AES */
#define DMG_BITS   24
#define DMG_HEAD   64
#define DMG_AES	   0x80000001u

#define BITLOCKER_MARK "\xEB\x58\x90-FVE-FS-"

static uint32_t
big32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

/* luks_lock - cipher NAME ("aes", "aes-xts-plain64") with a key of BYTES */
static struct pn_lock
luks_lock(struct pn_bytes name, uint32_t bytes)
{
	static const char *const known[] = {
	    "aes", "serpent", "twofish", "camellia", "cast6", "sm4", "xchacha"};

	if (pn_starts(name, "cipher_null", 11) || pn_starts(name, "null", 4))
		return pn_lock_none("identity");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (pn_starts(name, known[i], strlen(known[i])) && bytes <= 128)
			return pn_lock_by_bits("luks", bytes * 8);
	return pn_lock_unknown("luks", "method");
}

static struct pn_lock
luks1(struct pn_bytes b)
{
	struct pn_bytes name = {b.p + LUKS1_CIPHER, LUKS1_NAME};

	if (b.n < LUKS1_HEAD)
		return pn_lock_unknown("luks", "damaged");
	return luks_lock(name, big32(b.p + LUKS1_KEY_BYTES));
}

/* find - behind WORD in B; false where it is not there any more */
static bool
find(struct pn_bytes *b, const char *word)
{
	size_t n = strlen(word);
	const unsigned char *p = memmem(b->p, b->n, word, n);

	if (p == NULL)
		return false;
	b->n -= (size_t)(p + n - b->p);
	b->p = p + n;
	return true;
}

/* key_bytes - the number behind "key_size": in B */
static uint32_t
key_bytes(struct pn_bytes b)
{
	uint32_t n = 0;

	if (!find(&b, "\"key_size\":"))
		return 0;
	while (b.n > 0 && b.p[0] >= '0' && b.p[0] <= '9' && n < 10000) {
		n = n * 10 + (uint32_t)(b.p[0] - '0');
		b.p++;
		b.n--;
	}
	return n;
}

/* luks2 - every cipher that the JSON area names: those of the data and those
 * of the places where keys lie */
static struct pn_lock
luks2(struct pn_bytes b)
{
	struct pn_tally t = {0};
	struct pn_lock lock;
	struct pn_bytes json;
	uint32_t bytes;

	if (b.n <= LUKS2_JSON || b.p[LUKS2_JSON] != '{')
		return pn_lock_unknown("luks", "damaged");
	json.p = b.p + LUKS2_JSON;
	json.n = strnlen((const char *)json.p,
	    b.n - LUKS2_JSON < LUKS2_MAX ? b.n - LUKS2_JSON : LUKS2_MAX);
	bytes = key_bytes(json);
	while (find(&json, "\"encryption\":\""))
		pn_tally_add(&t, luks_lock(json, bytes));
	lock = pn_tally_lock(&t);
	lock.member_kind = NULL; /* it has no members */
	lock.member_grade = PN_PROT_NONE;
	return t.any ? lock : pn_lock_unknown("luks", "damaged");
}

static struct pn_lock
luks(struct pn_bytes b)
{
	struct pn_lock lock = pn_lock_unknown("luks", "damaged");

	if (b.n < 8)
		return lock;
	if (b.p[6] == 0 && b.p[7] == 1)
		lock = luks1(b);
	else if (b.p[6] == 0 && b.p[7] == 2)
		lock = luks2(b);
	if (lock.grade == PN_PROT_STRONG && pn_reads_as_text(b))
		return pn_lock_unknown("luks", "damaged");
	return lock;
}

static struct pn_lock
dmg2(struct pn_bytes b)
{
	if (b.n < DMG_HEAD || big32(b.p + 8) != 2 || pn_reads_as_text(b))
		return pn_lock_unknown("dmg", "damaged");
	if (big32(b.p + DMG_CIPHER) != DMG_AES)
		return pn_lock_unknown("dmg", "method");
	return pn_lock_by_bits("dmg", big32(b.p + DMG_BITS));
}

/* dmg1 - the mark stands behind the data, which is AES-128 */
static struct pn_lock
dmg1(struct pn_bytes b)
{
	struct pn_bytes front = {b.p, b.n / 2};

	if (pn_reads_as_text(front) || !pn_evenly_spread(front))
		return pn_lock_unknown("dmg", "damaged");
	return pn_lock_whole(PN_PROT_STRONG, "dmg", NULL);
}

static bool
ends(struct pn_bytes b, const char *mark)
{
	size_t n = strlen(mark);

	return b.n > n && memcmp(b.p + b.n - n, mark, n) == 0;
}

static unsigned
volume_bid(struct pn_bytes b)
{
	if (pn_starts(b, LUKS_MARK, 6))
		return 48;
	if (pn_starts(b, DMG_MARK, 8))
		return 64;
	if (pn_starts(b, BITLOCKER_MARK, 11))
		return 88;
	/* below every format that is known by its first bytes */
	return ends(b, DMG_TAIL) ? 9 : 0;
}

static struct pn_lock
volume_grade(struct pn_bytes b)
{
	if (pn_starts(b, LUKS_MARK, 6))
		return luks(b);
	if (pn_starts(b, DMG_MARK, 8))
		return dmg2(b);
	if (pn_starts(b, BITLOCKER_MARK, 11))
		return pn_lock_unknown("bitlocker", "method");
	return dmg1(b);
}

const struct pn_grader pn_grader_volume = {volume_bid, volume_grade, NULL};
