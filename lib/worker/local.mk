# The worker pool: client, wire, supervisor, sandbox.
noinst_LIBRARIES += lib/libpnworker.a
lib_libpnworker_a_SOURCES = lib/worker/crew.c lib/worker/crew.h \
	lib/worker/landlock.c lib/worker/landlock.h \
	lib/worker/launch.c lib/worker/launch.h \
	lib/worker/pool.c lib/worker/pool.h \
	lib/worker/sandbox.c lib/worker/sandbox.h \
	lib/worker/serve.c lib/worker/serve.h \
	lib/worker/wire.c lib/worker/wire.h \
	lib/worker/work.c lib/worker/work.h
lib_libpnworker_a_CPPFLAGS = $(AM_CPPFLAGS) $(SECCOMP_CFLAGS)

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_wire tests/unit/test_pool
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c
tests_unit_test_wire_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_wire_LDADD = lib/libpnworker.a lib/libpnbase.a \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_pool_SOURCES = tests/unit/test_pool.c
tests_unit_test_pool_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_pool_LDADD = lib/libpnworker.a lib/libpnbase.a \
	$(SECCOMP_LIBS) $(PN_BASE_LIBS) $(CMOCKA_LIBS) -lpthread
endif

fuzz_targets += tests/fuzz/fuzz_wire
tests_fuzz_fuzz_wire_SOURCES = tests/fuzz/fuzz_wire.c
tests_fuzz_fuzz_wire_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_wire_LDADD = lib/libpnworker.a lib/libpnbase.a $(PN_BASE_LIBS)
