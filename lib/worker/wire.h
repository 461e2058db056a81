/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire - the messages between client, supervisor and worker
 *
 * One message is one record of a SOCK_SEQPACKET socket. All numbers are
 * little-endian. Every message starts with
 *
 *	u32 magic, u16 version, u16 type
 *
 * and goes on by type (a string is u32 length and as many bytes, no NUL):
 *
 *	JOB	u16 kind, u16 flags (1: a body is wanted, 2: there is a text),
 *		u64 size of the bytes, string text
 *	ANSWER	u32 result, u64 length of the reply, u64 length of the body
 *	READY	string note (what the sandbox is without; mostly empty)
 *	REFUSED	u32 error, u32 line, string file, string text
 *
 * JOB goes from client to supervisor with the descriptors bytes, reply, body
 * (where one is wanted) and the socket for the answer, in this order; from
 * supervisor to worker without the last. ANSWER goes back from worker to
 * supervisor and from there over the job's socket. READY and REFUSED are the
 * first thing that a worker tells the supervisor, and that one the client.
 *
 * Reading takes nothing on trust: each field is checked against its range,
 * and nothing may be left over.
 */
#ifndef PN_WORKER_WIRE_H
#define PN_WORKER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "worker/pool.h"

#define PN_WIRE_MAGIC	 0x57524e50u /* "PNRW" */
#define PN_WIRE_VERSION	 1
#define PN_WIRE_MAX	 (PN_JOB_MAX_TEXT + 64) /* bytes of one message */
#define PN_WIRE_MAX_FDS	 4			/* descriptors with one */
#define PN_WIRE_MAX_NOTE 255
/* No answer is longer: a reply is at most a report, and a new body a message
 * of 100 MB with a footer on both sides of an alternative. */
#define PN_WIRE_MAX_BODY (104u << 20)

enum pn_wire_type {
	PN_WIRE_JOB = 1,
	PN_WIRE_ANSWER,
	PN_WIRE_READY,
	PN_WIRE_REFUSED,
};

/* How a job ended. */
enum pn_wire_result {
	PN_RESULT_DONE = 1,
	PN_RESULT_UNSUPPORTED, /* the handler said so */
	PN_RESULT_CRASH,       /* these three by the supervisor only */
	PN_RESULT_TIME,
	PN_RESULT_MEMORY,
};

/* One message, decoded; only the members of its type mean anything. */
struct pn_wire {
	enum pn_wire_type type;
	enum pn_job_kind kind; /* JOB */
	bool want_body, has_text;
	uint64_t size;
	enum pn_wire_result result; /* ANSWER */
	uint64_t reply_len, body_len;
	enum pn_err err; /* REFUSED, with file, line and text in info */
	struct pn_errinfo info;
	char text[PN_JOB_MAX_TEXT + 1]; /* JOB; READY: the note */
};

/* A message as it was received. */
struct pn_wire_in {
	unsigned char data[PN_WIRE_MAX];
	size_t len;
	int fds[PN_WIRE_MAX_FDS]; /* close-on-exec; the receiver's to close */
	unsigned n_fds;
};

/* pn_wire_encode - append MSG to OUT; PN_ERR_LIMIT where a text is too long
 * or OUT is full */
enum pn_err pn_wire_encode(const struct pn_wire *msg, struct pn_buf *out)
    PN_MUST_CHECK;

/* pn_wire_decode - read the one message in BYTES into *MSG_OUT (undefined on
 * failure); PN_ERR_PEER on the first thing that is wrong */
enum pn_err pn_wire_decode(struct pn_bytes bytes, struct pn_wire *msg_out)
    PN_MUST_CHECK;

/*
 * pn_wire_send - send BYTES with the N_FDS descriptors in FDS, at once or not
 * at all. PN_ERR_BUSY: no room now; PN_ERR_PEER: the other end is gone;
 * PN_ERR_IO: anything else, with errno.
 */
enum pn_err pn_wire_send(int sock, struct pn_bytes bytes, const int *fds,
    unsigned n_fds) PN_MUST_CHECK;

/* pn_wire_put - encode MSG and send it; a last word may go unheard */
enum pn_err pn_wire_put(int sock, const struct pn_wire *msg, const int *fds,
    unsigned n_fds);

/*
 * pn_wire_recv - receive one message with at most MAX_FDS descriptors; WAIT:
 * wait for one. PN_ERR_BUSY: nothing there; PN_ERR_PEER: the other end is
 * gone, or the message too long, or it holds more descriptors than allowed;
 * PN_ERR_LIMIT: this process has no descriptors left, the message is lost.
 * *IN holds descriptors only where PN_OK is returned.
 */
enum pn_err pn_wire_recv(int sock, unsigned max_fds, bool wait,
    struct pn_wire_in *in) PN_MUST_CHECK;

/* pn_wire_in_close - close the descriptors that came with IN */
void pn_wire_in_close(struct pn_wire_in *in);

#endif
