/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zipmember - what lies in a ZIP file, as members of a job
 */
#ifndef PN_EXTRACT_ZIPMEMBER_H
#define PN_EXTRACT_ZIPMEMBER_H

#include "base/zipdir.h"
#include "extract/format.h"

/* pn_zip_member - hand entry E on as a member with ROLE. HIDDEN: the kind of
 * hidden content that it is (static), or NULL */
enum pn_err pn_zip_member(struct pn_job *job, const struct pn_zip_entry *e,
    enum pn_role role, const char *hidden) PN_MUST_CHECK;

/* pn_zip_gaps - hand on what no entry accounts for, as hidden members, and
 * note whatever the directory contradicts itself in */
enum pn_err pn_zip_gaps(struct pn_job *job, const struct pn_zip *zip)
    PN_MUST_CHECK;

#endif
