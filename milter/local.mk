# milter: posternd. It links no parser; tests/milter/run proves it. What has no
# main is a library, for the unit tests.
noinst_LIBRARIES += milter/libposternd.a
milter_libposternd_a_SOURCES = \
	milter/actions.c milter/actions.h \
	milter/callbacks.c milter/callbacks.h \
	milter/compose.c milter/compose.h \
	milter/judge.c milter/judge.h \
	milter/lock.c milter/lock.h \
	milter/log.c milter/log.h \
	milter/notices.c milter/notices.h \
	milter/record.c \
	milter/session.c milter/session.h \
	milter/smtp.c \
	milter/spool.c milter/spool.h \
	milter/state.c milter/state.h \
	milter/transport.c milter/transport.h \
	milter/trial.h milter/trial_scan.c \
	milter/vault.c milter/vault.h

posternd_libs = milter/libposternd.a lib/libpnpolicy.a lib/libpnstore.a \
	lib/libpnworker.a lib/libpndetect.a lib/libpnbase.a $(PN_BASE_LIBS) \
	$(SQLITE_LIBS) $(MILTER_LIBS)

sbin_PROGRAMS += bin/posternd
bin_posternd_SOURCES = milter/main.c
bin_posternd_LDADD = $(posternd_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_letter tests/unit/test_transport
tests_unit_test_letter_SOURCES = tests/unit/test_letter.c
tests_unit_test_letter_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_letter_LDADD = $(posternd_libs) $(CMOCKA_LIBS)
tests_unit_test_transport_SOURCES = tests/unit/test_transport.c
tests_unit_test_transport_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_transport_LDADD = $(posternd_libs) $(CMOCKA_LIBS)
endif

EXTRA_DIST += quickstart scripts tests/bench tests/e2e tests/milter
