/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan - have bytes looked at by postern-scan, as posternd does
 */
#include "config.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "cli/cli.h"

/* spool - BYTES in a descriptor without a name; -1 with errno */
static int
spool(struct pn_bytes bytes)
{
	int fd = memfd_create("postern", MFD_CLOEXEC);
	size_t done = 0;

	while (fd >= 0 && done < bytes.n) {
		ssize_t n = write(fd, bytes.p + done, bytes.n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int saved = errno;

			close(fd);
			errno = saved;
			return -1;
		}
		done += (size_t)n;
	}
	return fd;
}

enum pn_err
pn_scan_bytes(struct pn_cli *cli, enum pn_job_kind kind, struct pn_bytes bytes,
    const char *name, struct pn_buf *reply, struct pn_errinfo *info)
{
	struct pn_job job = {.kind = kind, .text = name};
	enum pn_err err;

	pn_buf_init(reply, PN_REPORT_MAX_JSON);
	job.fd = spool(bytes);
	if (job.fd < 0)
		return pn_fail(
		    info, PN_ERR_IO, "no room to scan in: %s", strerror(errno));
	err = pn_pool_run(cli->pool, &job, reply, NULL, info);
	close(job.fd);
	return err;
}

const char *
pn_scan_fault(enum pn_err err)
{
	switch (err) {
	case PN_ERR_PEER:
	case PN_ERR_UNSUPPORTED:
		return "worker";
	case PN_ERR_TIMEOUT:
		return "time";
	default:
		return "scanner";
	}
}
