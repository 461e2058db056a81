# patterns
patternsdir = $(pkgdatadir)/patterns
dist_patterns_DATA = patterns/uk.conf
