# lib/store
noinst_LIBRARIES += lib/libpnstore.a
lib_libpnstore_a_SOURCES = \
	lib/store/conn.c lib/store/conn.h \
	lib/store/fault.c \
	lib/store/held.c \
	lib/store/notice.c \
	lib/store/recipient.c \
	lib/store/record.c lib/store/record.h \
	lib/store/schema.c lib/store/schema.h \
	lib/store/sql.h \
	lib/store/sqlite.c \
	lib/store/store.c lib/store/store.h
lib_libpnstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)

if HAVE_CMOCKA
store_test_libs = lib/libpnstore.a lib/libpnbase.a $(PN_BASE_LIBS) \
	$(SQLITE_LIBS) $(CMOCKA_LIBS) -lpthread
check_PROGRAMS += tests/unit/test_store tests/unit/test_store_faults
tests_unit_test_store_SOURCES = tests/unit/test_store.c \
	tests/unit/store_world.h
tests_unit_test_store_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) \
	$(SQLITE_CFLAGS)
tests_unit_test_store_LDADD = $(store_test_libs)
tests_unit_test_store_faults_SOURCES = tests/unit/test_store_faults.c \
	tests/unit/store_world.h
tests_unit_test_store_faults_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) \
	$(SQLITE_CFLAGS)
tests_unit_test_store_faults_LDADD = $(store_test_libs)
endif
