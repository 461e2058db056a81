/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_scan - the scanner that production runs, and its faulty twin
 *
 * Through pn_pool, as posternd and postern use it. The patterns are the
 * test's own, so that a new word in a shipped pack changes nothing here; that
 * the shipped packs load and pass their examples is a test of its own.
 */
#include "config.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/json.h"
#include "base/mem.h"
#include "base/report.h"
#include "worker/pool.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define HEAD                                                                   \
	"From: head@school.example\r\n"                                        \
	"To: office@council.example\r\n"                                       \
	"Subject: trip\r\n"

/* A pattern that needs no evidence, with %s for its last example. */
static const char pack[] = "patterns = (\n"
			   "  {\n"
			   "    id = \"test-badge\";\n"
			   "    name = \"badge number\";\n"
			   "    names = \"badge numbers\";\n"
			   "    category = \"identifier\";\n"
			   "    tier = \"A\";\n"
			   "    regex = [ \"\\\\bBADGE-\\\\d{6}\\\\b\" ];\n"
			   "    reason = \"A test.\";\n"
			   "    match = [ \"BADGE-123456\", \"%s\" ];\n"
			   "    no_match = [ \"BADGE-12345\" ];\n"
			   "  }\n"
			   ");\n";

/* The folder of this run, with its pack and configuration. */
static struct {
	char dir[64];
	char *pack, *config, *scanner, *faulty;
	struct pn_pool *patient; /* one with time */
} run;

static void
write_file(const char *path, const char *fmt, const char *arg)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	fprintf(f, fmt, arg);
#pragma GCC diagnostic pop
	assert_int_equal(fclose(f), 0);
}

static int
set_up(void **state)
{
	const char *build = getenv("PN_BUILDDIR");

	(void)state;
	if (build == NULL) {
		fprintf(stderr, "PN_BUILDDIR is not set: run make check\n");
		return -1;
	}
	snprintf(run.dir, sizeof(run.dir), "/tmp/postern-scan-XXXXXX");
	if (mkdtemp(run.dir) == NULL)
		return -1;
	run.pack = pn_printf("%s/test.conf", run.dir);
	run.config = pn_printf("%s/postern.conf", run.dir);
	run.scanner = pn_printf("%s/bin/postern-scan", build);
	run.faulty = pn_printf("%s/tests/fault/postern-scan-faulty", build);
	write_file(run.pack, pack, "BADGE-654321");
	write_file(run.config,
	    "internal_domains = [ \"school.example\" ];\n"
	    "patterns = [ \"%s\" ];\n",
	    run.pack);
	return 0;
}

static int
clean_up(void **state)
{
	(void)state;
	unlink(run.pack);
	unlink(run.config);
	rmdir(run.dir);
	free(run.pack);
	free(run.config);
	free(run.scanner);
	free(run.faulty);
	return 0;
}

static struct pn_pool_options
options(const char *program)
{
	return (struct pn_pool_options){.program = program,
	    .config = run.config,
	    .workers = 2,
	    .cpu_seconds = 2,
	    .wall_seconds = 4,
	    .memory_mb = 400};
}

static int
start(void **state, const char *program)
{
	struct pn_pool_options o = options(program);
	struct pn_errinfo info = {.line = 0};
	struct pn_pool *p = NULL;
	char text[600];

	if (pn_pool_start(&o, &p, &info) != PN_OK) {
		fprintf(stderr, "%s\n",
		    pn_errinfo_print(&info, text, sizeof(text)));
		return -1;
	}
	*state = p;
	return 0;
}

static int
start_scanner(void **state)
{
	return start(state, run.scanner);
}

static int
start_faulty(void **state)
{
	return start(state, run.faulty);
}

static int
stop(void **state)
{
	struct pn_pool *p = *state;

	pn_pool_stop(&p, 5);
	return 0;
}

/* What came of a job. */
struct outcome {
	enum pn_err err;
	struct pn_errinfo info;
	struct pn_buf reply;
};

/* run_job - with BYTES for the job's file */
static struct outcome
run_job(struct pn_pool *p, struct pn_job job, const char *bytes, int *body)
{
	struct outcome out = {.err = PN_OK};

	job.fd = memfd_create("test", MFD_CLOEXEC);
	assert_true(job.fd >= 0);
	assert_int_equal(write(job.fd, bytes, strlen(bytes)), strlen(bytes));
	pn_buf_init(&out.reply, PN_REPORT_MAX_JSON);
	out.err = pn_pool_run(p, &job, &out.reply, body, &out.info);
	close(job.fd);
	return out;
}

/* json_of - the reply as JSON; frees the rest of OUT */
static struct pn_json *
json_of(struct outcome *out)
{
	struct pn_json *v = NULL;

	assert_int_equal(out->err, PN_OK);
	assert_int_equal(
	    pn_json_parse(pn_buf_bytes(&out->reply), &v, NULL), PN_OK);
	pn_buf_free(&out->reply);
	return v;
}

static void
expect_badge(struct outcome *out, const char *part)
{
	struct pn_report *r = NULL;

	assert_int_equal(out->err, PN_OK);
	assert_int_equal(
	    pn_reply_from_json(pn_buf_bytes(&out->reply), &r, NULL, NULL),
	    PN_OK);
	assert_int_equal(r->n_findings, 1);
	assert_string_equal(r->findings[0].pattern, "test-badge");
	assert_string_equal(r->findings[0].part, part);
	pn_report_free(&r);
	pn_buf_free(&out->reply);
}

static void
expect_fine(struct pn_pool *p)
{
	struct outcome out = run_job(p, (struct pn_job){.kind = PN_JOB_MESSAGE},
	    HEAD "\r\nThe number is BADGE-112233.\r\n", NULL);

	expect_badge(&out, "1");
}

static void
a_message_gives_a_report(void **state)
{
	expect_fine(*state);
}

/* Sets that mail hardly ever uses, and one that there is not: a converter that
 * is loaded only now would be the end of the worker. */
static const char *const rare_sets[] = {"IBM1133", "EBCDIC-INT1", "TSCII",
    "ISO-2022-CN-EXT", "UTF-7-IMAP", "GEORGIAN-ACADEMY", "MAC-SAMI",
    "no-such-set"};

static void
a_rare_character_set_needs_no_file(void **state)
{
	for (size_t i = 0; i < COUNT(rare_sets); i++) {
		char *bytes = pn_printf("From: a@b.example\r\n"
					"Subject: =?%s?Q?=C1=C2?=\r\n"
					"Content-Type: text/plain; charset=%s"
					"\r\n\r\n\xc1\xc2\r\n",
		    rare_sets[i], rare_sets[i]);
		struct outcome out = run_job(*state,
		    (struct pn_job){.kind = PN_JOB_MESSAGE}, bytes, NULL);

		if (out.err != PN_OK)
			fail_msg("%s: %s", rare_sets[i], out.info.text);
		pn_buf_free(&out.reply);
		free(bytes);
	}
}

/* scan_fixture - nftw's visitor: no file of the tree may end a worker */
static int
scan_fixture(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	struct pn_job job = {.kind = PN_JOB_FILE, .text = path};
	struct pn_errinfo info = {.line = 0};
	struct pn_buf reply;
	enum pn_err err;

	(void)st;
	(void)ftw;
	if (type != FTW_F)
		return 0;
	job.fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(job.fd >= 0);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	err = pn_pool_run(run.patient, &job, &reply, NULL, &info);
	if (err != PN_OK)
		fail_msg("%s: %s", path, info.text);
	pn_buf_free(&reply);
	close(job.fd);
	return 0;
}

static void
no_format_needs_what_the_sandbox_forbids(void **state)
{
	struct pn_pool_options o = options(run.scanner);
	const char *source = getenv("PN_SRCDIR");
	char *data = pn_printf("%s/tests/data", source ? source : ".");

	(void)state;
	o.cpu_seconds = 60; /* time is not the question, a sanitizer slow */
	o.wall_seconds = 0;
	o.memory_mb = 2000;
	assert_int_equal(pn_pool_start(&o, &run.patient, NULL), PN_OK);
	assert_int_equal(nftw(data, scan_fixture, 8, FTW_PHYS), 0);
	pn_pool_stop(&run.patient, 5);
	free(data);
}

static void
a_file_gives_a_report(void **state)
{
	struct outcome out = run_job(*state,
	    (struct pn_job){.kind = PN_JOB_FILE, .text = "list.txt"},
	    "BADGE-112233\n", NULL);

	expect_badge(&out, "1");
}

static void
a_text_gives_its_matches(void **state)
{
	struct outcome out =
	    run_job(*state, (struct pn_job){.kind = PN_JOB_MATCH},
		"\xc3\xa9 BADGE-112233 and BADGE-1", NULL);
	struct pn_json *v = json_of(&out);
	const struct pn_json *m = pn_json_get(v, "matches");
	int64_t n = 0;

	assert_int_equal(pn_json_size(m), 1);
	m = pn_json_at(m, 0);
	assert_string_equal(pn_json_get_str(m, "pattern"), "test-badge");
	assert_string_equal(pn_json_get_str(m, "category"), "identifier");
	assert_string_equal(pn_json_get_str(m, "confidence"), "high");
	assert_true(pn_json_get_int(m, "start", 0, 100, &n) && n == 3);
	assert_true(pn_json_get_int(m, "end", 0, 100, &n) && n == 15);
	pn_json_free(v);
}

static void
a_text_that_is_not_utf8_is_unsupported(void **state)
{
	struct outcome out = run_job(
	    *state, (struct pn_job){.kind = PN_JOB_MATCH}, "\xff\xfe", NULL);

	assert_int_equal(out.err, PN_ERR_UNSUPPORTED);
	pn_buf_free(&out.reply);
}

static void
a_footer_gives_a_new_body(void **state)
{
	int body = -1;
	char text[256] = "";
	struct outcome out = run_job(*state,
	    (struct pn_job){.kind = PN_JOB_FOOTER, .text = "Example School\n"},
	    HEAD "\r\nHello.\r\n", &body);
	struct pn_json *v = json_of(&out);

	assert_true(pn_json_is_array(pn_json_get(v, "changes")));
	pn_json_free(v);
	assert_true(pread(body, text, sizeof(text) - 1, 0) > 0);
	assert_non_null(strstr(text, "Hello."));
	assert_non_null(strstr(text, "Example School"));
	close(body);
}

static void
a_footer_in_signed_mail_is_unsupported(void **state)
{
	int body = -1;
	struct outcome out = run_job(*state,
	    (struct pn_job){.kind = PN_JOB_FOOTER, .text = "Example School\n"},
	    HEAD "MIME-Version: 1.0\r\n"
		 "Content-Type: multipart/signed; boundary=b; "
		 "protocol=\"application/pgp-signature\"\r\n\r\n"
		 "--b\r\n\r\nHello.\r\n--b\r\n"
		 "Content-Type: application/pgp-signature\r\n\r\nx\r\n"
		 "--b--\r\n",
	    &body);

	assert_int_equal(out.err, PN_ERR_UNSUPPORTED);
	assert_int_equal(body, -1);
	pn_buf_free(&out.reply);
}

static void
the_examples_can_be_run_again(void **state)
{
	struct outcome out =
	    run_job(*state, (struct pn_job){.kind = PN_JOB_SELFTEST}, "", NULL);
	struct pn_json *v = json_of(&out);
	int64_t n = 0;

	assert_true(pn_json_get_int(v, "run", 0, 100, &n) && n == 3);
	assert_int_equal(pn_json_size(pn_json_get(v, "failed")), 0);
	pn_json_free(v);
}

static void
a_broken_pattern_is_told_with_its_place(void **state)
{
	struct pn_pool_options o = options(run.scanner);
	struct pn_errinfo info = {.line = 0};
	struct pn_pool *p = NULL;

	(void)state;
	write_file(run.pack, "patterns = (\n  { id = \"x-y\";\n%s", "");
	assert_int_equal(pn_pool_start(&o, &p, &info), PN_ERR_CONFIG);
	write_file(run.pack, pack, "BADGE-654321");
	assert_null(p);
	assert_string_equal(info.file, run.pack);
	assert_true(info.line >= 2);
	assert_true(info.text[0] != '\0');
}

static void
a_broken_configuration_is_told_with_its_place(void **state)
{
	struct pn_pool_options o = options(run.scanner);
	struct pn_errinfo info = {.line = 0};
	struct pn_pool *p = NULL;
	char *broken = pn_printf("%s/broken.conf", run.dir);

	(void)state;
	write_file(broken, "mode = \"enforce\";\n%s = 1;\n", "paterns");
	o.config = broken;
	assert_int_equal(pn_pool_start(&o, &p, &info), PN_ERR_CONFIG);
	unlink(broken);
	assert_string_equal(info.file, broken);
	assert_int_equal(info.line, 2);
	free(broken);
}

static void
an_example_that_does_not_hold_is_no_start(void **state)
{
	struct pn_pool_options o = options(run.scanner);
	struct pn_errinfo info = {.line = 0};
	struct pn_pool *p = NULL;
	const struct pn_json *failed;
	struct outcome out;
	struct pn_json *v;
	bool wanted = false;

	(void)state;
	write_file(run.pack, pack, "BADGE-65432");
	assert_int_equal(pn_pool_start(&o, &p, &info), PN_ERR_CONFIG);
	assert_string_equal(info.file, run.pack);
	assert_int_equal(info.line, 2);
	assert_non_null(strstr(info.text, "test-badge"));
	assert_non_null(strstr(info.text, "example 2 of \"match\""));

	o.untested = true;
	assert_int_equal(pn_pool_start(&o, &p, &info), PN_OK);
	out = run_job(p, (struct pn_job){.kind = PN_JOB_SELFTEST}, "", NULL);
	v = json_of(&out);
	failed = pn_json_get(v, "failed");
	assert_int_equal(pn_json_size(failed), 1);
	failed = pn_json_at(failed, 0);
	assert_string_equal(pn_json_get_str(failed, "pattern"), "test-badge");
	assert_true(pn_json_get_bool(failed, "wanted", &wanted) && wanted);
	pn_json_free(v);
	pn_pool_stop(&p, 5);
	write_file(run.pack, pack, "BADGE-654321");
}

static void
the_shipped_patterns_load_and_hold(void **state)
{
	struct pn_pool_options o = options(run.scanner);
	struct pn_errinfo info = {.line = 0};
	struct pn_pool *p = NULL;
	char text[600];

	(void)state;
	o.config = NULL;
	if (pn_pool_start(&o, &p, &info) != PN_OK)
		fail_msg("%s", pn_errinfo_print(&info, text, sizeof(text)));
	pn_pool_stop(&p, 5);
}

/* Faults that end a worker, and what the caller is told. */
static const struct {
	const char *fault, *why;
} faults[] = {
    {"crash", "crash"},
    {"loop", "time"},
    {"alloc", "memory"},
    {"socket", "crash"},
};

/* with_fault - a message that asks for FAULT, in a buffer of the caller's */
static const char *
with_fault(const char *fault, char *buf, size_t size)
{
	snprintf(buf, size, HEAD "X-Postern-Fault: %s\r\n\r\nBADGE-112233\r\n",
	    fault);
	return buf;
}

static void
every_fault_costs_its_own_message_only(void **state)
{
	for (size_t i = 0; i < COUNT(faults); i++) {
		char buf[512];
		struct outcome out =
		    run_job(*state, (struct pn_job){.kind = PN_JOB_MESSAGE},
			with_fault(faults[i].fault, buf, sizeof(buf)), NULL);

		assert_int_equal(out.err, PN_ERR_PEER);
		assert_string_equal(out.info.text, faults[i].why);
		pn_buf_free(&out.reply);
		expect_fine(*state);
	}
}

static void
a_worker_can_create_no_file(void **state)
{
	char *path = pn_printf("%s/made", run.dir);
	char *fault = pn_printf("open %s", path);
	char buf[512];
	struct outcome out =
	    run_job(*state, (struct pn_job){.kind = PN_JOB_MESSAGE},
		with_fault(fault, buf, sizeof(buf)), NULL);

	assert_int_equal(out.err, PN_ERR_PEER);
	assert_string_equal(out.info.text, "crash");
	assert_int_equal(access(path, F_OK), -1);
	pn_buf_free(&out.reply);
	free(path);
	free(fault);
}

static bool
count_tick(void *ctx)
{
	++*(unsigned *)ctx;
	return true;
}

static void
a_slow_message_ticks_and_is_scanned(void **state)
{
	unsigned ticks = 0;
	char buf[512];
	struct outcome out = run_job(*state,
	    (struct pn_job){
		.kind = PN_JOB_MESSAGE, .tick = count_tick, .ctx = &ticks},
	    with_fault("slow 2", buf, sizeof(buf)), NULL);

	assert_true(ticks >= 1);
	expect_badge(&out, "1");
}

/* scan_slowly - a message that takes a second, in a thread of its own */
static void *
scan_slowly(void *pool)
{
	char buf[512];
	struct outcome *out = pn_alloc(sizeof(*out));

	*out = run_job(pool, (struct pn_job){.kind = PN_JOB_MESSAGE},
	    with_fault("slow", buf, sizeof(buf)), NULL);
	return out;
}

static void
a_message_beside_a_fault_is_not_harmed(void **state)
{
	char buf[512];
	pthread_t thread;
	struct outcome out;
	void *slow;

	pthread_create(&thread, NULL, scan_slowly, *state);
	usleep(100000);
	out = run_job(*state, (struct pn_job){.kind = PN_JOB_MESSAGE},
	    with_fault("alloc", buf, sizeof(buf)), NULL);
	assert_int_equal(out.err, PN_ERR_PEER);
	pn_buf_free(&out.reply);
	pthread_join(thread, &slow);
	expect_badge(slow, "1");
	free(slow);
}

static void
the_installed_scanner_has_no_faults(void **state)
{
	for (size_t i = 0; i < COUNT(faults); i++) {
		char buf[512];
		struct outcome out =
		    run_job(*state, (struct pn_job){.kind = PN_JOB_MESSAGE},
			with_fault(faults[i].fault, buf, sizeof(buf)), NULL);

		expect_badge(&out, "1");
	}
}

int
main(void)
{
	const struct CMUnitTest scanner[] = {
	    cmocka_unit_test(a_message_gives_a_report),
	    cmocka_unit_test(a_rare_character_set_needs_no_file),
	    cmocka_unit_test(no_format_needs_what_the_sandbox_forbids),
	    cmocka_unit_test(a_file_gives_a_report),
	    cmocka_unit_test(a_text_gives_its_matches),
	    cmocka_unit_test(a_text_that_is_not_utf8_is_unsupported),
	    cmocka_unit_test(a_footer_gives_a_new_body),
	    cmocka_unit_test(a_footer_in_signed_mail_is_unsupported),
	    cmocka_unit_test(the_examples_can_be_run_again),
	    cmocka_unit_test(the_installed_scanner_has_no_faults),
	    cmocka_unit_test(a_broken_pattern_is_told_with_its_place),
	    cmocka_unit_test(a_broken_configuration_is_told_with_its_place),
	    cmocka_unit_test(an_example_that_does_not_hold_is_no_start),
	    cmocka_unit_test(the_shipped_patterns_load_and_hold),
	};
	const struct CMUnitTest faulty[] = {
	    cmocka_unit_test(every_fault_costs_its_own_message_only),
	    cmocka_unit_test(a_worker_can_create_no_file),
	    cmocka_unit_test(a_slow_message_ticks_and_is_scanned),
	    cmocka_unit_test(a_message_beside_a_fault_is_not_harmed),
	};
	void *state = NULL;
	int failed;

	if (set_up(&state) != 0)
		return 1;
	failed = cmocka_run_group_tests(scanner, start_scanner, stop);
	failed += cmocka_run_group_tests(faulty, start_faulty, stop);
	clean_up(&state);
	return failed ? 1 : 0;
}
