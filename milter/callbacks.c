/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * callbacks - what libmilter calls: adapters to session, judge and actions
 *
 * No policy here: arguments are copied into the session, and the answer to
 * the end of the message comes from judge.c. Steps that we never answer are
 * negotiated as such (SMFIP_NR_*), which spares a round trip for each header
 * and chunk. RCPT is never answered: a refusal there would make mail from the
 * sendmail command loop in the maildrop. A missing session, which libmilter
 * may give at any step, is a temporary failure and never an accept.
 */
#include <libmilter/mfapi.h>
#include "base/mem.h"
#include "milter/actions.h"
#include "milter/callbacks.h"
#include "milter/judge.h"
#include "milter/log.h"
#include "milter/session.h"

/* What we do to messages; without one of them we do the rest. */
#define WANTED_ACTIONS                                                         \
	(SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_QUARANTINE |    \
	    SMFIF_SETSYMLIST)

/* Steps that we do not need, and those that we never answer. The end of the
 * header is needed: without it libmilter drops a message without header. */
#define WANTED_STEPS                                                           \
	(SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NOUNKNOWN | SMFIP_NR_CONN |    \
	    SMFIP_NR_HELO | SMFIP_NR_UNKN | SMFIP_NR_MAIL | SMFIP_NR_RCPT |    \
	    SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY | SMFIP_HDR_LEADSPC)

/* Macros by step: all else is not sent. */
static const struct {
	int step;
	const char *names;
} macros[] = {
    {SMFIM_ENVFROM, "i {auth_authen} {client_addr} {daemon_name}"},
    {SMFIM_ENVRCPT, "i"},
    {SMFIM_DATA, "i"},
    {SMFIM_EOM, "i"},
};

/* quiet - the answer at a step for which FLAG says that we give none */
static sfsistat
quiet(const struct pn_session *s, unsigned long flag)
{
	return s->steps & flag ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long f0, unsigned long f1, unsigned long f2,
    unsigned long f3, unsigned long *pf0, unsigned long *pf1,
    unsigned long *pf2, unsigned long *pf3)
{
	struct pn_session *s = pn_session_new();

	(void)f2;
	(void)f3;
	*pf0 = s->actions = f0 & WANTED_ACTIONS;
	*pf1 = s->steps = f1 & WANTED_STEPS;
	*pf2 = *pf3 = 0;
	if (smfi_setpriv(ctx, s) != MI_SUCCESS) {
		pn_session_free(&s);
		return SMFIS_REJECT;
	}
	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		if (s->actions & SMFIF_SETSYMLIST)
			(void)smfi_setsymlist(ctx, macros[i].step,
			    (char *)(uintptr_t)macros[i].names);
	return SMFIS_CONTINUE;
}

/* macro - keep macro NAME of this step in *FIELD */
static void
macro(SMFICTX *ctx, const char *name, char **field)
{
	pn_letter_note(field, smfi_getsymval(ctx, (char *)(uintptr_t)name));
}

static sfsistat
on_mail(SMFICTX *ctx, char **argv)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (!s)
		return SMFIS_TEMPFAIL;
	pn_letter_begin(s, argv[0]);
	macro(ctx, "i", &s->letter->queue_id);
	macro(ctx, "{auth_authen}", &s->letter->auth);
	macro(ctx, "{client_addr}", &s->letter->client);
	macro(ctx, "{daemon_name}", &s->letter->daemon);
	return quiet(s, SMFIP_NR_MAIL);
}

static sfsistat
on_rcpt(SMFICTX *ctx, char **argv)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (!s || !s->letter)
		return SMFIS_TEMPFAIL;
	pn_letter_to(s->letter, argv[0]);
	return quiet(s, SMFIP_NR_RCPT);
}

static sfsistat
on_data(SMFICTX *ctx)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (!s || !s->letter)
		return SMFIS_TEMPFAIL;
	macro(ctx, "i", &s->letter->queue_id);
	if (s->letter->lost || !pn_letter_unread(s->letter))
		return SMFIS_CONTINUE;
	pn_log(LOG_INFO, "%s: verdict=accept internal=%zu unread",
	    s->letter->queue_id, s->letter->envelope.n_recipients);
	pn_session_end(s);
	return SMFIS_ACCEPT;
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (!s || !s->letter)
		return SMFIS_TEMPFAIL;
	pn_letter_header(
	    s->letter, name, value, (s->steps & SMFIP_HDR_LEADSPC) != 0);
	return quiet(s, SMFIP_NR_HDR);
}

static sfsistat
on_header_end(SMFICTX *ctx)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (!s || !s->letter)
		return SMFIS_TEMPFAIL;
	pn_spool_body(&s->letter->spool);
	return quiet(s, SMFIP_NR_EOH);
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *chunk, size_t n)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (!s || !s->letter)
		return SMFIS_TEMPFAIL;
	pn_spool_add(&s->letter->spool, chunk, n);
	return quiet(s, SMFIP_NR_BODY);
}

static sfsistat
on_end(SMFICTX *ctx)
{
	struct pn_session *s = smfi_getpriv(ctx);
	struct pn_judgement j = {0};
	struct pn_progress progress = {0};
	sfsistat answer;

	if (!s || !s->letter)
		return SMFIS_TEMPFAIL;
	macro(ctx, "i", &s->letter->queue_id);
	progress.ctx = ctx;
	progress.since = pn_monotonic_ms();
	pn_judge(s->letter, pn_progress_tick, &progress, &j);
	answer = pn_carry_out(ctx, s, &j);
	pn_judgement_free(&j);
	pn_session_end(s);
	return answer;
}

static sfsistat
on_abort(SMFICTX *ctx)
{
	struct pn_session *s = smfi_getpriv(ctx);

	if (s)
		pn_session_end(s);
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	struct pn_session *s = smfi_getpriv(ctx);

	(void)smfi_setpriv(ctx, NULL);
	pn_session_free(&s);
	return SMFIS_CONTINUE;
}

enum pn_err
pn_callbacks_register(const char *socket, struct pn_errinfo *info)
{
	static char name[] = "postern";
	struct smfiDesc desc = {
	    .xxfi_name = name,
	    .xxfi_version = SMFI_VERSION,
	    .xxfi_flags = WANTED_ACTIONS,
	    .xxfi_envfrom = on_mail,
	    .xxfi_envrcpt = on_rcpt,
	    .xxfi_header = on_header,
	    .xxfi_eoh = on_header_end,
	    .xxfi_body = on_body,
	    .xxfi_eom = on_end,
	    .xxfi_abort = on_abort,
	    .xxfi_close = on_close,
	    .xxfi_data = on_data,
	    .xxfi_negotiate = on_negotiate,
	};

	if (smfi_setconn((char *)(uintptr_t)socket) != MI_SUCCESS ||
	    smfi_register(desc) != MI_SUCCESS ||
	    smfi_opensocket(1) != MI_SUCCESS)
		return pn_fail(info, PN_ERR_IO,
		    "socket %s can't be opened: is it in use, and may this "
		    "user write there?",
		    socket);
	return PN_OK;
}

int
pn_callbacks_run(void)
{
	return smfi_main() == MI_SUCCESS ? 0 : -1;
}
