/*
 * The clone flags of a call that a traced process is in: from its registers, and for clone3(2) from
 * its memory.
 */
#include <asm/unistd.h>
#include <elf.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include "follow_internal.h"

/* A system call: its number and first argument. */
struct call {
	uint64_t number, first;
};

#if defined(__x86_64__)
static bool read_call(pid_t pid, struct call *call)
{
	struct user_regs_struct registers;
	struct iovec room = {&registers, sizeof(registers)};
	if (ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &room) < 0 ||
	    room.iov_len != sizeof(registers)) /* a 32-bit program's */
		return false;
	*call = (struct call){registers.orig_rax, registers.rdi};
	return true;
}
#elif defined(__aarch64__)
static bool read_call(pid_t pid, struct call *call)
{
	struct user_regs_struct registers;
	struct iovec room = {&registers, sizeof(registers)};
	if (ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &room) < 0 ||
	    room.iov_len != sizeof(registers))
		return false;
	*call = (struct call){registers.regs[8], registers.regs[0]};
	return true;
}
#else
static bool read_call(pid_t pid, struct call *call)
{
	(void)pid;
	(void)call;
	return false;
}
#endif

static bool read_clone3(pid_t pid, uint64_t address, uint64_t *flags)
{
	struct clone_args args;
	struct iovec here = {&args, CLONE_ARGS_SIZE_VER0};
	struct iovec there = {(void *)(uintptr_t)address, CLONE_ARGS_SIZE_VER0};
	if (process_vm_readv(pid, &here, 1, &there, 1, 0) != CLONE_ARGS_SIZE_VER0)
		return false;
	*flags = args.flags | (args.exit_signal & CLONE_EXIT_SIGNAL);
	return true;
}

uint64_t follow_call_flags(pid_t pid, int event)
{
	struct call call;
	uint64_t flags;
	if (read_call(pid, &call)) {
		if (call.number == __NR_clone)
			return call.first & UINT32_MAX;
		if (call.number == __NR_clone3 && read_clone3(pid, call.first, &flags))
			return flags;
	}
	return event == PTRACE_EVENT_FORK    ? SIGCHLD
	       : event == PTRACE_EVENT_VFORK ? (uint64_t)(CLONE_VM | CLONE_VFORK | SIGCHLD)
					     : 0;
}
