# lib/extract/plain: text, tables as text, XML
extract_formats += lib/extract/plain/fmt_csv.c \
	lib/extract/plain/fmt_text.c \
	lib/extract/plain/fmt_vcard.c \
	lib/extract/plain/fmt_xml.c

EXTRA_DIST += tests/data/vcard
