/*
 * Process substitution (bash manual, 3.5.6): a command behind a descriptor, whose name under
 * /dev/fd takes the place of <( ) or >( ).  The descriptor is the user's, so that every command
 * sees it; a frame gives it up when the command is done in whose words it stands.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "internal.h"
#include "virtual.h"

struct flow exec_with_processes(struct shell *sh, const struct unary *node, unsigned flags)
{
	struct frame frame, *outer = sh->processes;

	frame_push(sh, &frame, FRAME_REDIRECTION);
	sh->processes = &frame;
	struct flow flow = exec_node(sh, node->body, flags & ~EXEC_WHOLE);
	sh->processes = outer;
	frame_pop(sh, &frame);
	return flow;
}

int high_descriptor(int below)
{
	long limit = sysconf(_SC_OPEN_MAX);
	int number = (limit > 0 && limit < below ? (int)limit : below) - 1;

	while (number > STDERR_FILENO && fcntl(number, F_GETFD) >= 0)
		number--;
	if (number > STDERR_FILENO)
		return number;
	errno = EMFILE;
	return -1;
}

/* A later process must not hold the ends of earlier ones, which would never be told of their end:
 * one that executes a program loses them by this flag. */
static void hide_descriptors(struct shell *sh, bool hidden)
{
	for (const struct save *save = sh->processes->saves; save; save = save->older)
		if (save->kind == SAVE_FD)
			fcntl(save->fd.fd, F_SETFD, hidden ? FD_CLOEXEC : 0);
}

/* One that goes on as a shell drops them. */
void process_substitution_enter(const struct frame *descriptors)
{
	for (const struct save *save = descriptors ? descriptors->saves : NULL; save;
	     save = save->older)
		if (save->kind == SAVE_FD)
			close(save->fd.fd);
}

/* The process at the other end; its pid, or -1. */
static pid_t start(struct shell *sh, const struct part *part, int own, int other,
		   struct flow *failure)
{
	bool job_control = sh->job_control, stops_ignored = sh->stops_ignored;
	struct placement place = PLACEMENT_INIT;

	place.capture = !part->writes;
	*(part->writes ? &place.in : &place.out) = other;
	place.other = own;
	place.descriptors = sh->processes;
	/* it stays in the shell's process group */
	sh->stops_ignored |= job_control;
	sh->job_control = false;
	hide_descriptors(sh, true);
	pid_t pid = stage_start(sh, part->command, &place, failure);
	hide_descriptors(sh, false);
	sh->stops_ignored = stops_ignored;
	sh->job_control = job_control;
	return pid;
}

/* Gives the shell's end its number for the time of the command. */
static bool publish(struct shell *sh, int end, char path[DESCRIPTOR_PATH])
{
	int number = high_descriptor(HIGH_DESCRIPTORS);

	if (number < 0 || journal_save_fd(sh, sh->processes, number) != 0 ||
	    dup2(end, number) < 0) {
		shell_error(sh, "cannot make a descriptor: %s", strerror(errno));
		return false;
	}
	fd_count(&sh->fds, 0, 1, 0);
	snprintf(path, DESCRIPTOR_PATH, "/dev/fd/%d", number);
	return true;
}

bool process_substitute(struct shell *sh, const struct part *part, char path[DESCRIPTOR_PATH],
			struct flow *failure)
{
	uint32_t line = sh->line;
	int status = sh->status, read_end = -1, write_end = -1;

	*failure = virtual_late_fork(sh, LATE_FORK_PROCESS);
	if (failure->kind != FLOW_NEXT)
		return false;
	if (!pipe_make(sh, &read_end, &write_end)) {
		*failure = flow_make(FLOW_ERROR, 1);
		return false;
	}
	int *own = part->writes ? &write_end : &read_end;
	int *other = part->writes ? &read_end : &write_end;
	bool rehearsed = __builtin_expect(sh->rehearsal != NULL, 0);
	if (rehearsed)
		rehearse_substitution(sh, part);
	pid_t pid = part->command ? start(sh, part, *own, *other, failure) : 0;
	if (rehearsed)
		rehearse_end(sh);
	fd_own_close(&sh->fds, other);
	bool ok = pid >= 0 && publish(sh, *own, path);
	fd_own_close(&sh->fds, own);
	if (pid > 0)
		jobs_add_substitution(sh, pid);
	if (!ok)
		*failure = flow_make(FLOW_ERROR, 1);
	sh->line = line;
	sh->status = status;
	return ok;
}
