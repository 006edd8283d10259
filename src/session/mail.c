/*
 * Mail: files that are looked at before a prompt, and told of when they were written to (XCU sh,
 * ENVIRONMENT VARIABLES: MAIL, MAILPATH, MAILCHECK; bash manual, "Bourne Shell Variables").
 */
#include <string.h>
#include <sys/stat.h>
#include "error.h"
#include "internal.h"
#include "mem.h"
#include "outbuf.h"
#include "prompt.h"
#include "var.h"

/* Seconds between two looks that MAILCHECK has at first: bash's, and those of XCU sh. */
#define CHECK_DEFAULT	    60
#define CHECK_DEFAULT_POSIX 600

void mail_free(struct session *session)
{
	for (uint32_t i = 0; i < session->box_count; i++) {
		mem_free(session->boxes[i].path);
		mem_free(session->boxes[i].message);
	}
	mem_free(session->boxes);
	mem_free(session->mail_path);
	mem_free(session->mail);
	session->boxes = NULL;
	session->mail_path = session->mail = NULL;
	session->box_count = 0;
}

/* True when the box was read since the last look, and holds nothing newer: for mailwarn. */
static bool was_read(const struct mailbox *box, const struct mailbox *before)
{
	return before->there && box->there && box->size &&
	       (box->read.tv_sec != before->read.tv_sec ||
		box->read.tv_nsec != before->read.tv_nsec);
}

/* True when mail has come since the last look: POSIX goes by the time of change alone; else a file
 * must also have grown, because what reads mail writes to it too. */
static bool look(const struct shell *sh, struct mailbox *box)
{
	struct mailbox before = *box;
	struct stat st;

	box->there = stat(box->path, &st) == 0;
	if (!box->there)
		return false;
	box->seen = st.st_mtim;
	box->read = st.st_atim;
	box->size = st.st_size;
	if (S_ISREG(st.st_mode) && st.st_size == 0)
		return false;
	if (!before.there)
		return true;
	bool changed = st.st_mtim.tv_sec != before.seen.tv_sec ||
		       st.st_mtim.tv_nsec != before.seen.tv_nsec;
	return changed && (OPT(sh, POSIX) || !S_ISREG(st.st_mode) || st.st_size > before.size);
}

/* ---- the list ------------------------------------------------------------------------------ */

/* One element of MAILPATH, "path" or "path?message" or as POSIX has it "path%message"; a backslash
 * keeps the separator. */
static void add_box(struct shell *sh, const char *text, size_t len)
{
	struct session *session = sh->session;
	struct strbuf path = STRBUF_INIT;
	size_t at = 0;

	for (; at < len && text[at] != '?' && text[at] != '%'; at++) {
		if (text[at] == '\\' && at + 1 < len)
			at++;
		strbuf_addc(&path, text[at]);
	}
	if (path.len == 0) {
		strbuf_free(&path);
		return;
	}
	session->boxes =
		mem_realloc(session->boxes, (session->box_count + 1) * sizeof(*session->boxes));
	struct mailbox *box = &session->boxes[session->box_count++];
	*box = (struct mailbox){.path = strbuf_take(&path)};
	if (at < len)
		box->message = mem_strndup(text + at + 1, len - at - 1);
	look(sh, box); /* what is there now is no news */
}

static void add_path(struct shell *sh, const char *list)
{
	while (*list) {
		size_t len = 0;
		while (list[len] && list[len] != ':')
			len += list[len] == '\\' && list[len + 1] ? 2 : 1;
		add_box(sh, list, len);
		list += len + (list[len] == ':');
	}
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void update_list(struct shell *sh)
{
	struct session *session = sh->session;
	const char *mail_path = var_get(sh, "MAILPATH");
	const char *mail = mail_path ? NULL : var_get(sh, "MAIL");

	if (same(mail_path, session->mail_path) && same(mail, session->mail))
		return;
	mail_free(session);
	session->mail_path = mail_path ? mem_strdup(mail_path) : NULL;
	session->mail = mail ? mem_strdup(mail) : NULL;
	if (mail_path)
		add_path(sh, mail_path);
	else if (mail)
		add_box(sh, mail, strlen(mail));
}

/* ---- telling --------------------------------------------------------------------------------- */

/* A message of MAILPATH is expanded, with $_ for the file's name as in bash. */
static void add_message(struct shell *sh, const struct mailbox *box, struct strbuf *into)
{
	struct symbol *name = symbol_intern(&sh->symbols, "_", 1);
	size_t len;
	const char *value = var_text(sh, name, &len);
	char *before = value ? mem_strndup(value, len) : NULL;

	var_set(sh, name, box->path, strlen(box->path));
	prompt_expand_text(sh, box->message, strlen(box->message), into);
	if (before)
		var_set(sh, name, before, len);
	else
		var_unset(sh, name);
	mem_free(before);
}

static void tell(struct shell *sh, const struct mailbox *box)
{
	struct strbuf line = STRBUF_INIT;
	struct outbuf out;

	if (box->message)
		add_message(sh, box, &line);
	else
		strbuf_addf(&line, "You have new mail in %s", box->path);
	outbuf_init(&out, sh->err_fd);
	out_printf(&out, "%s\n", strbuf_text(&line));
	outbuf_flush(&out);
	outbuf_free(&out);
	strbuf_free(&line);
}

void mail_begin(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "MAILCHECK", 9);

	if (!var_is_set(name))
		var_set_number(sh, name, OPT(sh, POSIX) ? CHECK_DEFAULT_POSIX : CHECK_DEFAULT);
}

/* True when MAILCHECK seconds have passed; never when it is not set, or no number. */
static bool is_time(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "MAILCHECK", 9);
	struct timespec now;
	int64_t seconds;
	size_t len;

	const char *text = var_is_set(name) ? var_text(sh, name, &len) : NULL;
	if (!text || !integer_constant(text, len, &seconds) || seconds < 0)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (sh->session->mail_looked && now.tv_sec - sh->session->mail_looked < seconds)
		return false;
	sh->session->mail_looked = now.tv_sec ? now.tv_sec : 1;
	return true;
}

void mail_check(struct shell *sh)
{
	struct session *session = sh->session;

	update_list(sh);
	if (session->box_count == 0 || !is_time(sh))
		return;
	for (uint32_t i = 0; i < session->box_count; i++) {
		struct mailbox *box = &session->boxes[i], before = *box;

		if (look(sh, box))
			tell(sh, box);
		else if (OPT(sh, MAILWARN) && was_read(box, &before))
			shell_error_plain(sh, "The mail in %s has been read", box->path);
	}
}
