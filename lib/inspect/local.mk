# lib/inspect: message or file bytes in, report out
noinst_LIBRARIES += lib/libpninspect.a
lib_libpninspect_a_SOURCES = \
	lib/inspect/inspect.c lib/inspect/inspect.h \
	lib/inspect/inspection.h lib/inspect/walk.c

# What a program that inspects links with.
pn_inspect_libs = lib/libpninspect.a lib/libpnmessage.a lib/libpnextract.a \
	lib/libpnprotect.a lib/libpndetect.a lib/libpnbase.a
PN_INSPECT_LIBS = $(GMIME_LIBS) $(LIBARCHIVE_LIBS) $(LIBXML2_LIBS) \
	$(DEFLATE_LIBS) $(PCRE2_LIBS) $(PN_BASE_LIBS)
