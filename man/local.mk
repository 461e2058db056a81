# man
dist_man_MANS += man/postern.1
dist_man_MANS += man/postern-formats.7
dist_man_MANS += man/postern-patterns.5
dist_man_MANS += man/postern.conf.5
dist_man_MANS += man/posternd.8
