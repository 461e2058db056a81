# cli
bin_PROGRAMS += bin/postern
bin_postern_SOURCES = \
	cli/audit.c \
	cli/check.c \
	cli/cli.h \
	cli/config.c \
	cli/csv.c cli/csv.h \
	cli/envelope.c cli/envelope.h \
	cli/import.c \
	cli/inspect.c \
	cli/lint.c \
	cli/mailbox.c cli/mailbox.h \
	cli/main.c \
	cli/match.c \
	cli/near.c cli/near.h \
	cli/options.c \
	cli/patterns.c cli/patterns.h \
	cli/postsuper.c cli/postsuper.h \
	cli/print.c \
	cli/quarantine.c \
	cli/recipients.c cli/recipients.h \
	cli/running.c \
	cli/scan.c \
	cli/show.c cli/show.h \
	cli/site.c \
	cli/status.c \
	cli/tree.c \
	cli/words.c cli/words.h
bin_postern_LDADD = lib/libpnpolicy.a lib/libpnstore.a lib/libpnworker.a \
	lib/libpndetect.a lib/libpnbase.a \
	$(PN_BASE_LIBS) $(SQLITE_LIBS) -lpthread

# Enters a held message as posternd would; for tests/cli/run.py.
noinst_PROGRAMS += tests/cli/hold
tests_cli_hold_SOURCES = tests/cli/hold.c
tests_cli_hold_LDADD = lib/libpnstore.a lib/libpnbase.a $(PN_BASE_LIBS) \
	$(SQLITE_LIBS) -lpthread
EXTRA_DIST += tests/cli/run.py tests/cli/world.py tests/cli/judging.py \
	tests/cli/bombs.py tests/cli/hostile.py tests/cli/finding.py tests/cli/keeping.py tests/cli/running.py
