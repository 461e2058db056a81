# lib/extract/archive: containers of files
extract_formats += lib/extract/archive/fmt_7z.c \
	lib/extract/archive/fmt_cab.c \
	lib/extract/archive/fmt_iso.c \
	lib/extract/archive/fmt_packed.c \
	lib/extract/archive/fmt_rar.c \
	lib/extract/archive/fmt_tar.c \
	lib/extract/archive/fmt_zip.c
extract_sources += lib/extract/archive/walk.c \
	lib/extract/archive/walk.h \
	lib/extract/archive/zipmember.c \
	lib/extract/archive/zipmember.h
