# milter: postern-scan, the supervisor of the sandboxed workers
pkglibexec_PROGRAMS += bin/postern-scan
noinst_PROGRAMS += tests/fault/postern-scan-faulty

scan_sources = milter/scanner.h milter/scan_main.c milter/scan_load.c \
	milter/scan_handle.c
scan_libs = lib/libpnpolicy.a $(pn_inspect_libs) lib/libpnworker.a \
	lib/libpnbase.a $(SECCOMP_LIBS) $(PN_INSPECT_LIBS)

bin_postern_scan_SOURCES = $(scan_sources) milter/scan_hooks_none.c
bin_postern_scan_LDADD = $(scan_libs)

# The same program with a real fault of each kind that the pool must survive.
tests_fault_postern_scan_faulty_SOURCES = $(scan_sources) \
	tests/fault/scan_hooks_fault.c
tests_fault_postern_scan_faulty_LDADD = $(scan_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/fault/test_scan
tests_fault_test_scan_SOURCES = tests/fault/test_scan.c
tests_fault_test_scan_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_fault_test_scan_LDADD = lib/libpnworker.a lib/libpnbase.a \
	$(SECCOMP_LIBS) $(PN_BASE_LIBS) $(CMOCKA_LIBS) -lpthread
endif
