/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_message_gmime - our splitting and decoding against GMime's own parser
 *
 * Random but well-formed messages, always the same ones: multiparts and
 * messages in each other, every transfer encoding, names, preambles. GMime's
 * parser and pn_message_walk must see the same leaves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <gmime/gmime.h>

#include "message/message.h"

#define MESSAGES  400
#define MAX_DEPTH 4

/* A message being made, and the state of the dice. */
struct maker {
	struct pn_buf mail;
	uint32_t dice;
	unsigned boundaries;
};

static unsigned
throw_dice(struct maker *m, unsigned sides)
{
	m->dice = m->dice * 1664525u + 1013904223u;
	return (m->dice >> 16) % sides;
}

static void
add(struct maker *m, const char *s)
{
	assert_int_equal(pn_buf_adds(&m->mail, s), PN_OK);
}

/* add_content - N random bytes encoded by GMime, which ends the last line */
static void
add_content(struct maker *m, GMimeContentEncoding how, unsigned n)
{
	GMimeEncoding enc;
	char bytes[300], out[1200];

	for (unsigned i = 0; i < n; i++)
		bytes[i] = (char)throw_dice(m, 256);
	g_mime_encoding_init_encode(&enc, how);
	n = (unsigned)g_mime_encoding_flush(&enc, bytes, n, out);
	assert_int_equal(pn_buf_add(&m->mail, out, n), PN_OK);
}

static void
add_leaf(struct maker *m)
{
	static const char *const types[] = {"text/plain; charset=utf-8",
	    "text/html", "application/pdf; name=\"a b.pdf\"",
	    "image/png; name*=utf-8''%C3%A4.png"};
	static const char *const dispositions[] = {"",
	    "Content-Disposition: inline\n",
	    "Content-Disposition: attachment; filename=x.bin\n",
	    ("Content-Disposition: attachment;\n"
	     "\tfilename=\"=?utf-8?Q?=C3=A4?= y.doc\"\n")};
	unsigned size = throw_dice(m, 300);

	add(m, "Content-Type: ");
	add(m, types[throw_dice(m, 4)]);
	add(m, "\n");
	add(m, dispositions[throw_dice(m, 4)]);
	switch (throw_dice(m, 3)) {
	case 0:
		add(m, "Content-Transfer-Encoding: base64\n\n");
		add_content(m, GMIME_CONTENT_ENCODING_BASE64, size);
		break;
	case 1:
		add(m, "Content-Transfer-Encoding: quoted-printable\n\n");
		add_content(m, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, size);
		break;
	default:
		add(m, "\nsome text\n--\n -- b1\n\n--b\nmore\n");
	}
}

static void
add_entity(struct maker *m, unsigned depth)
{
	unsigned kind = throw_dice(m, 4), parts, mine;
	char line[96];

	if (depth >= MAX_DEPTH || kind < 2) {
		add_leaf(m);
	} else if (kind == 2) {
		add(m, "Content-Type: message/rfc822\n\nSubject: inner\n");
		add_entity(m, depth + 1);
	} else {
		mine = ++m->boundaries;
		snprintf(line, sizeof(line),
		    "Content-Type: multipart/mixed; boundary=\"=_b%u\"\n\n",
		    mine);
		add(m, line);
		if (throw_dice(m, 2))
			add(m, "preamble\n");
		for (parts = 1 + throw_dice(m, 4); parts > 0; parts--) {
			snprintf(line, sizeof(line), "--=_b%u\n", mine);
			add(m, line);
			add_entity(m, depth + 1);
			add(m, "\n");
		}
		snprintf(line, sizeof(line), "--=_b%u--\n", mine);
		add(m, line);
		if (throw_dice(m, 2))
			add(m, "epilogue\n");
	}
}

/* add_seen - one leaf as both sides write it down */
static void
add_seen(struct pn_buf *seen, const char *type, const char *name,
    struct pn_bytes content)
{
	assert_int_equal(pn_buf_addf(seen, "%s [%s] %zu ", type,
			     name ? name : "", content.n),
	    PN_OK);
	for (size_t i = 0; i < content.n; i++)
		assert_int_equal(
		    pn_buf_addf(seen, "%02x", content.p[i]), PN_OK);
	assert_int_equal(pn_buf_addc(seen, '\n'), PN_OK);
}

static enum pn_err
our_node(void *ctx, const struct pn_node *node)
{
	if (node->kind == PN_NODE_LEAF && !node->hidden) {
		assert_false(node->broken);
		add_seen(ctx, node->type, node->name, node->content);
	}
	return PN_OK;
}

static void
our_limit(void *ctx, const char *limit, const char *part)
{
	(void)ctx;
	fail_msg("limit %s at %s", limit, part);
}

static void
gmime_leaf(GMimePart *part, struct pn_buf *seen)
{
	char *type = g_mime_content_type_get_mime_type(
	    g_mime_object_get_content_type(GMIME_OBJECT(part)));
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *array;
	struct pn_bytes content;

	g_mime_data_wrapper_write_to_stream(
	    g_mime_part_get_content(part), stream);
	array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	content.p = array->data;
	content.n = array->len;
	add_seen(seen, type, g_mime_part_get_filename(part), content);
	g_object_unref(stream);
	g_free(type);
}

static void
gmime_walk(GMimeObject *object, struct pn_buf *seen)
{
	GMimeMultipart *multipart;

	if (GMIME_IS_MULTIPART(object)) {
		multipart = GMIME_MULTIPART(object);
		for (int i = 0; i < g_mime_multipart_get_count(multipart); i++)
			gmime_walk(
			    g_mime_multipart_get_part(multipart, i), seen);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		gmime_walk(g_mime_message_get_mime_part(
			       g_mime_message_part_get_message(
				   GMIME_MESSAGE_PART(object))),
		    seen);
	} else {
		gmime_leaf(GMIME_PART(object), seen);
	}
}

static void
gmime_parse(const struct pn_buf *mail, struct pn_buf *seen)
{
	GMimeStream *stream =
	    g_mime_stream_mem_new_with_buffer(mail->data, mail->len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	gmime_walk(g_mime_message_get_mime_part(message), seen);
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
}

static void
same_leaves_as_gmime(void **state)
{
	static const struct pn_walk_limits roomy = {50, 10000, 1u << 24};
	size_t leaves = 0;

	(void)state;
	for (uint32_t seed = 0; seed < MESSAGES; seed++) {
		struct maker m = {.dice = seed};
		struct pn_buf ours, theirs;
		struct pn_walk walk = {our_node, our_limit, &ours, false};
		struct pn_side side;

		pn_buf_init(&m.mail, 1u << 24);
		pn_buf_init(&ours, 1u << 26);
		pn_buf_init(&theirs, 1u << 26);
		add(&m, "Subject: x\nMIME-Version: 1.0\n");
		add_entity(&m, 0);
		assert_int_equal(pn_message_walk(pn_buf_bytes(&m.mail), &roomy,
				     &walk, &side),
		    PN_OK);
		gmime_parse(&m.mail, &theirs);
		if (strcmp(ours.data, theirs.data) != 0)
			fail_msg("message %u:\n%s--- ours:\n%s--- GMime:\n%s",
			    seed, m.mail.data, ours.data, theirs.data);
		for (char *p = ours.data; (p = strchr(p, '\n')); p++)
			leaves++;
		pn_side_free(&side);
		pn_buf_free(&ours);
		pn_buf_free(&theirs);
		pn_buf_free(&m.mail);
	}
	assert_true(leaves > MESSAGES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(same_leaves_as_gmime),
	};

	pn_message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
