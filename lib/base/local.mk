# lib/base: what every room shares
noinst_LIBRARIES += lib/libpnbase.a
lib_libpnbase_a_SOURCES = \
	lib/base/addr.c lib/base/addr.h \
	lib/base/armor.c lib/base/armor.h \
	lib/base/base64.c lib/base/base64.h \
	lib/base/ber.c lib/base/ber.h \
	lib/base/buf.c lib/base/buf.h \
	lib/base/cfb.c lib/base/cfb.h \
	lib/base/charset.c lib/base/charset.h \
	lib/base/clock.c lib/base/clock.h \
	lib/base/conf.c lib/base/conf.h \
	lib/base/crypt.c lib/base/crypt.h \
	lib/base/digest.c lib/base/digest.h \
	lib/base/err.c lib/base/err.h \
	lib/base/inflate.c lib/base/inflate.h \
	lib/base/json.c lib/base/json.h \
	lib/base/lzma.c lib/base/lzma.h \
	lib/base/mem.c lib/base/mem.h \
	lib/base/norm.c \
	lib/base/paths.c lib/base/paths.h \
	lib/base/rardir.c lib/base/rardir.h \
	lib/base/report.c lib/base/report.h \
	lib/base/reply_json.c \
	lib/base/segment.h \
	lib/base/uni.c lib/base/uni.h \
	lib/base/words.c \
	lib/base/zipdir.c lib/base/zipdir.h \
	lib/base/zipentry.c lib/base/zipentry.h
lib_libpnbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(LIBCONFIG_CFLAGS) \
	$(SODIUM_CFLAGS) $(ICU_CFLAGS) $(NETTLE_CFLAGS) $(LZMA_CFLAGS) $(ZLIB_CFLAGS)

PN_BASE_LIBS = $(JANSSON_LIBS) $(LIBCONFIG_LIBS) $(SODIUM_LIBS) $(ICU_LIBS) \
	$(NETTLE_LIBS) $(LZMA_LIBS) $(ZLIB_LIBS)

if HAVE_CMOCKA
base_tests = tests/unit/test_base tests/unit/test_conf tests/unit/test_report \
	tests/unit/test_uni tests/unit/test_cfb tests/unit/test_digest
check_PROGRAMS += $(base_tests)
base_test_libs = lib/libpnbase.a $(PN_BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_base_LDADD = $(base_test_libs)
tests_unit_test_conf_SOURCES = tests/unit/test_conf.c
tests_unit_test_conf_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_conf_LDADD = $(base_test_libs)
tests_unit_test_report_SOURCES = tests/unit/test_report.c
tests_unit_test_report_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_report_LDADD = $(base_test_libs)
tests_unit_test_cfb_SOURCES = tests/unit/test_cfb.c
tests_unit_test_cfb_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_cfb_LDADD = $(base_test_libs)
tests_unit_test_digest_SOURCES = tests/unit/test_digest.c
tests_unit_test_digest_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_digest_LDADD = $(base_test_libs)
tests_unit_test_uni_SOURCES = tests/unit/test_uni.c
tests_unit_test_uni_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_uni_LDADD = $(base_test_libs)
endif

fuzz_targets += tests/fuzz/fuzz_report
tests_fuzz_fuzz_report_SOURCES = tests/fuzz/fuzz_report.c
tests_fuzz_fuzz_report_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_report_LDADD = lib/libpnbase.a $(PN_BASE_LIBS)

fuzz_targets += tests/fuzz/fuzz_cfb
tests_fuzz_fuzz_cfb_SOURCES = tests/fuzz/fuzz_cfb.c
tests_fuzz_fuzz_cfb_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_cfb_LDADD = lib/libpnbase.a $(PN_BASE_LIBS)
