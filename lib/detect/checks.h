/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * checks - the functions behind the validators' names
 *
 * Each returns true where the candidate is what its pattern looks for; see
 * struct pn_value for what it may change. One file per family: check_school,
 * check_health, check_identity, check_finance, check_iban, check_contact,
 * check_date, check_secret.
 */
#ifndef PN_DETECT_CHECKS_H
#define PN_DETECT_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include "detect/validator.h"

/*
 * pn_squeeze - copy V's letters (in upper case) and digits to OUT, which
 * holds MAX bytes, and terminate it. Blanks and - . / are left out. Returns
 * how many there are; 0 where there are MAX or more, or any other character.
 */
size_t pn_squeeze(const struct pn_value *v, char *out, size_t max);

/* pn_all_digits - is S (terminated) made of exactly N digits? */
bool pn_all_digits(const char *s, size_t n);

/* pn_weighted - sum of the digits of S times the N weights W */
unsigned pn_weighted(const char *s, const unsigned char *w, size_t n);

/* pn_luhn - do the N digits at S end in their Luhn digit (ISO/IEC 7812-1)? */
bool pn_luhn(const char *s, size_t n);

/* pn_real_date - does this day exist in the Gregorian calendar? */
bool pn_real_date(unsigned year, unsigned month, unsigned day);

/* check_school.c */
bool pn_check_uk_upn(struct pn_value *v);
bool pn_check_uk_uln(struct pn_value *v);
bool pn_check_uk_uci(struct pn_value *v);

/* check_health.c */
bool pn_check_uk_nhs(struct pn_value *v);
bool pn_check_uk_chi(struct pn_value *v);
bool pn_check_uk_hc(struct pn_value *v);

/* check_identity.c */
bool pn_check_uk_nino(struct pn_value *v);
bool pn_check_uk_driving_licence(struct pn_value *v);
bool pn_check_uk_passport(struct pn_value *v);
bool pn_check_passport_mrz(struct pn_value *v);

/* check_finance.c, check_iban.c */
bool pn_check_payment_card(struct pn_value *v);
bool pn_check_luhn(struct pn_value *v);
bool pn_check_uk_sort_account(struct pn_value *v);
bool pn_check_uk_utr(struct pn_value *v);
bool pn_check_uk_vat(struct pn_value *v);
bool pn_check_iban(struct pn_value *v);

/* check_contact.c */
bool pn_check_uk_postcode(struct pn_value *v);
bool pn_check_phone(struct pn_value *v);
bool pn_check_uk_phone(struct pn_value *v);
bool pn_check_email(struct pn_value *v);

/* check_date.c */
bool pn_check_date(struct pn_value *v);
bool pn_check_birth_date(struct pn_value *v);

/* check_secret.c */
bool pn_check_pem_key(struct pn_value *v);
bool pn_check_password(struct pn_value *v);
bool pn_check_token(struct pn_value *v);

#endif
