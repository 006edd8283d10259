/*
 * The parts of a shell: every field of struct shell in one table, and beside each how a virtual
 * subshell leaves it as it was.  The struct itself is made from this table, and so is the saving of
 * the plain values: there is no field without a rule.
 *
 * SAVED(kinds)  its setters save it through the journal, as these (enum save_kind), at the first
 * write FRAME         a plain value: copied when the frame is entered, put back when it is left
 * SCOPED        whoever changes it puts it back on its own way out, in every environment CACHE
 * follows from what is put back: recomputed then, or thrown away MODULE        a module's own: the
 * text says why a subshell changes nothing there that shows FIXED         set at start-up, and in a
 * forked child
 *
 * X(type, name, rule, "what it is")
 */
#ifndef COWSH_ENVIRONMENT_H
#define COWSH_ENVIRONMENT_H

/* clang-format off */

/* The fields that every command touches. */
#define ENVIRONMENT_HOT(X)                                                                         \
	X(struct options, options, SAVED(SAVE_OPTIONS), "a bit for each")                                   \
	X(int, status, SCOPED, "$?; every command sets it")                                        \
	X(uint32_t, line, FRAME, "line of the command being run, for messages and LINENO")         \
	X(uint32_t, watch, CACHE, "enum watch_bit: traps, options, traces that a command looks at") \
	X(const struct node *, command, FRAME,                                                     \
	  "the command being run, for BASH_COMMAND; NULL when its program may be gone")            \
	X(const struct call *, call, SCOPED, "innermost record of the call stack (callstack.h)")   \
	X(uint32_t, command_generation, CACHE, "bumped when a command name may mean something else") \
	X(struct arena, scratch, SCOPED, "expansion; mark and release")                            \
	X(struct frame *, frame, SCOPED, "youngest journal frame, or NULL")                        \
	X(struct frame *, processes, SCOPED, "where descriptors of process substitutions are saved")    \
	X(struct frame *, subshell, SCOPED, "youngest virtual subshell's frame, or NULL")          \
	X(struct virtual_subshell *, virtual, SCOPED,                                              \
	  "youngest virtual subshell (exec/virtual.h), or NULL")                                   \
	X(struct virtual_subshell *, leaving, SCOPED, "with FLOW_SUBSHELL: the one that is over")  \
	X(struct strbuf *, captured, SCOPED,                                                       \
	  "while sh->out is over memory (out.fd is -1): where its bytes go when descriptor 1 is "  \
	  "redirected")                                                                            \
	X(struct params, params, SAVED(SAVE_PARAMS), "positional parameters")                           \
	X(struct outbuf, out, SCOPED, "what builtins write to; fd 1 ordinarily")                   \
	X(int, in_fd, SCOPED, "where builtins read; 0 ordinarily")                                 \
	X(int, err_fd, SCOPED, "where builtins complain; 2 ordinarily")                            \
	X(struct fdtable, fds, SAVED(SAVE_FD), "descriptors: the user's are saved one by one")          \
	X(struct stack_guard, guard, FIXED, "how deep functions may nest")                         \
	X(struct symtab, symbols,                                                                   \
	  SAVED(SAVE_VARIABLE, SAVE_HIDDEN, SAVE_FUNCTION, SAVE_ALIAS, SAVE_PATH, SAVE_BUILTIN),     \
	  "names, with their variables, functions, aliases, and the paths of commands")            \
	X(struct symbol *, timeout_name, FIXED, "TMOUT: every read looks at it")                   \
	X(struct symbol *, ifs_name, FIXED, "IFS: `IFS= read` changes it twice")

/* Expansion's idea of IFS and of the locale. */
#define ENVIRONMENT_EXPANSION(X)                                                                   \
	X(typeof(uint8_t[256]), char_class, CACHE, "enum char_class bits, kept for the current IFS") \
	X(bool, utf8, CACHE, "LC_ALL, LC_CTYPE or LANG names UTF-8")                               \
	X(bool, collates, CACHE, "the locale's order is not that of the bytes")                    \
	X(struct collation *, collation, CACHE, "collation.h: the locale for it; NULL at first")   \
	X(uint8_t, pattern_flags, CACHE, "how patterns are matched: enum pattern_flags")           \
	X(char, ifs_first, CACHE, "first byte of IFS for \"$*\"; see ifs_state")                   \
	X(uint8_t, ifs_state, CACHE, "enum ifs_state")                                             \
	X(bool, ifs_multibyte, CACHE,                                                              \
	  "IFS holds non-ASCII characters: char_class marks their first bytes only, split.c "      \
	  "compares whole characters")

/* The environment in the sense of XCU 2.13. */
#define ENVIRONMENT_SHELL(X)                                                                       \
	X(const char *, arg0, FRAME, "$0; interned")                                               \
	X(pid_t, last_async, FRAME, "$!, 0 for none yet")                                          \
	X(struct traps, traps, SAVED(SAVE_TRAP, SAVE_TRAPS_INHERITED), "actions, and what follows from them") \
	X(uint8_t, traps_hidden, FRAME,                                                            \
	  "WATCH_DEBUG, WATCH_ERR, WATCH_RETURN: not in force in the function that runs")          \
	X(uint8_t, traps_running, FRAME, "the same: their actions run now")                        \
	X(uint64_t, traps_outside, FRAME,                                                          \
	  "bit n (63 for 64, too): a trap of an environment around the virtual subshell catches "  \
	  "signal n; such a signal waits until that environment goes on")                          \
	X(uint64_t, traps_waiting, MODULE,                                                         \
	  "signals that came for an environment around: they go on waiting when a frame is left")  \
	X(struct dispositions, dispositions, MODULE,                                               \
	  "what the kernel knows; follows traps, but not those of a virtual subshell")             \
	X(char *, cwd, SAVED(SAVE_CWD), "logical working directory ($PWD's truth), heap; NULL unknown") \
	X(struct dirstack *, dirstack, SAVED(SAVE_DIRSTACK),                                       \
	  "what pushd keeps below the working directory; NULL when that is nothing")               \
	X(mode_t, umask, SAVED(SAVE_UMASK), "last known; -1 cast when not read yet")                    \
	X(uint32_t, getopts_at, SAVED(SAVE_VARIABLE),                                                   \
	  "position inside the current option cluster, 0 at its start; beside OPTIND")             \
	X(int, getopts_index, SAVED(SAVE_VARIABLE), "OPTIND as getopts last left it; beside OPTIND")    \
	X(uint32_t, random, FRAME, "RANDOM's state: every look at it is a change")                 \
	X(bool, random_inherited, FRAME,                                                           \
	  "it is the environment's around: the first look in a subshell makes one of its own")     \
	X(uint16_t, random_last, FRAME, "the number that RANDOM gave last: none comes twice in a row") \
	X(int64_t, seconds_base, SAVED(SAVE_VARIABLE),                                                  \
	  "SECONDS: CLOCK_MONOTONIC seconds at zero; beside SECONDS")                              \
	X(enum spawn_policy, policy, FRAME, "set -o spawn, and COWSH_SPAWN")                       \
	X(struct foreign, foreign, FIXED, "entries of the environment that are no variables")      \
	X(const char *, started_as, FIXED, "argv[0] of the process")                               \
	X(const char *, command_string, FIXED, "what -c was given; NULL: nothing")                 \
	X(bool, called_sh, FIXED,                                                                  \
	  "it was started under the name sh: messages say so, and nothing is left that sh would not leave") \
	X(bool, called_bash, FIXED,                                                                \
	  "it was started under the name bash: its files at the start and the end are bash's")     \
	X(bool, paths_untold, FIXED,                                                               \
	  "commands do not get their path as _: under the name sh, whose environment had none")    \
	X(bool, posixly_correct, FIXED,                                                            \
	  "POSIXLY_CORRECT was in the environment: the letter of POSIX, where shells have another custom") \
	X(bool, functions_exported, CACHE, "a function has been exported once: there may be some")      \
	X(const struct declared *, declared, SCOPED,                                               \
	  "arguments of the running command that are assignments to arrays (expand.h)")            \
	X(const char *, complainer, SCOPED,                                                        \
	  "the builtin that assigns to names it was given: it stands before complaints about them") \
	X(struct flow, given_up, SCOPED,                                                           \
	  "what an assignment that failed in an expansion leads to; else FLOW_NEXT")               \
	X(bool, refused, SCOPED,                                                                   \
	  "under set -e a value was refused by a readonly variable: that ends the shell even where -e has no effect") \
	X(struct compspec_table *, compspecs, SAVED(SAVE_COMPSPECS),                               \
	  "compspec.h: what `complete` defined; NULL before the first")                            \
	X(struct abbreviations *, abbreviations, SAVED(SAVE_ABBREVIATIONS),                        \
	  "abbreviations.h: what `abbr` defined; NULL before the first")

/* Execution. */
#define ENVIRONMENT_EXECUTION(X)                                                                   \
	X(struct pipe_statuses, pipe_statuses, SCOPED,                                             \
	  "of the last command's stages: PIPESTATUS; none for one command, whose status it is")    \
	X(uint32_t, caches_left_alone, FIXED,                                                      \
	  "a forked child's first look-ups of commands, which the tree it shares does not keep")   \
	X(bool, builtin_at_tail, FIXED,                                                            \
	  "a builtin that runs commands is called as the last of its environment")            \
	X(uint32_t, trace_level, FRAME,                                                            \
	  "set -x: texts, scripts and substitutions around that are run in between")               \
	X(uint32_t, call_limit, FRAME, "FUNCNEST: function calls there may be; UINT32_MAX: no limit") \
	X(int, xtrace_fd, FRAME, "the user's descriptor that BASH_XTRACEFD names, or -1")          \
	X(struct pending_trace *, pending_trace, SCOPED,                                           \
	  "set -x: the line of the running command that is held back (exec/internal.h), or NULL")  \
	X(int, trap_status, FRAME,                                                                 \
	  "$? before the trap action that runs now, or -1: what `exit` without an operand ends "   \
	  "with (XCU exit); -1 in a DEBUG trap")                                                   \
	X(uint32_t, trap_depth, FRAME,                                                             \
	  "function calls and dot scripts that were under way when that action began")             \
	X(struct last_argument, last_argument, FRAME, "$_: of the last simple command")            \
	X(const struct node *, trap_command, SCOPED,                                               \
	  "the command at which the trap came whose action runs now, or NULL")                     \
	X(struct program *, last_program, SCOPED,                                                  \
	  "the complete command that was run last, kept for BASH_COMMAND in traps")                \
	X(int, fatal_signal, SCOPED,                                                               \
	  "what ends this shell, which is to die of it, and all its virtual subshells; 0 for none") \
	X(bool, exit_trap_running, FRAME, "the EXIT trap has begun: it runs once")                 \
	X(bool, child_trap_running, FRAME,                                                         \
	  "the action of the trap on SIGCHLD runs: the commands that it waits for run it no more") \
	X(uint32_t, loop_depth, FRAME, "loops `break` can leave here")                             \
	X(bool, deaths_untold, FRAME,                                                              \
	  "this is the environment of a substitution, which does not tell what signals killed")    \
	X(uint32_t, arguments_base, FRAME, "BASH_ARGV has the call of this depth less 1; 0: of none yet") \
	X(uint32_t, arguments_outer, FRAME, "and those that are deeper than this")   \
	X(uint32_t, function_depth, SCOPED, "function calls under way")                            \
	X(uint32_t, dot_depth, SCOPED, "dot scripts being read")                                   \
	X(uint32_t, prompting, SCOPED, "prompts whose text is being expanded")                     \
	X(uint32_t, jobs_untold, SCOPED,                                                           \
	  "actions of traps and commands of the prompt under way, which tell of no job")           \
	X(struct file_source *, files, SCOPED, "files that commands come from, innermost first")   \
	X(uint32_t, command_number, FIXED, "of the command that is read next, from 1") \
	X(uint32_t, subshell_depth, FRAME, "subshells around: BASH_SUBSHELL")                      \
	X(uint32_t, errexit_ignored, FRAME, "> 0 where -e has no effect (conditions, `!`, && and ||)") \
	X(int, substitution_status, FRAME,                                                         \
	  "status of the last command substitution expanded for the current command, or -1: for "  \
	  "commands without a name")                                                               \
	X(pid_t, shell_pid, FIXED, "$$")                                                           \
	X(pid_t, self_pid, FIXED, "this process")                                                  \
	X(pid_t, stood_for, FIXED,                                                                 \
	  "the stand-in that this process, a late fork's child, comes after: 0 for none")          \
	X(pid_t, parent_pid, FIXED, "$PPID")                                                       \
	X(const char *, source, SCOPED, "script's name for messages, NULL with -c or at a prompt") \
	X(struct parser *, parser, SCOPED, "the parser whose input is being run (for -v, aliases)") \
	X(struct program *, program, SCOPED, "the program being run")                              \
	X(bool, job_control, FRAME, "MONITOR is on and set up; not in a command substitution")     \
	X(bool, stops_ignored, FRAME,                                                              \
	  "in a command substitution under job control: the terminal's stop signals pass it by, "  \
	  "for nobody could continue what they stopped")                                           \
	X(bool, jobs_inherited, FRAME,                                                             \
	  "the jobs in the table are those of the environment around: shown, never waited for")    \
	X(bool, expand_aliases, FIXED, "words are looked up among the aliases")                    \
	X(bool, stdin_given, FRAME,                                                           \
	  "a compound command around, or its pipe, says what standard input is: what runs in the "  \
	  "background has it, too")                                                                \
	X(bool, is_subshell, FRAME, "this process is a forked subshell")                           \
	X(bool, parenthesized, FRAME,                                                              \
	  "the innermost subshell that is no substitution is a ( ), or a coprocess")               \
	X(bool, of_interactive, FRAME,                                                             \
	  "it is one of an interactive shell's, whose $- it has, and whose messages it writes")

/* Owned by modules. */
#define ENVIRONMENT_MODULES(X)                                                                     \
	X(struct edit_state *, edit, MODULE, "edit.h; made on first use; no subshell edits")       \
	X(struct history_list *, history, MODULE, "history.h; made on first use")                  \
	X(struct job_table *, jobs, MODULE,                                                        \
	  "jobs.h; those a virtual subshell makes are over when it is, `&` forks before")          \
	X(struct coproc *, coprocs, FRAME,                                                         \
	  "coproc.h: the youngest of this environment's coprocesses, or NULL")                     \
	X(struct prompt_state *, prompt, MODULE, "prompt.h; no subshell prompts")                  \
	X(struct session *, session, MODULE,                                                       \
	  "session.h; NULL when nobody lives in this shell; no subshell does")                     \
	X(struct spawn_context *, spawn, MODULE,                                                   \
	  "spawn.h: child stacks, shared error page; made on first use; about no environment")     \
	X(struct spawn_children *, children, MODULE,                                               \
	  "spawn.h: its own, of a shell that adopts others; NULL ordinarily; about processes")     \
	X(const struct kept_screen *, kept_screen, SCOPED,                                         \
	  "exec.h: while a completion runs, so that the screen stays as it is; NULL ordinarily")   \
	X(struct rehearsal *, rehearsal, SCOPED,                                                    \
	  "explain goes through a command without running it (exec/explain.h); NULL ordinarily")    \
	X(struct exec_witness *, witness, MODULE,                                                  \
	  "exec.h: told of commands before they are carried out; NULL ordinarily")                 \
	X(struct trace *, trace, MODULE,                                                           \
	  "trace.h: NULL while nobody wants to know what processes cost")                          \
	X(pid_t, kernel_traced, SCOPED,                                                            \
	  "kernel_trace.h: the process whose processes the kernel records; 0 ordinarily")          \
	X(struct save *, free_saves, MODULE, "journal's free list")                                \
	X(struct save **, fd_saves, MODULE,                                                        \
	  "journal's: the saves of descriptor n, youngest first, at n % fd_saves_cap")             \
	X(uint32_t, fd_saves_cap, MODULE, "its length")                                            \
	X(struct save *, kept_params, MODULE,                                                      \
	  "saves of a forgotten frame whose positional parameters are still in use: a function's " \
	  "caller, a shifted list")                                                                \
	X(struct listings *, listings, MODULE,                                                     \
	  "listings of directories (listing.h), which hold by what the kernel says of them")       \
	X(uint32_t, next_epoch, CACHE, "id of the next virtual subshell frame")                    \
	X(struct exported_names, exported, MODULE,                                                 \
	  "names that have been exported: only grows, for their flags say which are now")          \
	X(char **, envp, CACHE, "environment for commands, NULL when it must be rebuilt")          \
	X(struct arena, env_arena, CACHE, "of envp")                                               \
	X(bool, env_volatile, CACHE, "envp holds a value that is computed when asked for")         \
	X(bool, path_relative, FRAME,                                                              \
	  "a relative element of PATH was searched since PATH was set")                            \
	X(uint32_t, hash_generation, FRAME,                                                        \
	  "bumped when remembered paths may be wrong; can be put back because the paths are")      \
	X(struct shell_ops, ops, FIXED, "calls upward")

/* clang-format on */

/* RULE_VALUE(rule, text): the text for a plain value, nothing for the others. */
#define RULE_VALUE(rule, ...)	  RULE_PASTE(RULE_VALUE_, RULE_IS_##rule)(__VA_ARGS__)
#define RULE_PASTE(a, b)	  RULE_PASTE_EXPANDED(a, b)
#define RULE_PASTE_EXPANDED(a, b) a##b
#define RULE_VALUE_yes(...)	  __VA_ARGS__
#define RULE_VALUE_no(...)
#define RULE_IS_SAVED(...) no
#define RULE_IS_FRAME	   yes
#define RULE_IS_SCOPED	   no
#define RULE_IS_CACHE	   no
#define RULE_IS_MODULE	   no
#define RULE_IS_FIXED	   no

#define ENVIRONMENT(X)           \
	ENVIRONMENT_HOT(X)       \
	ENVIRONMENT_EXPANSION(X) \
	ENVIRONMENT_SHELL(X)     \
	ENVIRONMENT_EXECUTION(X) \
	ENVIRONMENT_MODULES(X)

#endif
