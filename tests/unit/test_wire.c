/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_wire - what is sent arrives, and nothing else is believed
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <fcntl.h>
#include <cmocka.h>
#include "worker/wire.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct pn_wire samples[] = {
    {.type = PN_WIRE_JOB, .kind = PN_JOB_MESSAGE, .size = 5000},
    {.type = PN_WIRE_JOB,
	.kind = PN_JOB_FILE,
	.has_text = true,
	.text = "pupils.xlsx",
	.size = INT64_MAX},
    {.type = PN_WIRE_JOB,
	.kind = PN_JOB_FOOTER,
	.has_text = true,
	.want_body = true,
	.text = ""},
    {.type = PN_WIRE_ANSWER,
	.result = PN_RESULT_DONE,
	.reply_len = 1234,
	.body_len = PN_WIRE_MAX_BODY},
    {.type = PN_WIRE_ANSWER, .result = PN_RESULT_MEMORY},
    {.type = PN_WIRE_READY, .text = "no Landlock"},
    {.type = PN_WIRE_REFUSED,
	.err = PN_ERR_CONFIG,
	.info = {"uk.conf", 12, "no such validator"}},
};

/* encode - SAMPLE as bytes in OUT (PN_WIRE_MAX); returns how many */
static size_t
encode(const struct pn_wire *sample, unsigned char *out)
{
	struct pn_buf b;
	size_t n;

	pn_buf_init(&b, PN_WIRE_MAX);
	assert_int_equal(pn_wire_encode(sample, &b), PN_OK);
	n = b.len;
	memcpy(out, b.data, n);
	pn_buf_free(&b);
	return n;
}

static enum pn_err
decode(const unsigned char *p, size_t n, struct pn_wire *m)
{
	return pn_wire_decode((struct pn_bytes){p, n}, m);
}

static void
every_message_comes_back_as_it_was(void **state)
{
	unsigned char bytes[PN_WIRE_MAX];
	struct pn_wire m;

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		const struct pn_wire *s = &samples[i];
		size_t n = encode(s, bytes);

		assert_int_equal(decode(bytes, n, &m), PN_OK);
		assert_int_equal(m.type, s->type);
		assert_int_equal(m.kind, s->kind);
		assert_int_equal(m.want_body, s->want_body);
		assert_int_equal(m.has_text, s->has_text);
		assert_true(m.size == s->size);
		assert_int_equal(m.result, s->result);
		assert_true(m.reply_len == s->reply_len);
		assert_true(m.body_len == s->body_len);
		assert_int_equal(m.err, s->err);
		assert_string_equal(m.info.file, s->info.file);
		assert_int_equal(m.info.line, s->info.line);
		assert_string_equal(m.info.text, s->info.text);
		assert_string_equal(m.text, s->text);
	}
}

static void
a_message_cut_anywhere_is_refused(void **state)
{
	unsigned char bytes[PN_WIRE_MAX];
	struct pn_wire m;

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		size_t n = encode(&samples[i], bytes);

		for (size_t cut = 0; cut < n; cut++)
			assert_int_equal(decode(bytes, cut, &m), PN_ERR_PEER);
	}
}

static void
a_byte_left_over_is_refused(void **state)
{
	unsigned char bytes[PN_WIRE_MAX + 1];
	struct pn_wire m;

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		size_t n = encode(&samples[i], bytes);

		bytes[n] = 0;
		assert_int_equal(decode(bytes, n + 1, &m), PN_ERR_PEER);
	}
}

/* One byte of one sample changed. */
static const struct {
	const char *name;
	unsigned sample, at;
	unsigned char to;
} changes[] = {
    {"magic", 0, 0, 'X'},
    {"version", 0, 4, 2},
    {"type 0", 0, 6, 0},
    {"type past the last", 0, 6, 5},
    {"type, high byte", 0, 7, 1},
    {"kind 0", 0, 8, 0},
    {"kind past the last", 0, 8, 6},
    {"unknown flag", 0, 10, 4},
    {"size over the largest file", 0, 19, 0x80},
    {"text length past the end", 0, 20, 1},
    {"text length, high byte", 0, 23, 0xff},
    {"text without its flag", 1, 10, 0},
    {"NUL in the text", 1, 24, 0},
    {"result 0", 3, 8, 0},
    {"result past the last", 3, 8, 6},
    {"reply longer than any", 3, 15, 0x7f},
    {"body longer than any", 3, 20, 1},
    {"note too long", 5, 10, 1},
    {"error 0 is none", 6, 8, 0},
    {"error past the last", 6, 8, 13},
    {"file name too long", 6, 18, 1},
};

static void
a_wrong_field_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		unsigned char bytes[PN_WIRE_MAX];
		struct pn_wire m;
		size_t n = encode(&samples[changes[i].sample], bytes);

		assert_true(changes[i].at < n);
		assert_int_not_equal(bytes[changes[i].at], changes[i].to);
		bytes[changes[i].at] = changes[i].to;
		if (decode(bytes, n, &m) != PN_ERR_PEER)
			fail_msg("%s: accepted", changes[i].name);
	}
}

static void
the_longest_text_fits_and_no_longer(void **state)
{
	static struct pn_wire m = {
	    .type = PN_WIRE_JOB, .kind = PN_JOB_FOOTER, .has_text = true};
	static struct pn_wire back;
	unsigned char bytes[PN_WIRE_MAX];
	struct pn_wire note = {.type = PN_WIRE_READY};
	struct pn_buf b;
	size_t n;

	(void)state;
	memset(m.text, 'f', PN_JOB_MAX_TEXT);
	n = encode(&m, bytes);
	assert_int_equal(decode(bytes, n, &back), PN_OK);
	assert_int_equal(strlen(back.text), PN_JOB_MAX_TEXT);

	memset(note.text, 'n', PN_WIRE_MAX_NOTE + 1);
	pn_buf_init(&b, PN_WIRE_MAX);
	assert_int_equal(pn_wire_encode(&note, &b), PN_ERR_LIMIT);
	pn_buf_free(&b);
}

static void
pair_up(int pair[2])
{
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
}

static unsigned
open_descriptors(void)
{
	unsigned n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void
descriptors_travel_and_are_close_on_exec(void **state)
{
	int pair[2], pipes[2], fds[3];
	struct pn_wire_in in;
	struct pn_wire m;

	(void)state;
	pair_up(pair);
	assert_int_equal(pipe(pipes), 0);
	fds[0] = fds[1] = fds[2] = pipes[1];
	assert_int_equal(pn_wire_put(pair[0], &samples[0], fds, 3), PN_OK);
	assert_int_equal(pn_wire_recv(pair[1], 4, false, &in), PN_OK);
	assert_int_equal(in.n_fds, 3);
	assert_int_equal(decode(in.data, in.len, &m), PN_OK);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(fcntl(in.fds[i], F_GETFD), FD_CLOEXEC);
	pn_wire_in_close(&in);
	close(pair[0]);
	close(pair[1]);
	close(pipes[0]);
	close(pipes[1]);
}

/* Descriptors sent, descriptors allowed. */
static const struct {
	unsigned sent, allowed;
} extra[] = {{1, 0}, {4, 0}, {2, 1}, {4, 3}, {4, 2}};

static void
extra_descriptors_are_closed_and_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(extra); i++) {
		int pair[2], fds[4] = {0, 0, 0, 0};
		struct pn_wire_in in;
		unsigned before;

		pair_up(pair);
		before = open_descriptors();
		assert_int_equal(
		    pn_wire_put(pair[0], &samples[0], fds, extra[i].sent),
		    PN_OK);
		assert_int_equal(
		    pn_wire_recv(pair[1], extra[i].allowed, false, &in),
		    PN_ERR_PEER);
		assert_int_equal(in.n_fds, 0);
		assert_int_equal(open_descriptors(), before);
		close(pair[0]);
		close(pair[1]);
	}
}

static void
a_record_too_long_is_refused_with_what_it_carries(void **state)
{
	static const unsigned char big[PN_WIRE_MAX + 1];
	int pair[2], fds[1] = {0};
	struct pn_wire_in in;
	unsigned before;

	(void)state;
	pair_up(pair);
	before = open_descriptors();
	assert_int_equal(
	    pn_wire_send(pair[0], (struct pn_bytes){big, sizeof(big)}, fds, 1),
	    PN_OK);
	assert_int_equal(pn_wire_recv(pair[1], 4, false, &in), PN_ERR_PEER);
	assert_int_equal(open_descriptors(), before);
	close(pair[0]);
	close(pair[1]);
}

static void
an_empty_a_full_and_a_closed_socket_are_told_apart(void **state)
{
	struct pn_wire_in in;
	enum pn_err err = PN_OK;
	int pair[2];

	(void)state;
	pair_up(pair);
	assert_int_equal(pn_wire_recv(pair[1], 0, false, &in), PN_ERR_BUSY);
	for (unsigned i = 0; err == PN_OK && i < 100000; i++)
		err = pn_wire_put(pair[0], &samples[0], NULL, 0);
	assert_int_equal(err, PN_ERR_BUSY);
	close(pair[1]);
	assert_int_equal(
	    pn_wire_put(pair[0], &samples[0], NULL, 0), PN_ERR_PEER);
	assert_int_equal(pn_wire_recv(pair[0], 0, false, &in), PN_ERR_PEER);
	close(pair[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_message_comes_back_as_it_was),
	    cmocka_unit_test(a_message_cut_anywhere_is_refused),
	    cmocka_unit_test(a_byte_left_over_is_refused),
	    cmocka_unit_test(a_wrong_field_is_refused),
	    cmocka_unit_test(the_longest_text_fits_and_no_longer),
	    cmocka_unit_test(descriptors_travel_and_are_close_on_exec),
	    cmocka_unit_test(extra_descriptors_are_closed_and_refused),
	    cmocka_unit_test(a_record_too_long_is_refused_with_what_it_carries),
	    cmocka_unit_test(
		an_empty_a_full_and_a_closed_socket_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
