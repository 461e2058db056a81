/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * noise - bytes without any structure: perhaps an encrypted volume
 *
 * VeraCrypt volumes have no mark at all; they are noise in whole sectors. So
 * is some compressed data, therefore the answer is "could not be told" and
 * never "encrypted", and compressed formats that are known are left out.
 * The measure is chi-square of the bytes against a flat distribution (255
 * degrees of freedom: 190 to 330 holds all but one in a thousand random
 * files).
 */
#include "protect/grader.h"

#define SECTOR	 512
#define SIZE_MIN (16u << 10)  /* below: too little to tell, and no volume */
#define TASTE	 (256u << 10) /* bytes that are counted */
#define CHI_MIN	 190.0
#define CHI_MAX	 330.0

/* The first bytes of formats that are compressed well. */
static const struct {
	const char *bytes;
	size_t n;
} compressed[] = {
    {"\x1F\x8B", 2}, /* gzip */
    {"BZh", 3},	     /* bzip2 */
    {"\xFD"
     "7zXZ",
	5},		       /* xz */
    {"\x28\xB5\x2F\xFD", 4},   /* zstd */
    {"\x04\x22\x4D\x18", 4},   /* lz4 */
    {"7z\xBC\xAF\x27\x1C", 6}, /* 7z */
    {"PK", 2},		       /* zip */
    {"Rar!", 4},	       /* rar */
    {"MSCF", 4},	       /* cab */
    {"\xFF\xD8\xFF", 3},       /* JPEG */
    {"\x89PNG", 4},	       /* PNG */
    {"GIF8", 4},	       /* GIF */
    {"RIFF", 4},	       /* WebP, WAV, AVI */
    {"OggS", 4},	       /* Ogg */
    {"fLaC", 4},	       /* FLAC */
    {"ID3", 3},		       /* MP3 */
    {"\xFF\xFB", 2},	       /* MP3 */
    {"\x1A\x45\xDF\xA3", 4},   /* Matroska */
    {"\x30\x26\xB2\x75", 4},   /* Windows media */
};

static bool
is_compressed(struct pn_bytes b)
{
	size_t i;

	if (b.n >= 8 && memcmp(b.p + 4, "ftyp", 4) == 0)
		return true; /* MP4, HEIF */
	for (i = 0; i < sizeof(compressed) / sizeof(compressed[0]); i++)
		if (pn_starts(b, compressed[i].bytes, compressed[i].n))
			return true;
	return false;
}

static double
chi_square(struct pn_bytes b)
{
	size_t n = b.n < TASTE ? b.n : TASTE, i;
	unsigned counts[256] = {0};
	double want = (double)n / 256, sum = 0, d;

	for (i = 0; i < n; i++)
		counts[b.p[i]]++;
	for (i = 0; i < 256; i++) {
		d = counts[i] - want;
		sum += d * d / want;
	}
	return sum;
}

static unsigned
noise_bid(struct pn_bytes b)
{
	double chi;

	if (b.n < SIZE_MIN || b.n % SECTOR != 0 || is_compressed(b))
		return 0;
	chi = chi_square(b);
	return chi >= CHI_MIN && chi <= CHI_MAX; /* below any proof */
}

static struct pn_lock
noise_grade(struct pn_bytes b)
{
	(void)b;
	return pn_lock_unknown(NULL, "random");
}

const struct pn_grader pn_grader_noise = {noise_bid, noise_grade, NULL};
