/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * paths - where the shipped files are
 *
 * Programs work from a build tree and installed. A file is looked for beside
 * the running program first: DIR/../patterns and DIR/../../patterns where the
 * program is DIR/postern (build tree), then in the installed places.
 */
#ifndef PN_BASE_PATHS_H
#define PN_BASE_PATHS_H

/* pn_path_patterns - folder of the shipped pattern packs, for free() */
char *pn_path_patterns(void);

/* pn_path_texts - folder of the shipped explanation texts, for free() */
char *pn_path_texts(void);

/* pn_path_scanner - the program postern-scan, for free() */
char *pn_path_scanner(void);

/* pn_path_config - the configuration file that is read when none is named:
 * the installed etc/postern/postern.conf if it exists, else NULL; for free()*/
char *pn_path_config(void);

/* pn_path_folder - make the folder that the file PATH is to be in, with MODE,
 * where it is missing and the one above is there. Says nothing: whoever then
 * opens PATH learns what is wrong. */
void pn_path_folder(const char *path, unsigned mode);

#endif
