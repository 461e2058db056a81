# lib/extract/mail: messages as files
extract_formats += lib/extract/mail/fmt_mbox.c \
	lib/extract/mail/fmt_message.c \
	lib/extract/mail/fmt_msg.c \
	lib/extract/mail/fmt_tnef.c
extract_sources += lib/extract/mail/codepage.c lib/extract/mail/codepage.h \
	lib/extract/mail/lzfu.c \
	lib/extract/mail/mapi.c lib/extract/mail/mapi.h \
	lib/extract/mail/mapi_label.c \
	lib/extract/mail/mbox.h

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_mailfiles
tests_unit_test_extract_mailfiles_SOURCES = \
	tests/unit/test_extract_mailfiles.c tests/unit/extract_dump.h
tests_unit_test_extract_mailfiles_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_mailfiles_LDADD = $(extract_test_libs)
endif

EXTRA_DIST += tests/data/mbox tests/data/msg tests/data/tnef
