# lib/inspect: message or file bytes in, report out
noinst_LIBRARIES += lib/libpninspect.a
lib_libpninspect_a_SOURCES = \
	lib/inspect/inspect.c lib/inspect/inspect.h \
	lib/inspect/inspection.h lib/inspect/walk.c

# What a program that inspects links with.
pn_inspect_libs = lib/libpninspect.a lib/libpnmessage.a lib/libpnextract.a \
	lib/libpnprotect.a lib/libpndetect.a lib/libpnbase.a
PN_INSPECT_LIBS = $(GMIME_LIBS) $(PN_EXTRACT_LIBS) $(PCRE2_LIBS) \
	$(PN_BASE_LIBS)

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_inspect tests/unit/test_lock_mail
tests_unit_test_inspect_SOURCES = tests/unit/test_inspect.c
tests_unit_test_inspect_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_inspect_LDADD = $(pn_inspect_libs) $(PN_INSPECT_LIBS) \
	$(CMOCKA_LIBS)
tests_unit_test_lock_mail_SOURCES = tests/unit/test_lock_mail.c \
	tests/unit/lock_cases.h
tests_unit_test_lock_mail_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_lock_mail_LDADD = $(pn_inspect_libs) $(PN_INSPECT_LIBS) \
	$(CMOCKA_LIBS)
endif

noinst_PROGRAMS += tests/bench/extract
tests_bench_extract_SOURCES = tests/bench/extract.c
tests_bench_extract_LDADD = $(pn_inspect_libs) $(PN_INSPECT_LIBS)
