/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xorkey - XOR obfuscation of Office 95 and 97 (MS-OFFCRYPTO 2.3.7.1 and 2)
 *
 * The document tells two numbers of 16 bits that come from the password; one
 * of them turns the password into the 16 bytes that everything is mixed with.
 * Method 1, Excel's.
 */
#include "protect/officekey.h"

#define XOR_MAX 15 /* characters of a password */

/* xor_verifier - the number of 2.3.7.1 for a password */
static uint16_t
xor_verifier(const unsigned char *p, size_t n)
{
	uint16_t v = 0;

	for (size_t i = n + 1; i-- > 0;) {
		unsigned c = i == 0 ? (unsigned)n : p[i - 1];

		v = (uint16_t)((v >> 14 & 1) | (v << 1 & 0x7FFF));
		v ^= (uint16_t)c;
	}
	return v ^ 0xCE4B;
}

/* xor_key - and the key that belongs to it */
static uint16_t
xor_key(const unsigned char *p, size_t n)
{
	static const uint16_t initial[XOR_MAX] = {0xE1F0, 0x1D0F, 0xCC9C,
	    0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139, 0xD40F,
	    0x84F9, 0x280C, 0xA96A, 0x4EC3};
	static const uint16_t matrix[7 * XOR_MAX] = {0xAEFC, 0x4DD9, 0x9BB2,
	    0x2745, 0x4E8A, 0x9D14, 0x2A09, 0x7B61, 0xF6C2, 0xFDA5, 0xEB6B,
	    0xC6F7, 0x9DCF, 0x2BBF, 0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4,
	    0x2D68, 0x5AD0, 0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0,
	    0xDD40, 0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5,
	    0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496, 0x390D, 0x721A, 0xEB23,
	    0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9, 0x47D3, 0x8FA6,
	    0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0, 0xB861, 0x60E3, 0xC1C6,
	    0x93AD, 0x377B, 0x6EF6, 0xDDEC, 0x45A0, 0x8B40, 0x06A1, 0x0D42,
	    0x1A84, 0x3508, 0x6A10, 0xAA51, 0x4483, 0x8906, 0x022D, 0x045A,
	    0x08B4, 0x1168, 0x76B4, 0xED68, 0xCAF1, 0x85C3, 0x1BA7, 0x374E,
	    0x6E9C, 0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD,
	    0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC, 0x1021,
	    0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48C4};
	uint16_t key = initial[n - 1];
	size_t at = 7 * XOR_MAX;

	for (size_t i = n; i-- > 0;) {
		unsigned c = p[i];

		for (unsigned bit = 0; bit < 7; bit++, c <<= 1) {
			at--;
			if (c & 0x40)
				key ^= matrix[at];
		}
	}
	return key;
}

enum pn_err
pn_xor_key(uint16_t key, uint16_t verifier, struct pn_bytes password,
    unsigned char array[16])
{
	static const unsigned char pad[XOR_MAX] = {0xBB, 0xFF, 0xFF, 0xBA, 0xFF,
	    0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00};
	unsigned char p[XOR_MAX];
	size_t n = password.n / 2;

	if (n == 0 || n > XOR_MAX)
		return PN_ERR_CRYPTO;
	for (size_t i = 0; i < n; i++) {
		p[i] = password.p[2 * i];
		if (password.p[2 * i + 1])
			return PN_ERR_CRYPTO;
	}
	if (xor_verifier(p, n) != verifier || xor_key(p, n) != key)
		return PN_ERR_CRYPTO;
	for (size_t i = 0; i < 16; i++) {
		unsigned c = (i < n ? p[i] : pad[i - n]) ^
			     (i % 2 ? key >> 8 : key & 0xFF);

		array[i] = (unsigned char)(c << 7 | c >> 1);
	}
	return PN_OK;
}
