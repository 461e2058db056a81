# lib/message: an RFC 5322 message as a mail program would show it
noinst_LIBRARIES += lib/libpnmessage.a
lib_libpnmessage_a_SOURCES = \
	lib/message/address.c lib/message/address.h \
	lib/message/decode.c lib/message/decode.h \
	lib/message/emit.c lib/message/emit.h \
	lib/message/fields.c \
	lib/message/head.c lib/message/head.h \
	lib/message/encode.c lib/message/encode.h \
	lib/message/flowed.c \
	lib/message/footer.c \
	lib/message/message.h \
	lib/message/parts.c lib/message/parts.h \
	lib/message/rewrite.c lib/message/rewrite.h \
	lib/message/side.c lib/message/side.h \
	lib/message/split.c lib/message/split.h \
	lib/message/uu.c \
	lib/message/walk.c \
	lib/message/words.c
lib_libpnmessage_a_CPPFLAGS = $(AM_CPPFLAGS) $(GMIME_CFLAGS)

if HAVE_CMOCKA
message_tests = tests/unit/test_message tests/unit/test_message_footer \
	tests/unit/test_message_gmime tests/unit/test_message_limits \
	tests/unit/test_message_side
check_PROGRAMS += $(message_tests)
message_test_libs = lib/libpnmessage.a lib/libpnbase.a $(GMIME_LIBS) \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_message_SOURCES = tests/unit/test_message.c \
	tests/unit/message_dump.h
tests_unit_test_message_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_message_LDADD = $(message_test_libs)
tests_unit_test_message_limits_SOURCES = tests/unit/test_message_limits.c \
	tests/unit/message_dump.h
tests_unit_test_message_limits_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_message_limits_LDADD = $(message_test_libs)
tests_unit_test_message_side_SOURCES = tests/unit/test_message_side.c \
	tests/unit/message_dump.h
tests_unit_test_message_side_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_message_side_LDADD = $(message_test_libs)
tests_unit_test_message_footer_SOURCES = tests/unit/test_message_footer.c \
	tests/unit/message_dump.h
tests_unit_test_message_footer_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_message_footer_LDADD = $(message_test_libs)
tests_unit_test_message_gmime_SOURCES = tests/unit/test_message_gmime.c
tests_unit_test_message_gmime_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) \
	$(GMIME_CFLAGS)
tests_unit_test_message_gmime_LDADD = $(message_test_libs)
endif

fuzz_targets += tests/fuzz/fuzz_message
tests_fuzz_fuzz_message_SOURCES = tests/fuzz/fuzz_message.c
tests_fuzz_fuzz_message_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/unit
tests_fuzz_fuzz_message_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_message_LDADD = lib/libpnmessage.a lib/libpnbase.a \
	$(GMIME_LIBS) $(PN_BASE_LIBS)
