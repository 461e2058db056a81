# lib/extract/odf: OpenDocument and iWork
