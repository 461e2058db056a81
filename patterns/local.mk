# patterns: the shipped pattern packs
patternsdir = $(pkgdatadir)/patterns
dist_patterns_DATA = patterns/contact.conf patterns/finance.conf \
	patterns/people.conf patterns/secrets.conf patterns/special.conf \
	patterns/uk.conf
