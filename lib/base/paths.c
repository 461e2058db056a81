/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * paths - where the shipped files are
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/paths.h"

#define PATH_BYTES 4096

/* program_folder - folder of the running program, for free(); NULL if the
 * system does not tell */
static char *
program_folder(void)
{
	char buf[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", buf, sizeof(buf) - 1);
	char *slash;

	if (n <= 0)
		return NULL;
	buf[n] = '\0';
	slash = strrchr(buf, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	return pn_strdup(buf);
}

/* first_there - the first of FOLDER + SUFFIXES that exists, for free() */
static char *
first_there(const char *const *suffixes, size_t n)
{
	char *folder = program_folder(), *path = NULL;

	for (size_t i = 0; folder && i < n; i++) {
		path = pn_printf("%s%s", folder, suffixes[i]);
		if (access(path, R_OK) == 0)
			break;
		free(path);
		path = NULL;
	}
	free(folder);
	return path;
}

/* either - FOUND, or a copy of the installed place */
static char *
either(char *found, const char *installed)
{
	return found ? found : pn_strdup(installed);
}

char *
pn_path_patterns(void)
{
	static const char *const places[] = {
	    "/../patterns/uk.conf", "/../../patterns/uk.conf"};
	char *file = first_there(places, 2);

	if (file)
		*strrchr(file, '/') = '\0';
	return either(file, PN_DATADIR "/patterns");
}

char *
pn_path_texts(void)
{
	static const char *const places[] = {
	    "/../etc/texts", "/../../etc/texts"};

	return either(first_there(places, 2), PN_DATADIR "/texts");
}

char *
pn_path_scanner(void)
{
	static const char *const places[] = {"/postern-scan"};

	return either(first_there(places, 1), PN_LIBEXECDIR "/postern-scan");
}

char *
pn_path_config(void)
{
	const char *path = PN_SYSCONFDIR "/postern.conf";

	return access(path, F_OK) == 0 ? pn_strdup(path) : NULL;
}

void
pn_path_folder(const char *path, unsigned mode)
{
	const char *slash = strrchr(path, '/');
	char *folder;

	if (!slash || slash == path)
		return;
	folder = pn_strndup(path, (size_t)(slash - path));
	(void)!mkdir(folder, mode);
	free(folder);
}
