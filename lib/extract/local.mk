# lib/extract
