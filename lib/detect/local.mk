noinst_LIBRARIES += lib/libpndetect.a
lib_libpndetect_a_SOURCES = lib/detect/detect.h lib/detect/patfile.h \
	lib/detect/validator.h lib/detect/checks.h lib/detect/patfile.c \
	lib/detect/patdef.c lib/detect/patdef.h \
	lib/detect/validator.c lib/detect/check_school.c \
	lib/detect/check_health.c lib/detect/check_identity.c \
	lib/detect/check_finance.c lib/detect/check_iban.c \
	lib/detect/check_contact.c lib/detect/check_date.c \
	lib/detect/check_secret.c lib/detect/columns.c \
	lib/detect/columns.h lib/detect/doc.c lib/detect/doc.h \
	lib/detect/evidence.c lib/detect/expr.c lib/detect/expr.h \
	lib/detect/find.h lib/detect/finish.c lib/detect/lexicon.c lib/detect/lexicon.h \
	lib/detect/look.c lib/detect/match.c lib/detect/people.c \
	lib/detect/person.c lib/detect/place.c lib/detect/place.h \
	lib/detect/scan.c lib/detect/scan_state.h lib/detect/selftest.c lib/detect/set.c \
	lib/detect/set.h lib/detect/around.c lib/detect/bytes.c \
	lib/detect/bytes.h lib/detect/buckets.c \
	lib/detect/charclass.c lib/detect/gate.c lib/detect/gate.h \
	lib/detect/grams.c lib/detect/grams.h lib/detect/shapes.c \
	lib/detect/sieve.c lib/detect/sieve.h lib/detect/sieve_state.h \
	lib/detect/spans.c lib/detect/spans.h lib/detect/syntax.c \
	lib/detect/syntax.h lib/detect/syntax_state.h lib/detect/words.c lib/detect/table.c lib/detect/table.h \
	lib/detect/tally.c lib/detect/tally.h lib/detect/vocab.c
lib_libpndetect_a_CPPFLAGS = $(AM_CPPFLAGS) $(PCRE2_CFLAGS)

if HAVE_CMOCKA
detect_tests = tests/unit/test_patfile tests/unit/test_detect \
	tests/unit/test_validators tests/unit/test_scan \
	tests/unit/test_lexicon tests/unit/test_gate
check_PROGRAMS += $(detect_tests)
detect_test_libs = lib/libpndetect.a lib/libpnbase.a $(PCRE2_LIBS) \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_patfile_SOURCES = tests/unit/test_patfile.c
tests_unit_test_patfile_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_patfile_LDADD = $(detect_test_libs)
tests_unit_test_validators_SOURCES = tests/unit/test_validators.c
tests_unit_test_validators_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_validators_LDADD = $(detect_test_libs)
tests_unit_test_scan_SOURCES = tests/unit/test_scan.c
tests_unit_test_scan_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_scan_LDADD = $(detect_test_libs)
tests_unit_test_lexicon_SOURCES = tests/unit/test_lexicon.c
tests_unit_test_lexicon_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_lexicon_LDADD = $(detect_test_libs)
tests_unit_test_gate_SOURCES = tests/unit/test_gate.c \
	tests/unit/gate_compare.h
tests_unit_test_gate_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_gate_LDADD = $(detect_test_libs)
tests_unit_test_detect_SOURCES = tests/unit/test_detect.c
tests_unit_test_detect_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_detect_LDADD = $(detect_test_libs)
endif

fuzz_targets += tests/fuzz/fuzz_detect
tests_fuzz_fuzz_detect_SOURCES = tests/fuzz/fuzz_detect.c
tests_fuzz_fuzz_detect_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_detect_LDADD = lib/libpndetect.a lib/libpnbase.a \
	$(PCRE2_LIBS) $(PN_BASE_LIBS)

noinst_PROGRAMS += tests/bench/match
tests_bench_match_SOURCES = tests/bench/match.c
tests_bench_match_LDADD = lib/libpndetect.a lib/libpnbase.a \
	$(PCRE2_LIBS) $(PN_BASE_LIBS)
