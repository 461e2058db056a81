/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * site - what a command needs of the place it runs in
 *
 * Each piece is loaded when it is first asked for, so `match` opens no store
 * and `config check` starts no scanner that it does not need. A command that
 * only looks never makes a key or a store.
 */
#include "config.h"
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/paths.h"
#include "cli/cli.h"

#define DAY	  86400
#define STOP_WAIT 2 /* seconds for the scanner to end by itself */

bool
pn_site_config(struct pn_cli *cli)
{
	struct pn_errinfo info = {0};
	char *found = NULL;
	enum pn_err err;

	if (cli->config != NULL)
		return true;
	if (cli->config_path == NULL)
		found = pn_path_config();
	err =
	    pn_config_load(cli->config_path != NULL ? cli->config_path : found,
		&cli->config, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	free(found);
	return err == PN_OK;
}

/* label - pn_labels's function over the definitions */
static const char *
label(void *ctx, const char *pattern, bool plural)
{
	const struct pn_pattern_def *def = pn_pack_find(ctx, pattern);

	if (def == NULL)
		return NULL;
	return plural ? def->names : def->name;
}

bool
pn_site_pack(struct pn_cli *cli)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (cli->pack != NULL)
		return true;
	if (!pn_site_config(cli))
		return false;
	err = pn_pack_load(cli->config->patterns.s, cli->config->patterns.n,
	    &cli->pack, &info);
	if (err != PN_OK) {
		pn_say_err(err, &info);
		return false;
	}
	cli->labels = (struct pn_labels){label, cli->pack};
	return true;
}

bool
pn_site_texts(struct pn_cli *cli)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (cli->texts != NULL)
		return true;
	if (!pn_site_config(cli))
		return false;
	err = pn_texts_load(cli->config, &cli->texts, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK;
}

bool
pn_site_scanner(struct pn_cli *cli, bool untested)
{
	struct pn_pool_options o = {.workers = 1, .untested = untested};
	struct pn_errinfo info = {0};
	char *shipped = NULL;
	enum pn_err err;

	if (cli->pool != NULL)
		return true;
	if (!pn_site_config(cli))
		return false;
	if (cli->config->scanner[0] == '\0')
		shipped = pn_path_scanner();
	o.program = shipped != NULL ? shipped : cli->config->scanner;
	o.config = cli->config->file;
	o.cpu_seconds = cli->config->limit_cpu_seconds;
	o.memory_mb = cli->config->limit_memory_mb;
	err = pn_pool_start(&o, &cli->pool, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	free(shipped);
	return err == PN_OK;
}

/* folder_of - the folder of PATH, made where only that step is missing */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder =
	    slash == NULL
		? pn_strdup(".")
		: pn_strndup(path, slash == path ? 1 : (size_t)(slash - path));

	(void)!mkdir(folder, 0700);
	return folder;
}

/* make_key - a new site key. Made by root it belongs to the folder's owner,
 * so that the service can read what the CLI began */
static enum pn_err
make_key(const struct pn_config *c, struct pn_errinfo *info)
{
	char *folder;
	struct stat st;
	enum pn_err err;
	int fd;

	if (access(c->store_path, F_OK) == 0)
		return pn_fail_at(info, PN_ERR_NOT_FOUND, c->site_key, 0,
		    "the site key is missing, and the store was made with it: "
		    "restore it");
	folder = folder_of(c->site_key);
	err = pn_key_create(c->site_key, info);
	if (err == PN_OK && geteuid() == 0 && stat(folder, &st) == 0) {
		fd = open(c->site_key, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0 || fchown(fd, st.st_uid, st.st_gid) < 0)
			err = pn_fail_at(info, PN_ERR_IO, c->site_key, 0,
			    "can't give the key away: %s", strerror(errno));
		if (fd >= 0)
			close(fd);
	}
	free(folder);
	return err == PN_ERR_EXISTS ? PN_OK : err;
}

/* open_store - with the key that is there, or with MAKE a new one */
static enum pn_err
open_store(struct pn_cli *cli, bool make, struct pn_errinfo *info)
{
	const struct pn_config *c = cli->config;
	struct pn_store_options o = {.driver = c->store_driver,
	    .path = c->store_path,
	    .dsn = c->store_dsn,
	    .read_only = !make};
	enum pn_err err = PN_OK;

	if (cli->key == NULL)
		err = pn_key_load(c->site_key, &cli->key, info);
	if (err == PN_ERR_NOT_FOUND && make) {
		err = make_key(c, info);
		if (err == PN_OK)
			err = pn_key_load(c->site_key, &cli->key, info);
	}
	if (err != PN_OK)
		return err;
	o.key = cli->key;
	return pn_store_open(&o, &cli->store, info);
}

bool
pn_site_store(struct pn_cli *cli)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (cli->store != NULL)
		return true;
	if (!pn_site_config(cli))
		return false;
	err = open_store(cli, true, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK;
}

enum pn_err
pn_site_store_look(struct pn_cli *cli, struct pn_errinfo *info)
{
	struct stat st;
	enum pn_err err;

	if (cli->store != NULL)
		return PN_OK;
	if (strcmp(cli->config->store_driver, "sqlite") == 0 &&
	    stat(cli->config->store_path, &st) < 0 && errno == ENOENT)
		return pn_fail_at(info, PN_ERR_NOT_FOUND,
		    cli->config->store_path, 0,
		    "there is no store yet: start posternd");
	err = open_store(cli, false, info);
	if (err == PN_ERR_NOT_FOUND && cli->key == NULL) /* not of the store */
		err = pn_fail_at(info, PN_ERR_CRYPTO, cli->config->site_key, 0,
		    "the site key is missing, and the store was made with it: "
		    "restore it");
	return err;
}

bool
pn_site_store_read(struct pn_cli *cli)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (!pn_site_config(cli))
		return false;
	err = pn_site_store_look(cli, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK;
}

void
pn_site_free(struct pn_cli *cli)
{
	if (cli->pool != NULL)
		pn_pool_stop(&cli->pool, STOP_WAIT);
	pn_store_close(&cli->store);
	pn_key_free(&cli->key);
	pn_texts_free(&cli->texts);
	pn_pack_free(&cli->pack);
	pn_config_free(&cli->config);
}

int64_t
pn_site_keep_until(const struct pn_cli *cli)
{
	return pn_now(NULL) + (int64_t)cli->config->audit_days * DAY;
}

char *
pn_site_operator(void)
{
	const char *sudo = getenv("SUDO_USER");
	struct passwd *pw;

	if (geteuid() == 0 && sudo != NULL && sudo[0] != '\0')
		return pn_strdup(sudo);
	pw = getpwuid(getuid());
	if (pw != NULL)
		return pn_strdup(pw->pw_name);
	return pn_printf("uid %u", (unsigned)getuid());
}
