noinst_LIBRARIES += lib/libpndetect.a
lib_libpndetect_a_SOURCES = lib/detect/detect.h lib/detect/patfile.h \
	lib/detect/validator.h lib/detect/checks.h lib/detect/patfile.c \
	lib/detect/validator.c lib/detect/check_school.c \
	lib/detect/check_health.c lib/detect/check_identity.c \
	lib/detect/check_finance.c lib/detect/check_iban.c \
	lib/detect/check_contact.c lib/detect/check_date.c \
	lib/detect/check_secret.c
lib_libpndetect_a_CPPFLAGS = $(AM_CPPFLAGS) $(PCRE2_CFLAGS)

if HAVE_CMOCKA
detect_tests = tests/unit/test_patfile
check_PROGRAMS += $(detect_tests)
detect_test_libs = lib/libpndetect.a lib/libpnbase.a $(PCRE2_LIBS) \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_patfile_SOURCES = tests/unit/test_patfile.c
tests_unit_test_patfile_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_patfile_LDADD = $(detect_test_libs)
endif
