/*
 * The fields of a record by name, in the order of the file format: what is written, what is read
 * back, and what the manual page lists.
 */
#ifndef COWSH_TRACE_FIELDS_H
#define COWSH_TRACE_FIELDS_H

/* X(member, KIND, "key", "what it is") */
#define TRACE_FIELDS(X)                                                                          \
	X(id, NUMBER, "id", "number of the record, from 1")                                      \
	X(parent, OPTIONAL, "parent", "record of the subshell or child shell it ran in")         \
	X(kind, KIND, "kind", "what it is about")                                                \
	X(source, TEXT, "script", "script file; empty for -c and standard input")                \
	X(line, LINE, "line", "line number")                                                     \
	X(function, TEXT, "function", "innermost function")                                      \
	X(stack, TEXT, "stack", "functions from the outermost in, separated by semicolons")      \
	X(command, TEXT, "command", "the command, cut to 119 bytes")                             \
	X(strategy, STRATEGY, "strategy", "how it was run")                                      \
	X(reason, REASON, "reason", "why so")                                                    \
	X(late, LATE, "late_fork", "why a virtual subshell forked after all")                    \
	X(flags, NUMBER, "flags", "clone flags, the exit signal in the low byte")                \
	X(pid, PID, "pid", "the process")                                                        \
	X(shell, PID, "shell", "the shell that made it")                                         \
	X(start, OPTIONAL, "start_ns", "the shell began with the command")                       \
	X(times.call, OPTIONAL, "call_ns", "the shell made the creation call")                   \
	X(times.returned, OPTIONAL, "returned_ns", "the shell went on")                          \
	X(times.begun, OPTIONAL, "begun_ns", "the child's first step")                           \
	X(times.exec, OPTIONAL, "exec_ns", "the child called execve(2)")                         \
	X(end, OPTIONAL, "end_ns", "it had ended, and the shell was told")                       \
	X(user_us, NUMBER, "user_us", "CPU time in user mode")                                   \
	X(system_us, NUMBER, "system_us", "CPU time in the kernel")                              \
	X(minor_faults, NUMBER, "minor_faults", "page faults without input or output")           \
	X(major_faults, NUMBER, "major_faults", "page faults with it")                           \
	X(max_rss_kb, OPTIONAL, "max_rss_kb", "most resident memory of the process")             \
	X(shell_rss_kb, OPTIONAL, "shell_rss_kb", "resident memory of the shell when it forked") \
	X(shell_page_tables_kb, OPTIONAL, "shell_page_tables_kb", "and its page tables")         \
	X(status, STATUS, "status", "exit status, 128 + n for a signal")                         \
	X(signal, SIGNAL, "signal", "the signal that ended it")

#endif
