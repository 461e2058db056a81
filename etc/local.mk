# etc
EXTRA_DIST += etc/postern.conf.sample
