# lib/extract/sealed: signed, compressed and encrypted data of OpenPGP and CMS
extract_formats += lib/extract/sealed/fmt_cms.c \
	lib/extract/sealed/fmt_openpgp.c
