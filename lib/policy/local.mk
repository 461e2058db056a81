# lib/policy: configuration, rules, verdict, explanation
noinst_LIBRARIES += lib/libpnpolicy.a
lib_libpnpolicy_a_SOURCES = \
	lib/policy/config.c lib/policy/config.h \
	lib/policy/config_keys.c lib/policy/config_keys.h \
	lib/policy/config_records.c lib/policy/config_show.c \
	lib/policy/config_value.c lib/policy/config_words.c \
	lib/policy/envelope.c \
	lib/policy/draft.c lib/policy/draft.h \
	lib/policy/explain.h lib/policy/explain_json.c \
	lib/policy/explain_mail.c lib/policy/explain_reply.c \
	lib/policy/fill.c lib/policy/fill.h lib/policy/found.c \
	lib/policy/mismatch.c \
	lib/policy/policy.c lib/policy/policy.h \
	lib/policy/rules.c lib/policy/rules.h lib/policy/rules_people.c \
	lib/policy/scope.c lib/policy/scope.h \
	lib/policy/sensitive.c lib/policy/sensitive.h \
	lib/policy/textfile.c lib/policy/textfile.h \
	lib/policy/texts.c lib/policy/texts.h \
	lib/policy/view.c lib/policy/view.h

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_config
tests_unit_test_config_SOURCES = tests/unit/test_config.c
tests_unit_test_config_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_config_LDADD = lib/libpnpolicy.a lib/libpnbase.a \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/test_policy
tests_unit_test_policy_SOURCES = tests/unit/test_policy.c
tests_unit_test_policy_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_policy_LDADD = lib/libpnpolicy.a lib/libpnbase.a \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/test_explain
tests_unit_test_explain_SOURCES = tests/unit/test_explain.c
tests_unit_test_explain_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_explain_LDADD = lib/libpnpolicy.a lib/libpnbase.a \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)
endif

fuzz_targets += tests/fuzz/fuzz_config
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c
tests_fuzz_fuzz_config_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_config_LDADD = lib/libpnpolicy.a lib/libpnbase.a \
	$(PN_BASE_LIBS)
