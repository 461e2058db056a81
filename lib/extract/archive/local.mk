# lib/extract/archive: containers of files
extract_formats += lib/extract/archive/fmt_zip.c
extract_sources += lib/extract/archive/zipmember.c \
	lib/extract/archive/zipmember.h
