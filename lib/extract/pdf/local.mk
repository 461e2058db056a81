# lib/extract/pdf: PDF (ISO 32000-2)
