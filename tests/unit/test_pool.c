/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_pool - the pool with a handler that does what it is told, and worse
 *
 * The program is its own scanner: started with --channel it serves, and the
 * bytes of a job are a word for what its worker shall do. "hostile" ones use
 * their descriptors behind the handler's back, as taken-over code would.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/report.h"
#include "worker/crew.h"
#include "worker/pool.h"
#include "worker/serve.h"
#include "worker/wire.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A worker's descriptors: its socket, then those of the job. */
#define SUPERVISOR 3
#define REPLY	   5
#define BODY	   6

#define WORKERS 2
#define CPU	2
#define WALL	3
#define MEMORY	256

/* How long what must happen may take: much more than it ever does, since a
 * busy machine with sanitizers proves nothing by being slow. */
#define PATIENCE_MS 60000

/* ---- the scanner ---- */

/* What the workers share with each other and nobody else. */
struct shared {
	pid_t supervisor;
	unsigned tries; /* of the job "second" */
};

static volatile unsigned sink;

/* doze - wait without a system call that the sandbox forbids */
static void
doze(long ms)
{
	struct timespec ts = {ms / 1000, ms % 1000 * 1000000};
	int word = 0;

	syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &ts, NULL, 0);
}

static void
crash(const struct pn_work *w)
{
	(void)w;
	__builtin_trap();
}

static void
loop(const struct pn_work *w)
{
	(void)w;
	for (;;)
		sink++;
}

static void
allocate(const struct pn_work *w)
{
	(void)w;
	for (;;)
		memset(pn_alloc(1 << 20), 1, 1 << 20);
}

static void
hang(const struct pn_work *w)
{
	(void)w;
	for (;;)
		doze(1000);
}

static void
slow(const struct pn_work *w)
{
	(void)w;
	doze(1500);
}

/* path_of - what follows the word in the bytes */
static const char *
path_of(const struct pn_work *w)
{
	static char path[256];
	const char *blank = memchr(w->bytes.p, ' ', w->bytes.n);
	size_t n = 0;

	if (blank != NULL) {
		n = w->bytes.n - (size_t)(blank + 1 - (char *)w->bytes.p);
		memcpy(path, blank + 1, n);
	}
	path[n] = '\0';
	return path;
}

static void
open_file(const struct pn_work *w)
{
	syscall(SYS_openat, AT_FDCWD, path_of(w), O_CREAT | O_WRONLY, 0600);
}

static void
make_folder(const struct pn_work *w)
{
	mkdir(path_of(w), 0700);
}

static void
look_for_file(const struct pn_work *w)
{
	struct stat st;

	(void)w;
	sink = (unsigned)stat("/etc/passwd", &st);
}

static void
open_socket(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)socket(AF_INET, SOCK_STREAM, 0);
}

static void
open_pair(const struct pn_work *w)
{
	int pair[2];

	(void)w;
	sink = (unsigned)socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static void
start_process(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static void
run_program(const struct pn_work *w)
{
	char *argv[] = {(char *)"true", NULL};

	(void)w;
	execve("/bin/true", argv, argv + 1);
}

static void
kill_supervisor(const struct pn_work *w)
{
	(void)w;
	kill(getppid(), SIGKILL);
}

static void
signal_another(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)syscall(SYS_tgkill, 1, 1, SIGCONT);
}

static void
make_code(const struct pn_work *w)
{
	(void)w;
	sink = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static void
turn_into_code(const struct pn_work *w)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)w;
	sink = (unsigned)mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static void
raise_limit(const struct pn_work *w)
{
	struct rlimit rl = {RLIM_INFINITY, RLIM_INFINITY};

	(void)w;
	sink = (unsigned)setrlimit(RLIMIT_CPU, &rl);
}

static void
trace_supervisor(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static void
cut_the_message(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)ftruncate(4, 0);
}

static void
write_the_message(const struct pn_work *w)
{
	/* refused by the descriptor itself, so the job goes wrong here */
	if (pwrite(4, "x", 1, 0) != 1)
		crash(w);
}

/* say - as the worker's own code would, but anything */
static void
say(enum pn_wire_result result, uint64_t reply_len, uint64_t body_len)
{
	struct pn_wire m = {.type = PN_WIRE_ANSWER,
	    .result = result,
	    .reply_len = reply_len,
	    .body_len = body_len};

	pn_wire_put(SUPERVISOR, &m, NULL, 0);
}

static void
say_too_short(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)pwrite(REPLY, "0123456789", 10, 0);
	say(PN_RESULT_DONE, 4, 0);
	hang(w);
}

static void
say_too_long(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)pwrite(REPLY, "0123456789", 10, 0);
	say(PN_RESULT_DONE, 100, 0);
	hang(w);
}

static void
say_huge(const struct pn_work *w)
{
	(void)w;
	sink = (unsigned)pwrite(REPLY, "x", 1, PN_REPORT_MAX_JSON);
	say(PN_RESULT_DONE, PN_REPORT_MAX_JSON + 1, 0);
	hang(w);
}

static void
say_unasked_body(const struct pn_work *w)
{
	say(PN_RESULT_DONE, 0, 7);
	hang(w);
}

static void
say_crash_of_others(const struct pn_work *w)
{
	say(PN_RESULT_MEMORY, 0, 0);
	hang(w);
}

static void
say_it_twice(const struct pn_work *w)
{
	say(PN_RESULT_DONE, 0, 0);
	say(PN_RESULT_DONE, 0, 0);
	hang(w);
}

static void
say_for_ever(const struct pn_work *w)
{
	(void)w;
	for (;;)
		say(PN_RESULT_DONE, 0, 0);
}

static void
say_nonsense(const struct pn_work *w)
{
	static const unsigned char junk[300] = {'P', 'N', 'R', 'W', 1};

	sink = (unsigned)pn_wire_send(
	    SUPERVISOR, (struct pn_bytes){junk, sizeof(junk)}, NULL, 0);
	hang(w);
}

static void
say_too_much(const struct pn_work *w)
{
	static const unsigned char junk[PN_WIRE_MAX + 1000];

	sink = (unsigned)pn_wire_send(
	    SUPERVISOR, (struct pn_bytes){junk, sizeof(junk)}, NULL, 0);
	hang(w);
}

static void
send_descriptors(const struct pn_work *w)
{
	struct pn_wire m = {.type = PN_WIRE_ANSWER, .result = PN_RESULT_DONE};
	int fds[4] = {0, 1, 3, 4};

	pn_wire_put(SUPERVISOR, &m, fds, 4);
	hang(w);
}

static void
send_job(const struct pn_work *w)
{
	struct pn_wire m = {.type = PN_WIRE_JOB, .kind = PN_JOB_MESSAGE};
	int fds[3] = {0, 1, 3};

	pn_wire_put(SUPERVISOR, &m, fds, 3);
	hang(w);
}

static void
fill_the_disk(const struct pn_work *w)
{
	static const char block[1 << 16];

	(void)w;
	for (off_t at = 0;; at += (off_t)sizeof(block))
		if (pwrite(REPLY, block, sizeof(block), at) < 0)
			return;
}

static void
touch_last_byte(const struct pn_work *w)
{
	doze(2000); /* the test cuts the file meanwhile */
	sink = w->bytes.p[w->bytes.n - 1];
}

static void
change_body_afterwards(const struct pn_work *w)
{
	sink = (unsigned)pwrite(BODY, "right", 5, 0);
	say(PN_RESULT_DONE, 0, 5);
	for (unsigned i = 0; i < 200; i++) {
		sink = (unsigned)pwrite(BODY, "WRONG", 5, 0);
		doze(1);
	}
	crash(w); /* or it would not hear of the next job */
}

/* What a job may ask for. */
static const struct {
	const char *word;
	void (*act)(const struct pn_work *w);
} acts[] = {
    {"crash", crash},
    {"loop", loop},
    {"alloc", allocate},
    {"hang", hang},
    {"slow", slow},
    {"open", open_file},
    {"mkdir", make_folder},
    {"stat", look_for_file},
    {"socket", open_socket},
    {"pair", open_pair},
    {"fork", start_process},
    {"exec", run_program},
    {"kill", kill_supervisor},
    {"signal", signal_another},
    {"code", make_code},
    {"protect", turn_into_code},
    {"limit", raise_limit},
    {"trace", trace_supervisor},
    {"cut", cut_the_message},
    {"write", write_the_message},
    {"short", say_too_short},
    {"long", say_too_long},
    {"huge", say_huge},
    {"unasked", say_unasked_body},
    {"others", say_crash_of_others},
    {"twice", say_it_twice},
    {"ever", say_for_ever},
    {"nonsense", say_nonsense},
    {"much", say_too_much},
    {"descriptors", send_descriptors},
    {"job", send_job},
    {"disk", fill_the_disk},
    {"touch", touch_last_byte},
    {"change", change_body_afterwards},
};

static bool
says(const struct pn_work *w, const char *word)
{
	size_t n = strlen(word);

	return w->bytes.n >= n && memcmp(w->bytes.p, word, n) == 0 &&
	       (w->bytes.n == n || w->bytes.p[n] == ' ');
}

/* handle - the handler: an order, or else the bytes are the reply */
static enum pn_err
handle(void *ctx, const struct pn_work *w)
{
	struct shared *shared = ctx;

	for (size_t i = 0; i < COUNT(acts); i++)
		if (says(w, acts[i].word)) {
			acts[i].act(w);
			return pn_buf_adds(w->reply, "done");
		}
	if (says(w, "who"))
		return pn_buf_addf(w->reply, "%ld %ld",
		    (long)shared->supervisor, (long)getpid());
	if (says(w, "second") && shared->tries++ == 0) {
		sink =
		    (unsigned)pwrite(REPLY, "a left-over of the first", 24, 0);
		crash(w);
	}
	if (says(w, "unsupported"))
		return PN_ERR_UNSUPPORTED;
	if (says(w, "fail"))
		return PN_ERR_SYNTAX;
	if (w->text != NULL && pn_buf_addf(w->reply, "%s:", w->text) != PN_OK)
		return PN_ERR_LIMIT;
	if (w->body != NULL && pn_buf_adds(w->body, "a new body") != PN_OK)
		return PN_ERR_LIMIT;
	return pn_buf_add(w->reply, w->bytes.p, w->bytes.n);
}

/* serve - be the scanner, with the options that pool.c gives it */
static int
serve(int argc, char **argv)
{
	struct pn_serve_options o = {.channel = 3, .handle = handle};
	struct pn_errinfo refusal = {"packs/uk.conf", 12, "it is broken"};
	struct shared *shared = mmap(NULL, sizeof(*shared),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int rc;

	for (int i = 1; i + 1 < argc; i++) {
		unsigned n = (unsigned)strtoul(argv[i + 1], NULL, 10);

		if (strcmp(argv[i], "--workers") == 0)
			o.workers = n;
		else if (strcmp(argv[i], "--cpu-seconds") == 0)
			o.cpu_seconds = n;
		else if (strcmp(argv[i], "--wall-seconds") == 0)
			o.wall_seconds = n;
		else if (strcmp(argv[i], "--memory-mb") == 0)
			o.memory_mb = n;
		else if (strcmp(argv[i], "--config") != 0)
			continue;
		else if (strcmp(argv[i + 1], "refuse") == 0)
			return pn_serve_refuse(o.channel, &refusal), 1;
		else if (strcmp(argv[i + 1], "die") == 0)
			return 1;
	}
	shared->supervisor = getpid();
	o.ctx = shared;
	rc = pn_serve(&o);
	munmap(shared, sizeof(*shared));
	return rc;
}

/* ---- the tests ---- */

static char self[4096];

static struct pn_pool_options
options(void)
{
	return (struct pn_pool_options){.program = self,
	    .workers = WORKERS,
	    .cpu_seconds = CPU,
	    .wall_seconds = WALL,
	    .memory_mb = MEMORY};
}

/* patient - options of a pool whose jobs may hang for as long as they like */
static struct pn_pool_options
patient(void)
{
	struct pn_pool_options o = options();

	o.wall_seconds = 2 * PATIENCE_MS / 1000;
	return o;
}

static int
start(void **state)
{
	struct pn_pool_options o = options();
	struct pn_errinfo info = {.line = 0};
	struct pn_pool *p = NULL;

	if (pn_pool_start(&o, &p, &info) != PN_OK) {
		fprintf(stderr, "%s\n", info.text);
		return -1;
	}
	*state = p;
	return 0;
}

static int
stop(void **state)
{
	struct pn_pool *p = *state;

	pn_pool_stop(&p, 5);
	return p == NULL ? 0 : -1;
}

/* memfd - a file with N bytes of P */
static int
memfd(const void *p, size_t n)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), n);
	return fd;
}

/* What came of a job. */
struct outcome {
	enum pn_err err;
	char why[320];
	char reply[128];
};

/* do_job_ticking - run WORD and wait, calling TICK meanwhile */
static struct outcome
do_job_ticking(
    struct pn_pool *p, const char *word, bool (*tick)(void *ctx), void *ctx)
{
	struct pn_job job = {.kind = PN_JOB_MESSAGE,
	    .fd = memfd(word, strlen(word)),
	    .tick = tick,
	    .ctx = ctx};
	struct outcome out = {.err = PN_OK};
	struct pn_errinfo info = {.line = 0};
	struct pn_buf reply;

	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	out.err = pn_pool_run(p, &job, &reply, NULL, &info);
	snprintf(out.why, sizeof(out.why), "%s", info.text);
	snprintf(out.reply, sizeof(out.reply), "%.100s", reply.data);
	pn_buf_free(&reply);
	close(job.fd);
	return out;
}

/* do_job - run WORD and wait */
static struct outcome
do_job(struct pn_pool *p, const char *word)
{
	return do_job_ticking(p, word, NULL, NULL);
}

/* expect_fine - the pool still does what it is for */
static void
expect_fine(struct pn_pool *p)
{
	struct outcome out = do_job(p, "hello");

	assert_int_equal(out.err, PN_OK);
	assert_string_equal(out.reply, "hello");
}

static void
expect_fault(struct pn_pool *p, const char *word, const char *why)
{
	struct outcome out = do_job(p, word);

	if (out.err != PN_ERR_PEER || strcmp(out.why, why) != 0)
		fail_msg("%s: error %d, \"%s\" instead of \"%s\"", word,
		    out.err, out.why, why);
}

static unsigned
open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

/* is_gone - no such process, or a dead one that nobody has reaped yet */
static bool
is_gone(pid_t pid)
{
	char path[64], state = 'Z';
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	f = fopen(path, "r");
	if (f == NULL)
		return true;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'Z';
	fclose(f);
	return state == 'Z' || state == 'X';
}

static void
expect_gone(pid_t pid)
{
	int64_t until = pn_monotonic_ms() + PATIENCE_MS;

	while (!is_gone(pid) && pn_monotonic_ms() < until)
		usleep(10000);
	assert_true(is_gone(pid));
}

/* who - the supervisor and one of its workers */
static void
who(struct pn_pool *p, long *supervisor, long *worker)
{
	struct outcome out = do_job(p, "who");

	assert_int_equal(out.err, PN_OK);
	assert_int_equal(sscanf(out.reply, "%ld %ld", supervisor, worker), 2);
}

static void
a_job_gets_its_reply(void **state)
{
	expect_fine(*state);
}

static void
an_empty_and_a_large_file_are_read(void **state)
{
	enum { LARGE = 3 << 20 };
	struct pn_job job = {.kind = PN_JOB_FILE};
	struct pn_buf reply;
	char *large = malloc(LARGE);

	memset(large, 'a', LARGE);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	job.fd = memfd("", 0);
	assert_int_equal(pn_pool_run(*state, &job, &reply, NULL, NULL), PN_OK);
	assert_int_equal(reply.len, 0);
	close(job.fd);
	job.fd = memfd(large, LARGE);
	assert_int_equal(pn_pool_run(*state, &job, &reply, NULL, NULL), PN_OK);
	assert_int_equal(reply.len, LARGE);
	assert_memory_equal(reply.data, large, LARGE);
	close(job.fd);
	pn_buf_free(&reply);
	free(large);
}

static void
the_text_and_the_body_travel(void **state)
{
	struct pn_job job = {.kind = PN_JOB_FOOTER, .text = "the school"};
	struct pn_buf reply;
	char body[32] = "";
	int fd = -1;

	job.fd = memfd("bytes", 5);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	assert_int_equal(pn_pool_run(*state, &job, &reply, &fd, NULL), PN_OK);
	assert_string_equal(reply.data, "the school:bytes");
	assert_int_equal(pread(fd, body, sizeof(body), 0), 10);
	assert_string_equal(body, "a new body");
	assert_int_equal(pwrite(fd, "x", 1, 0), -1); /* sealed */
	close(fd);
	close(job.fd);
	pn_buf_free(&reply);
}

static void
a_text_over_the_limit_is_refused(void **state)
{
	static char text[PN_JOB_MAX_TEXT + 2];
	struct pn_job job = {.kind = PN_JOB_FILE, .text = text};
	struct pn_buf reply;

	memset(text, 'n', PN_JOB_MAX_TEXT + 1);
	job.fd = memfd("bytes", 5);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	assert_int_equal(
	    pn_pool_run(*state, &job, &reply, NULL, NULL), PN_ERR_LIMIT);
	close(job.fd);
	pn_buf_free(&reply);
	expect_fine(*state);
}

static void
what_is_no_file_is_an_error(void **state)
{
	struct pn_job job = {.kind = PN_JOB_MESSAGE};
	struct pn_buf reply;
	int pipes[2];

	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	assert_int_equal(pipe(pipes), 0);
	job.fd = pipes[0];
	assert_int_equal(
	    pn_pool_run(*state, &job, &reply, NULL, NULL), PN_ERR_IO);
	job.fd = -1;
	assert_int_equal(
	    pn_pool_run(*state, &job, &reply, NULL, NULL), PN_ERR_IO);
	close(pipes[0]);
	close(pipes[1]);
	pn_buf_free(&reply);
	expect_fine(*state);
}

static void
unsupported_is_told_apart(void **state)
{
	assert_int_equal(do_job(*state, "unsupported").err, PN_ERR_UNSUPPORTED);
}

/* Jobs that end their worker both times, and what the caller is told. */
static const struct {
	const char *word, *why;
} faults[] = {
    {"crash", "crash"},
    {"fail", "crash"},
    {"loop", "time"},
    {"hang", "time"},
    {"alloc", "memory"},
    {"disk", "crash"},
    /* what the sandbox must stop */
    {"stat", "crash"},
    {"socket", "crash"},
    {"pair", "crash"},
    {"fork", "crash"},
    {"exec", "crash"},
    {"kill", "crash"},
    {"signal", "crash"},
    {"code", "crash"},
    {"protect", "crash"},
    {"limit", "crash"},
    {"trace", "crash"},
    {"cut", "crash"},
    {"write", "crash"},
    /* hostile answers */
    {"short", "crash"},
    {"long", "crash"},
    {"huge", "crash"},
    {"unasked", "crash"},
    {"others", "crash"},
    {"nonsense", "crash"},
    {"much", "crash"},
    {"descriptors", "crash"},
    {"job", "crash"},
};

static void
every_fault_costs_its_own_job_only(void **state)
{
	for (size_t i = 0; i < COUNT(faults); i++) {
		expect_fault(*state, faults[i].word, faults[i].why);
		expect_fine(*state);
	}
	assert_true(pn_pool_alive(*state));
}

static void
answers_without_end_hurt_nobody(void **state)
{
	/* the first answer is a good one; the rest ends that worker */
	assert_int_equal(do_job(*state, "twice").err, PN_OK);
	assert_int_equal(do_job(*state, "ever").err, PN_OK);
	for (unsigned i = 0; i < 20; i++)
		expect_fine(*state);
}

static void
no_file_and_no_folder_is_made(void **state)
{
	char dir[] = "/tmp/postern-pool-XXXXXX";
	char word[64];

	assert_non_null(mkdtemp(dir));
	snprintf(word, sizeof(word), "open %s/made", dir);
	expect_fault(*state, word, "crash");
	snprintf(word, sizeof(word), "mkdir %s/made", dir);
	expect_fault(*state, word, "crash");
	assert_int_equal(rmdir(dir), 0); /* it is empty */
}

static void
a_fault_that_does_not_come_again_is_nobodys_business(void **state)
{
	struct outcome out = do_job(*state, "second");

	assert_int_equal(out.err, PN_OK);
	assert_string_equal(out.reply, "second"); /* and nothing left over */
}

static void
a_body_can_not_be_changed_afterwards(void **state)
{
	struct pn_job job = {.kind = PN_JOB_FOOTER};
	struct pn_buf reply;
	char body[8] = "";
	int fd = -1;
	enum pn_err err;

	job.fd = memfd("change", 6);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	err = pn_pool_run(*state, &job, &reply, &fd, NULL);
	assert_int_equal(err, PN_OK);
	for (unsigned i = 0; i < 50; i++) {
		char again[8] = "";

		assert_int_equal(pread(fd, again, 5, 0), 5);
		if (i == 0)
			memcpy(body, again, sizeof(body));
		assert_string_equal(again, body);
		usleep(1000);
	}
	close(fd);
	close(job.fd);
	pn_buf_free(&reply);
	expect_fine(*state);
}

/* cut - a tick, by when the worker has mapped the file *FD */
static bool
cut(void *fd)
{
	return ftruncate(*(int *)fd, 6) == 0;
}

static void
a_file_that_is_cut_under_the_map_is_a_crash(void **state)
{
	struct pn_job job = {.kind = PN_JOB_MESSAGE, .tick = cut};
	struct pn_errinfo info = {.line = 0};
	struct pn_buf reply;

	job.ctx = &job.fd;
	job.fd = memfd("touch ", 6);
	assert_int_equal(ftruncate(job.fd, 1 << 20), 0);
	assert_int_equal(pwrite(job.fd, " ", 1, 5), 1);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	assert_int_equal(
	    pn_pool_run(*state, &job, &reply, NULL, &info), PN_ERR_PEER);
	assert_string_equal(info.text, "crash");
	close(job.fd);
	pn_buf_free(&reply);
	expect_fine(*state);
}

/* A job in a thread of its own. */
struct parallel {
	struct pn_pool *pool;
	const char *word;
	struct outcome out;
	atomic_bool in_hand;
};

static bool
note_tick(void *in_hand)
{
	atomic_store((atomic_bool *)in_hand, true);
	return true;
}

static void *
run_parallel(void *ctx)
{
	struct parallel *p = ctx;

	p->out = do_job_ticking(p->pool, p->word, note_tick, &p->in_hand);
	return NULL;
}

/* run_beside - start job P in a thread, and return when it is in hand: the
 * first tick comes after a second */
static pthread_t
run_beside(struct parallel *p)
{
	int64_t until = pn_monotonic_ms() + PATIENCE_MS;
	pthread_t thread;

	pthread_create(&thread, NULL, run_parallel, p);
	while (!atomic_load(&p->in_hand) && pn_monotonic_ms() < until)
		usleep(10000);
	assert_true(atomic_load(&p->in_hand));
	return thread;
}

static void
a_job_beside_a_fault_is_not_harmed(void **state)
{
	static const char *const words[] = {"crash", "alloc", "nonsense"};

	for (size_t i = 0; i < COUNT(words); i++) {
		struct parallel p = {.pool = *state, .word = "slow"};
		pthread_t thread;

		pthread_create(&thread, NULL, run_parallel, &p);
		usleep(100000);
		assert_int_equal(do_job(*state, words[i]).err, PN_ERR_PEER);
		expect_fine(*state);
		pthread_join(thread, NULL);
		assert_int_equal(p.out.err, PN_OK);
		assert_string_equal(p.out.reply, "done");
	}
}

static void *
run_25(void *ctx)
{
	struct parallel *p = ctx;

	for (unsigned i = 0; i < 25; i++) {
		char word[32];

		snprintf(word, sizeof(word), "%s-%u", p->word, i);
		p->out = do_job(p->pool, word);
		if (p->out.err != PN_OK || strcmp(p->out.reply, word) != 0)
			return p;
	}
	return NULL;
}

static void
two_hundred_jobs_of_eight_threads_get_their_own_replies(void **state)
{
	static const char *const names[] = {
	    "a", "b", "c", "d", "e", "f", "g", "h"};
	struct parallel p[COUNT(names)];
	pthread_t threads[COUNT(names)];
	void *failed;

	for (size_t i = 0; i < COUNT(names); i++) {
		p[i].pool = *state;
		p[i].word = names[i];
		pthread_create(&threads[i], NULL, run_25, &p[i]);
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

static bool
count_tick(void *ctx)
{
	++*(unsigned *)ctx;
	return true;
}

static bool
give_up(void *ctx)
{
	(void)ctx;
	return false;
}

static void
a_slow_job_ticks(void **state)
{
	unsigned ticks = 0;
	struct pn_job job = {
	    .kind = PN_JOB_MESSAGE, .tick = count_tick, .ctx = &ticks};
	struct pn_buf reply;

	job.fd = memfd("slow", 4);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	assert_int_equal(pn_pool_run(*state, &job, &reply, NULL, NULL), PN_OK);
	assert_true(ticks >= 1);
	close(job.fd);
	pn_buf_free(&reply);
}

static void
giving_up_frees_the_worker(void **state)
{
	struct pn_job job = {.kind = PN_JOB_MESSAGE, .tick = give_up};
	struct pn_pool_options o = patient();
	struct pn_pool *pool = NULL;
	struct pn_buf reply;
	int64_t before;

	(void)state;
	assert_int_equal(pn_pool_start(&o, &pool, NULL), PN_OK);
	job.fd = memfd("hang", 4);
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	for (unsigned i = 0; i < WORKERS; i++)
		assert_int_equal(pn_pool_run(pool, &job, &reply, NULL, NULL),
		    PN_ERR_TIMEOUT);
	before = pn_monotonic_ms();
	expect_fine(pool);
	assert_true(pn_monotonic_ms() - before < PATIENCE_MS);
	pn_pool_stop(&pool, 5);
	close(job.fd);
	pn_buf_free(&reply);
}

static void
a_killed_supervisor_is_started_again(void **state)
{
	struct parallel p = {.pool = *state, .word = "hang"};
	long supervisor, worker, next;
	pthread_t thread;

	who(*state, &supervisor, &worker);
	thread = run_beside(&p);
	assert_int_equal(kill((pid_t)supervisor, SIGKILL), 0);
	pthread_join(thread, NULL);
	assert_int_equal(p.out.err, PN_ERR_IO);
	expect_gone((pid_t)worker);
	assert_false(pn_pool_alive(*state));
	who(*state, &next, &worker);
	assert_int_not_equal(next, supervisor);
	assert_true(pn_pool_alive(*state));
}

static void
a_killed_worker_is_replaced(void **state)
{
	long supervisor, worker;

	for (unsigned i = 0; i < 5; i++) {
		who(*state, &supervisor, &worker);
		assert_int_equal(kill((pid_t)worker, SIGKILL), 0);
		expect_fine(*state);
	}
}

static void
a_worker_is_replaced_after_its_share_of_jobs(void **state)
{
	int64_t until = pn_monotonic_ms() + PATIENCE_MS;
	long supervisor, first;

	/* one client at a time is always served by the first idle worker; the
	 * one that an earlier test has killed may come back late and take the
	 * place of this one, which then never gets its share: try again */
	do {
		who(*state, &supervisor, &first);
		for (unsigned i = 0; i < PN_CREW_JOBS + 10; i++)
			expect_fine(*state);
		usleep(200000); /* it leaves after its last answer */
	} while (!is_gone((pid_t)first) && pn_monotonic_ms() < until);
	assert_true(is_gone((pid_t)first));
}

static void
a_client_that_dies_takes_the_supervisor_along(void **state)
{
	long supervisor, worker, told[2];
	int pipes[2];
	pid_t child;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		void *p = NULL;

		if (start(&p) != 0)
			_exit(1);
		who(p, &told[0], &told[1]);
		if (write(pipes[1], told, sizeof(told)) < 0)
			_exit(1);
		do_job(p, "hang");
		_exit(0);
	}
	assert_int_equal(read(pipes[0], told, sizeof(told)), sizeof(told));
	supervisor = told[0];
	worker = told[1];
	usleep(100000); /* into the hanging job */
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	expect_gone((pid_t)supervisor);
	expect_gone((pid_t)worker);
	close(pipes[0]);
	close(pipes[1]);
}

static void
stopping_lets_jobs_finish(void **state)
{
	struct parallel p = {.word = "slow", .out = {.err = PN_ERR_IO}};
	struct pn_pool_options o = options();
	struct pn_pool *pool = NULL;
	pthread_t thread;

	(void)state;
	assert_int_equal(pn_pool_start(&o, &pool, NULL), PN_OK);
	p.pool = pool;
	thread = run_beside(&p);
	pn_pool_stop(&pool, PATIENCE_MS / 1000);
	assert_null(pool);
	pthread_join(thread, NULL);
	assert_int_equal(p.out.err, PN_OK);
	pn_pool_stop(&pool, 0); /* NULL is fine */
}

static void
stopping_does_not_wait_for_ever(void **state)
{
	struct parallel p = {.word = "hang"};
	struct pn_pool_options o = patient();
	struct pn_pool *pool = NULL;
	pthread_t thread;
	int64_t before;

	(void)state;
	assert_int_equal(pn_pool_start(&o, &pool, NULL), PN_OK);
	p.pool = pool;
	thread = run_beside(&p);
	before = pn_monotonic_ms();
	pn_pool_stop(&pool, 1);
	assert_true(pn_monotonic_ms() - before < PATIENCE_MS);
	pthread_join(thread, NULL);
	assert_int_equal(p.out.err, PN_ERR_IO);
}

/* Scanners that do not come up. */
static const struct {
	const char *name, *program, *config;
	enum pn_err err;
	const char *file;
	unsigned line;
	const char *text;
} starts[] = {
    {"no such program", "/nonexistent/postern-scan", NULL, PN_ERR_IO, "", 0,
	"can't start /nonexistent/postern-scan: No such file or "
	"directory"},
    {"a refusal", self, "refuse", PN_ERR_CONFIG, "packs/uk.conf", 12,
	"it is broken"},
    {"an early end", self, "die", PN_ERR_IO, "", 0,
	"the scanner ended before it was ready"},
    {"another program", "/bin/true", NULL, PN_ERR_IO, "", 0,
	"the scanner ended before it was ready"},
};

static void
a_scanner_that_does_not_come_up_says_why(void **state)
{
	unsigned before = open_descriptors();

	(void)state;
	for (size_t i = 0; i < COUNT(starts); i++) {
		struct pn_pool_options o = options();
		struct pn_errinfo info = {.line = 0};
		struct pn_pool *p = NULL;

		o.program = starts[i].program;
		o.config = starts[i].config;
		assert_int_equal(pn_pool_start(&o, &p, &info), starts[i].err);
		assert_null(p);
		assert_string_equal(info.file, starts[i].file);
		assert_int_equal(info.line, starts[i].line);
		assert_string_equal(info.text, starts[i].text);
	}
	assert_int_equal(open_descriptors(), before);
}

static void
descriptors_do_not_leak(void **state)
{
	unsigned before = open_descriptors();
	long supervisor, worker;

	for (unsigned i = 0; i < 50; i++)
		expect_fine(*state);
	expect_fault(*state, "crash", "crash");
	expect_fault(*state, "nonsense", "crash");
	assert_int_equal(do_job(*state, "unsupported").err, PN_ERR_UNSUPPORTED);
	who(*state, &supervisor, &worker);
	kill((pid_t)supervisor, SIGKILL);
	while (do_job(*state, "hello").err != PN_OK)
		;
	assert_int_equal(open_descriptors(), before);
}

/* descriptors_of - open descriptors of another process */
static unsigned
descriptors_of(long pid)
{
	char path[64];
	unsigned n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%ld/fd", pid);
	d = opendir(path);
	if (d == NULL)
		return 0;
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static void
the_supervisor_does_not_leak_descriptors(void **state)
{
	long supervisor, worker;
	unsigned before;
	int64_t until;

	who(*state, &supervisor, &worker);
	usleep(100000); /* it answers first and closes then */
	before = descriptors_of(supervisor);
	assert_true(before > 0);
	for (unsigned i = 0; i < 20; i++)
		expect_fine(*state);
	expect_fault(*state, "crash", "crash");
	expect_fault(*state, "descriptors", "crash");
	expect_fine(*state);
	until = pn_monotonic_ms() + PATIENCE_MS;
	while (descriptors_of(supervisor) > before && pn_monotonic_ms() < until)
		usleep(10000);
	assert_in_range(descriptors_of(supervisor), 1, before);
}

static void
it_works_without_privileges(void **state)
{
	int status = 0;
	pid_t child;

	(void)state;
	if (getuid() != 0)
		skip();
	child = fork();
	if (child == 0) {
		void *p = NULL;

		if (setgid(65534) != 0 || setuid(65534) != 0)
			_exit(77); /* root of a container, and of nothing */
		if (access(self, X_OK) != 0)
			_exit(77); /* a private build folder */
		if (start(&p) != 0)
			_exit(1);
		if (do_job(p, "hello").err != PN_OK ||
		    do_job(p, "socket").err != PN_ERR_PEER)
			_exit(1);
		_exit(stop(&p) == 0 ? 0 : 1);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_job_gets_its_reply),
	    cmocka_unit_test(an_empty_and_a_large_file_are_read),
	    cmocka_unit_test(the_text_and_the_body_travel),
	    cmocka_unit_test(a_text_over_the_limit_is_refused),
	    cmocka_unit_test(what_is_no_file_is_an_error),
	    cmocka_unit_test(unsupported_is_told_apart),
	    cmocka_unit_test(every_fault_costs_its_own_job_only),
	    cmocka_unit_test(answers_without_end_hurt_nobody),
	    cmocka_unit_test(no_file_and_no_folder_is_made),
	    cmocka_unit_test(
		a_fault_that_does_not_come_again_is_nobodys_business),
	    cmocka_unit_test(a_body_can_not_be_changed_afterwards),
	    cmocka_unit_test(a_file_that_is_cut_under_the_map_is_a_crash),
	    cmocka_unit_test(a_job_beside_a_fault_is_not_harmed),
	    cmocka_unit_test(
		two_hundred_jobs_of_eight_threads_get_their_own_replies),
	    cmocka_unit_test(a_slow_job_ticks),
	    cmocka_unit_test(giving_up_frees_the_worker),
	    cmocka_unit_test(a_killed_worker_is_replaced),
	    cmocka_unit_test(a_worker_is_replaced_after_its_share_of_jobs),
	    cmocka_unit_test(a_killed_supervisor_is_started_again),
	    cmocka_unit_test(a_client_that_dies_takes_the_supervisor_along),
	    cmocka_unit_test(stopping_lets_jobs_finish),
	    cmocka_unit_test(stopping_does_not_wait_for_ever),
	    cmocka_unit_test(a_scanner_that_does_not_come_up_says_why),
	    cmocka_unit_test(descriptors_do_not_leak),
	    cmocka_unit_test(the_supervisor_does_not_leak_descriptors),
	    cmocka_unit_test(it_works_without_privileges),
	};
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		return 1;
	self[n] = '\0';
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--channel") == 0)
			return serve(argc, argv);
	return cmocka_run_group_tests(tests, start, stop);
}
