# lib/extract/plain: text, tables as text, XML
extract_formats += lib/extract/plain/fmt_csv.c \
	lib/extract/plain/fmt_text.c \
	lib/extract/plain/fmt_vcard.c \
	lib/extract/plain/fmt_xml.c
extract_sources += lib/extract/plain/vcard_line.c \
	lib/extract/plain/vcard_line.h

EXTRA_DIST += tests/data/vcard
