/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * postern-scan - the supervisor of the sandboxed workers
 *
 * Started by posternd and postern, never by hand. It loads the configuration
 * and the patterns, says over its channel that it is ready (or what is wrong,
 * with file and line), and serves until the channel closes. It prints nothing
 * but help: what it meets are other people's messages.
 */
#include "config.h"

#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "milter/scanner.h"

static const char usage[] =
    "Usage: postern-scan --channel FD [OPTION]...\n"
    "Inspects messages in sandboxed processes. Started by posternd and\n"
    "postern; there is no use in starting it by hand.\n"
    "\n"
    "  -c, --config FILE       the configuration; else the shipped defaults\n"
    "      --channel FD        socket to whoever started it\n"
    "      --workers N         processes; 0: one per core\n"
    "      --cpu-seconds N     processor time of one message; 0: as\n"
    "                          configured\n"
    "      --wall-seconds N    time of one message; 0: four times as much\n"
    "      --memory-mb N       address space of a worker; 0: as configured\n"
    "      --untested          start even if a pattern's own examples fail\n"
    "  -h, --help\n"
    "  -V, --version\n";

#define EXIT_CONFIG 78 /* EX_CONFIG of sysexits(3) */

/* Numbers on the command line are below this. */
#define MAX_NUMBER 100000

/* The command line. */
struct arguments {
	const char *config;
	int channel;
	unsigned workers, cpu_seconds, wall_seconds, memory_mb;
	bool untested;
};

enum option_value {
	OPT_CHANNEL = 256,
	OPT_WORKERS,
	OPT_CPU,
	OPT_WALL,
	OPT_MEMORY,
	OPT_UNTESTED,
};

static const struct option options[] = {
    {"config", required_argument, NULL, 'c'},
    {"channel", required_argument, NULL, OPT_CHANNEL},
    {"workers", required_argument, NULL, OPT_WORKERS},
    {"cpu-seconds", required_argument, NULL, OPT_CPU},
    {"wall-seconds", required_argument, NULL, OPT_WALL},
    {"memory-mb", required_argument, NULL, OPT_MEMORY},
    {"untested", no_argument, NULL, OPT_UNTESTED},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

/* number - S as a number; leaves the program with a message otherwise */
static unsigned
number(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end != '\0' || n > MAX_NUMBER) {
		fprintf(stderr, "postern-scan: %s: not a number up to %d\n", s,
		    MAX_NUMBER);
		exit(2);
	}
	return (unsigned)n;
}

/* read_arguments - the command line; leaves the program where it must */
static struct arguments
read_arguments(int argc, char **argv)
{
	struct arguments a = {.channel = -1};
	int opt;

	while ((opt = getopt_long(argc, argv, "c:hV", options, NULL)) != -1) {
		switch (opt) {
		case 'c':
			a.config = optarg;
			break;
		case OPT_CHANNEL:
			a.channel = (int)number(optarg);
			break;
		case OPT_WORKERS:
			a.workers = number(optarg);
			break;
		case OPT_CPU:
			a.cpu_seconds = number(optarg);
			break;
		case OPT_WALL:
			a.wall_seconds = number(optarg);
			break;
		case OPT_MEMORY:
			a.memory_mb = number(optarg);
			break;
		case OPT_UNTESTED:
			a.untested = true;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		case 'V':
			puts("postern-scan " PACKAGE_VERSION);
			exit(0);
		default:
			exit(2);
		}
	}
	return a;
}

/* is_channel - is FD a socket that keeps records apart? */
static bool
is_channel(int fd)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	       type == SOCK_SEQPACKET;
}

/* cores - processors that we may use, at least one */
static unsigned
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (unsigned)n;
}

/* pick - the first that is not 0 */
static unsigned
pick(unsigned given, unsigned configured)
{
	return given ? given : configured;
}

int
main(int argc, char **argv)
{
	struct arguments a = read_arguments(argc, argv);
	struct pn_serve_options serve = {
	    .channel = a.channel, .handle = pn_scan_handle};
	struct pn_errinfo info = {.line = 0};
	struct pn_config *config = NULL;
	struct pn_scanner scanner = {0};
	int status = EXIT_CONFIG;
	enum pn_err err;

	if (optind != argc || !is_channel(a.channel)) {
		fputs("postern-scan: started by posternd and postern only: "
		      "see postern-scan --help\n",
		    stderr);
		return 2;
	}
	/* what comes out of file names is UTF-8 */
	setlocale(LC_CTYPE, "C.UTF-8");
	err = pn_config_load(a.config, &config, &info);
	if (err == PN_OK) {
		serve.cpu_seconds =
		    pick(a.cpu_seconds, config->limit_cpu_seconds);
		serve.memory_mb = pick(a.memory_mb, config->limit_memory_mb);
		serve.workers = pick(pick(a.workers, config->workers), cores());
		serve.wall_seconds = a.wall_seconds;
		serve.ctx = &scanner;
		err = pn_scanner_load(
		    &scanner, config, serve.cpu_seconds, a.untested, &info);
	}
	/* the workers have no use for the rest of it */
	pn_config_free(&config);
	if (err == PN_OK)
		status = pn_serve(&serve);
	else
		pn_serve_refuse(a.channel, &info);
	pn_scanner_free(&scanner);
	/* past the leak checker: the tables of character sets that
	 * pn_inspect_init loads stay loaded, and nobody holds on to them */
	_exit(status);
}
