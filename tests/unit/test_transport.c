/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tests of how a notice leaves: the command, and SMTP with a scripted server.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/mem.h"
#include "milter/transport.h"

#define MESSAGE "Subject: s\r\n\r\n.dot\r\nend\r\n"

/* A server that answers each line of the client by a script. */
struct server {
	int listener;
	const char *const *script; /* answers, in order; NULL hangs up */
	struct pn_buf said;	   /* what the client said */
	pthread_t thread;
	char address[64];
};

static void *
serve(void *arg)
{
	struct server *s = arg;
	int fd = accept(s->listener, NULL, NULL);
	FILE *f = fdopen(fd, "r+");
	char line[2000];

	for (size_t i = 0; s->script[i]; i++) {
		fputs(s->script[i], f);
		fflush(f);
		if (!fgets(line, sizeof(line), f))
			break;
		pn_buf_adds(&s->said, line);
		while (strncmp(s->script[i], "354", 3) == 0 &&
		       strcmp(line, ".\r\n") != 0 &&
		       fgets(line, sizeof(line), f))
			pn_buf_adds(&s->said, line);
	}
	fclose(f);
	return NULL;
}

static void
server_start(struct server *s, const char *const *script)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(in);

	s->script = script;
	pn_buf_init(&s->said, 100000);
	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&in, size), 0);
	assert_int_equal(listen(s->listener, 1), 0);
	getsockname(s->listener, (struct sockaddr *)&in, &size);
	snprintf(
	    s->address, sizeof(s->address), "127.0.0.1:%u", ntohs(in.sin_port));
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void
server_stop(struct server *s)
{
	pthread_join(s->thread, NULL);
	close(s->listener);
	pn_buf_free(&s->said);
}

#define OK "250 ok\r\n"
#define LONG_LINE                                                              \
	"2500000000000000000000000000000000000000000000000000000000000000000"  \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"00000000000000000000000000000000000000000000000000000000000000000000"

static void
only_a_mail_that_was_taken_counts_as_sent(void **state)
{
	static const struct {
		const char *name, *to;
		const char *script[8];
		enum pn_err want;
		const char *said; /* in INFO */
	} rows[] = {
	    {"taken", "a@b.example",
		{"220 hi\r\n", "250-x\r\n250 y\r\n", OK, OK, "354 go\r\n", OK},
		PN_OK, ""},
	    {"no greeting", "a@b.example", {"554 no\r\n"}, PN_ERR_PEER,
		"554 to connect"},
	    {"hangs up", "a@b.example", {"220 hi\r\n", OK}, PN_ERR_IO, "MAIL"},
	    {"recipient refused", "a@b.example",
		{"220 hi\r\n", OK, OK, "550 <a@b.example> who?\r\n"},
		PN_ERR_PEER, "550 to RCPT"},
	    {"refused at the end", "a@b.example",
		{"220 hi\r\n", OK, OK, OK, "354 go\r\n", "451 later\r\n"},
		PN_ERR_PEER, "451 to end of data"},
	    {"no reply at the end", "a@b.example",
		{"220 hi\r\n", OK, OK, OK, "354 go\r\n"}, PN_ERR_IO,
		"end of data"},
	    {"no code", "a@b.example", {"hello\r\n"}, PN_ERR_SYNTAX, "no code"},
	    {"endless line", "a@b.example", {LONG_LINE}, PN_ERR_SYNTAX, ""},
	    {"UTF-8 refused", "\xc3\xa9@b.example", {"220 hi\r\n", OK},
		PN_ERR_UNSUPPORTED, "SMTPUTF8"},
	    {"UTF-8 taken", "\xc3\xa9@b.example",
		{"220 hi\r\n", "250-x\r\n250 SMTPUTF8\r\n", OK, OK,
		    "354 go\r\n", OK},
		PN_OK, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct pn_errinfo info = {0};
		struct server s;
		enum pn_err err;

		server_start(&s, rows[i].script);
		err = pn_send_smtp(s.address, rows[i].to, MESSAGE, &info);
		if (err != rows[i].want || !strstr(info.text, rows[i].said))
			fail_msg("%s: %d %s", rows[i].name, err, info.text);
		assert_null(strstr(info.text, "@"));
		server_stop(&s);
	}
}

static void
the_dialogue_is_that_of_rfc_5321(void **state)
{
	static const char *const script[] = {
	    "220 hi\r\n", OK, OK, OK, "354 go\r\n", OK, NULL};
	struct pn_errinfo info = {0};
	struct server s;

	(void)state;
	server_start(&s, script);
	assert_int_equal(
	    pn_send_smtp(s.address, "a@b.example", MESSAGE, &info), PN_OK);
	pthread_join(s.thread, NULL);
	assert_string_equal(s.said.data,
	    "EHLO localhost\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\n"
	    "DATA\r\nSubject: s\r\n\r\n..dot\r\nend\r\n.\r\nQUIT\r\n");
	close(s.listener);
	pn_buf_free(&s.said);
}

static void
a_server_that_is_not_there_is_an_error(void **state)
{
	static const char *const servers[] = {
	    "127.0.0.1:1", "nowhere", "127.0.0.1:none", ":25"};
	struct pn_errinfo info = {0};

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_not_equal(
		    pn_send_smtp(servers[i], "a@b.example", MESSAGE, &info),
		    PN_OK);
}

/* script - an executable file with TEXT in FOLDER, for free() */
static char *
script_in(const char *folder, const char *text)
{
	char *path = pn_printf("%s/command", folder);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static void
the_command_gets_words_and_lines_by_lf(void **state)
{
	char folder[] = "/tmp/postern-command-XXXXXX", got[400] = "";
	struct pn_errinfo info = {0};
	char *path, *command, *out;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = script_in(folder,
	    "#!/bin/sh\n{ for a; do echo \"[$a]\"; done; cat; } "
	    ">\"$0.out\"\n");
	command = pn_printf("%s -i  -C\t/x", path);
	assert_int_equal(
	    pn_send_command(command, "-a;b@c.example", MESSAGE, &info), PN_OK);
	out = pn_printf("%s.out", path);
	f = fopen(out, "r");
	assert_non_null(f);
	assert_true(fread(got, 1, sizeof(got) - 1, f) > 0);
	fclose(f);
	assert_string_equal(got,
	    "[-i]\n[-C]\n[/x]\n[-f]\n[<>]\n[--]\n[-a;b@c.example]\n"
	    "Subject: s\n\n.dot\nend\n");
	unlink(out);
	unlink(path);
	rmdir(folder);
	free(out);
	free(command);
	free(path);
}

static void
a_command_that_fails_is_an_error(void **state)
{
	static const char *const commands[] = {
	    "/bin/false", "/nowhere/x", "", "   "};
	struct pn_errinfo info = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		assert_int_not_equal(
		    pn_send_command(commands[i], "a@b.example", MESSAGE, &info),
		    PN_OK);
	assert_int_equal(
	    pn_send_command("/bin/true", "a@b.example", MESSAGE, &info), PN_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_a_mail_that_was_taken_counts_as_sent),
	    cmocka_unit_test(the_dialogue_is_that_of_rfc_5321),
	    cmocka_unit_test(a_server_that_is_not_there_is_an_error),
	    cmocka_unit_test(the_command_gets_words_and_lines_by_lf),
	    cmocka_unit_test(a_command_that_fails_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
