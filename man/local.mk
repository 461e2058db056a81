# man
dist_man_MANS += man/postern.conf.5
