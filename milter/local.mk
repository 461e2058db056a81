# milter: posternd. It links no parser; tests/milter/no-parser proves it.
sbin_PROGRAMS += bin/posternd
bin_posternd_SOURCES = \
	milter/actions.c milter/actions.h \
	milter/callbacks.c milter/callbacks.h \
	milter/trial.h \
	milter/compose.c milter/compose.h \
	milter/judge.c milter/judge.h \
	milter/lock.c milter/lock.h \
	milter/log.c milter/log.h \
	milter/main.c \
	milter/notices.c milter/notices.h \
	milter/record.c \
	milter/scan.c \
	milter/session.c milter/session.h \
	milter/smtp.c \
	milter/spool.c milter/spool.h \
	milter/state.c milter/state.h \
	milter/transport.c milter/transport.h \
	milter/vault.c milter/vault.h
bin_posternd_LDADD = lib/libpnpolicy.a lib/libpnstore.a lib/libpnworker.a \
	lib/libpndetect.a lib/libpnbase.a $(PN_BASE_LIBS) $(SQLITE_LIBS) \
	$(MILTER_LIBS)
