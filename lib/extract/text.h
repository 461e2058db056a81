/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text - running text in segments of one kind each
 */
#ifndef PN_EXTRACT_TEXT_H
#define PN_EXTRACT_TEXT_H

#include "extract/format.h"

/* pn_text_lines - hand TEXT (UTF-8) on by lines: the writer's own, quoted
 * ones and the signature apart */
enum pn_err pn_text_lines(struct pn_job *job, const struct pn_buf *text)
    PN_MUST_CHECK;

#endif
