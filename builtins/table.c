/*
 * The table of builtins, sorted by name (bytes).
 */
#include <string.h>
#include "builtins.h"

/* A special builtin that only touches the shell itself. */
#define SPECIAL_PURE   (BUILTIN_SPECIAL | BUILTIN_PURE)
#define INTRINSIC_PURE (BUILTIN_INTRINSIC | BUILTIN_PURE)

/* Most are never a point of no return: that column is left out where it is NULL. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* Of a builtin with two names. */
static const char mapfile_usage[] =
	"[-d DELIMITER] [-n COUNT] [-O ORIGIN] [-s COUNT] [-t] [-u FD] [-C COMMAND] [-c COUNT] [NAME]";
static const char mapfile_synopsis[] = "[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] "
				       "[-C callback] [-c quantum] [array]";
static const char mapfile_description[] =
	"Without a NAME the array is MAPFILE.  Without -O it is emptied first.  The command of -C gets the\n"
	"index of the line and the line as arguments, before the element is assigned.";
#define MAPFILE_FLAGS \
	(BUILTIN_INTRINSIC | BUILTIN_BLOCKS | BUILTIN_READS | BUILTIN_ASSIGNS | BUILTIN_SPAWNS)

const struct builtin builtin_table[] = {
	{".", builtin_dot, BUILTIN_SPECIAL | BUILTIN_RUNS, "[-p PATH] FILE [ARGUMENT...]",
	 "run the commands of a file in the current environment", dot_options, NULL,
	 .synopsis = "[-p path] filename [arguments]", .no_return = path_no_return},
	{":", builtin_colon, SPECIAL_PURE | BUILTIN_NO_OPTIONS | BUILTIN_REHEARSED, "[ARGUMENT...]",
	 "do nothing, successfully", NULL, NULL, .synopsis = ""},
	{"[", builtin_test, BUILTIN_PURE | BUILTIN_NO_OPTIONS, "[EXPRESSION] ]",
	 "evaluate a conditional expression", NULL, NULL, .no_return = test_no_return,
	 .synopsis = "arg... ]"},
	{"abbr", builtin_abbr, INTRINSIC_PURE | BUILTIN_REHEARSED,
	 "[-a] [-p POSITION] NAME WORD... | -elqs [NAME...]",
	 "define or list abbreviations, which expand while a line is typed", abbr_options,
	 abbr_description},
	{"alias", builtin_alias, INTRINSIC_PURE | BUILTIN_REHEARSED | BUILTIN_ALIASES,
	 "[-p] [NAME[=VALUE]...]", "define or list aliases", alias_options, NULL,
	 .synopsis = "[-p] [name[=value] ... ]"},
	{"bg", builtin_bg, BUILTIN_INTRINSIC, "[JOB...]", "continue jobs in the background", NULL,
	 NULL, .synopsis = "[job_spec ...]"},
	{"bind", builtin_bind, BUILTIN_INTRINSIC | BUILTIN_SPAWNS,
	 "[-m KEYMAP] [-lpPsSvVX] [-f FILE] [-q FUNCTION] [-u FUNCTION] [-r KEYS] "
	 "[-x KEYS:COMMAND] [KEYS:FUNCTION...]",
	 "show and change what keys do while a line is edited", bind_options, NULL,
	 .synopsis = "[-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] "
		     "[-x keyseq:shell-command] [keyseq:readline-function or readline-command]"},
	{"break", builtin_break, SPECIAL_PURE | BUILTIN_REHEARSED, "[N]", "leave N enclosing loops",
	 NULL, NULL, .synopsis = "[n]"},
	{"builtin", builtin_builtin,
	 BUILTIN_INTRINSIC | BUILTIN_DECLARATION | BUILTIN_RUNS | BUILTIN_PREFIX | BUILTIN_TAIL,
	 "[COMMAND [ARGUMENT...]]", "run a builtin, even when a function has its name", NULL, NULL,
	 .synopsis = "[shell-builtin [arg ...]]"},
	{"caller", builtin_caller, INTRINSIC_PURE, "[N]",
	 "say where the function that runs was called", NULL, NULL, .synopsis = "[expr]"},
	{"cd", builtin_cd, INTRINSIC_PURE | BUILTIN_REHEARSED, "[-L|-P [-e]] [DIRECTORY|-]",
	 "change the working directory", cd_options, NULL, .synopsis = "[-L|[-P [-e]]] [-@] [dir]",
	 .no_return = path_no_return},
	{"clone", builtin_clone, BUILTIN_INTRINSIC | BUILTIN_BLOCKS | BUILTIN_SPAWNS,
	 "[-n] [-f FLAGS] [--stopped] [--diff] [--pidfd] [--cgroup DIRECTORY] [--map MAP] "
	 "[--mount-proc] [--json] [COMMAND [ARGUMENT...]]",
	 "run a command in a child made with exactly these clone flags", clone_options,
	 clone_description, .no_return = clone_no_return},
	{"cloneflags", builtin_cloneflags, INTRINSIC_PURE, "[-d|-p] [--json] [WORD... | PID [PID]]",
	 "show the flags of clone, decode and encode them, compare processes", cloneflags_options,
	 cloneflags_description},
	{"command", builtin_command,
	 BUILTIN_INTRINSIC | BUILTIN_DECLARATION | BUILTIN_RUNS | BUILTIN_PREFIX | BUILTIN_TAIL,
	 "[-p] [-v|-V] [COMMAND [ARGUMENT...]]",
	 "run a command that is no function, or say what a name means", command_options, NULL,
	 .synopsis = "[-pVv] command [arg ...]"},
	{"compgen", builtin_compgen, BUILTIN_INTRINSIC | BUILTIN_SPAWNS, "[OPTION...] [WORD]",
	 "write the candidates for completing a word", compgen_options, NULL,
	 .synopsis = "[-V varname] [-abcdefgjksuv] [-o option] [-A action] [-G globpat] "
		     "[-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] "
		     "[-S suffix] [word]"},
	{"complete", builtin_complete, INTRINSIC_PURE,
	 "[OPTION...] [-DEI] [NAME...] | -pr [-DEI] [NAME...]",
	 "say how the arguments of commands are completed", complete_options, NULL,
	 .synopsis = "[-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] "
		     "[-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] "
		     "[-S suffix] [name ...]"},
	{"compopt", builtin_compopt, INTRINSIC_PURE, "[-DEI] [-o OPTION|+o OPTION]... [NAME...]",
	 "change options of completion", compopt_options, NULL,
	 .synopsis = "[-o|+o option] [-DEI] [name ...]"},
	{"continue", builtin_continue, SPECIAL_PURE | BUILTIN_REHEARSED, "[N]",
	 "begin the next round of the Nth enclosing loop", NULL, NULL, .synopsis = "[n]"},
	{"cow", builtin_cow, BUILTIN_INTRINSIC | BUILTIN_BLOCKS | BUILTIN_SPAWNS,
	 "[-jv] [PID|JOB...] | --tree [-j] [PID|JOB] | --why [-j] [-t SECONDS] PID|JOB | "
	 "-w [PID|JOB] | --demo SIZE [-jw] [--writer WHO] [--frames] [--steps N] [--huge] | "
	 "--demo SIZE --tables [-j]",
	 "show what of a process's memory is shared", cow_options, cow_description},
	{"declare", builtin_declare, INTRINSIC_PURE | BUILTIN_DECLARATION | BUILTIN_REHEARSED,
	 "[-aAfFgiIlnprtux] [NAME[=VALUE]...]",
	 "give variables attributes and values, or list them", declare_options, NULL,
	 .synopsis = "[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] "
		     "[name ...]"},
	{"dirs", builtin_dirs, INTRINSIC_PURE, "[-clpv] [+N|-N]", "show the directory stack",
	 dirs_options, dirs_description, .synopsis = "[-clpv] [+N] [-N]"},
	{"disown", builtin_disown, INTRINSIC_PURE, "[-h] [-a|-r|JOB...]",
	 "forget jobs, or spare them SIGHUP", disown_options, NULL,
	 .synopsis = "[-h] [-ar] [jobspec ... | pid ...]"},
	{"echo", builtin_echo, BUILTIN_PURE | BUILTIN_NO_OPTIONS, "[-neE] [STRING...]",
	 "write arguments", echo_options, NULL, .synopsis = "[-neE] [arg ...]"},
	{"enable", builtin_enable_command, INTRINSIC_PURE | BUILTIN_REHEARSED,
	 "[-anps] [NAME...] | -f FILE NAME... | -d NAME...",
	 "enable and disable builtins, or list them", enable_options, NULL,
	 .synopsis = "[-a] [-dnps] [-f filename] [name ...]"},
	{"eval", builtin_eval, BUILTIN_SPECIAL | BUILTIN_RUNS | BUILTIN_TEXT | BUILTIN_TAIL,
	 "[ARGUMENT...]", "join the arguments and run them as a command", NULL, NULL,
	 .synopsis = "[arg ...]"},
	{"exec", builtin_exec, BUILTIN_SPECIAL | BUILTIN_RUNS | BUILTIN_KEEPS,
	 "[-cl] [-a NAME] [COMMAND [ARGUMENT...]]",
	 "replace the shell by a command, or keep redirections", exec_options, NULL,
	 .synopsis = "[-cl] [-a name] [command [argument ...]] [redirection ...]"},
	{"exit", builtin_exit, BUILTIN_SPECIAL | BUILTIN_REHEARSED, "[STATUS]", "end the shell",
	 NULL, NULL, .synopsis = "[n]"},
	{"explain", builtin_explain, BUILTIN_INTRINSIC | BUILTIN_SPAWNS,
	 "[-a | --why-not=STRATEGY | --quiz] [--json] COMMAND...",
	 "say how each part of a command would run", explain_options,
	 "One argument is shell text; several are the words of one command.  For each part: the\n"
	 "strategy, clone flags and the reason, and the processes, pipes, dups and opens expected.\n"
	 "With -a the command is run as eval would, and what was measured stands below its part."},
	{"export", builtin_export, SPECIAL_PURE | BUILTIN_DECLARATION | BUILTIN_REHEARSED,
	 "[-aAfn] NAME[=VALUE]... | -p", "give variables to the environment of commands",
	 export_options, NULL, .synopsis = "[-fn] [name[=value] ...] or export -p [-f]"},
	{"false", builtin_false, INTRINSIC_PURE | BUILTIN_NO_OPTIONS | BUILTIN_REHEARSED,
	 "[ARGUMENT...]", "do nothing, unsuccessfully", NULL, NULL, .synopsis = ""},
	{"fc", builtin_fc, BUILTIN_INTRINSIC | BUILTIN_SPAWNS | BUILTIN_HISTORY,
	 "[-r] [-e EDITOR] [-lns] [FIRST [LAST]]", "list, edit and run commands from the history",
	 fc_options,
	 "fc -l [-nr] [FIRST [LAST]] lists, fc -s [OLD=NEW] [FIRST] runs a command again. A command\n"
	 "is a number, a negative number that counts from the latest, or how it begins.",
	 .no_return = fc_no_return,
	 .synopsis = "[-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]"},
	{"fg", builtin_fg, BUILTIN_INTRINSIC | BUILTIN_BLOCKS, "[JOB]",
	 "continue a job in the foreground", NULL, NULL, .synopsis = "[job_spec]"},
	{"forkbench", builtin_forkbench, BUILTIN_INTRINSIC | BUILTIN_SPAWNS,
	 "[-j] [-m METHODS] [-s SIZES] [-n RUNS] [-w RUNS] [--exec|--no-exec] [--program FILE] "
	 "[--thp] [--svg FILE] [--html FILE] | --memory [-j] [-c COUNT] | "
	 "--like PID [-j] [-m METHODS] [-n RUNS] [-t SECONDS]",
	 "measure what creating a process costs", forkbench_options,
	 "Makes processes by each method, at each size of memory that the parent has touched, in\n"
	 "interleaved rounds, and shows the median time from the creating call until the child was\n"
	 "waited for, the quartiles, and how long the call alone took.  Children exit at once, or\n"
	 "(+exec) execute a program; posix_spawn always does.  The pages are shared with the child\n"
	 "from the first round on: what writing to them again costs is not in these figures."},
	{"forktrace", builtin_forktrace, BUILTIN_INTRINSIC | BUILTIN_SPAWNS,
	 "report|tree|export|top|status|clear|advise [OPTION...] [FILE [ARGUMENT...]] | "
	 "--kernel [--cpus] [-j] [-o FILE] COMMAND... | [-j] [-o FILE] -- COMMAND... | "
	 "attach [-j] [-o FILE] [-t SECONDS] PID",
	 "show what making processes cost", forktrace_options, forktrace_description,
	 .no_return = forktrace_no_return},
	{"getopts", builtin_getopts, INTRINSIC_PURE | BUILTIN_ASSIGNS,
	 "OPTSTRING NAME [ARGUMENT...]", "parse the options of a script", NULL, NULL,
	 .synopsis = "optstring name [arg ...]"},
	{"hash", builtin_hash, INTRINSIC_PURE, "[-lr] [-p FILE] [-dt] [NAME...]",
	 "remember or list the locations of commands", hash_options, NULL,
	 .synopsis = "[-lr] [-p pathname] [-dt] [name ...]"},
	{"help", builtin_help_command, INTRINSIC_PURE, "[-dms] [TOPIC...]",
	 "say what a builtin does, and more", help_options, help_description,
	 .synopsis = "[-dms] [pattern ...]"},
	{"history", builtin_history, BUILTIN_INTRINSIC | BUILTIN_HISTORY,
	 "[-c] [-d NUMBER[-NUMBER]] [N] | -anrw [FILE] | -ps ARGUMENT...",
	 "list and change the history", history_options, NULL, .no_return = history_no_return,
	 .synopsis = "[-c] [-d offset] [n] or history -anrw [filename] or history -ps arg "
		     "[arg...]"},
	{"jobs", builtin_jobs, BUILTIN_INTRINSIC | BUILTIN_SPAWNS,
	 "[-lnprs] [JOB...] | -x COMMAND [ARGUMENT...]", "list jobs", jobs_options, NULL,
	 .synopsis = "[-lnprs] [jobspec ...] or jobs -x command [args]"},
	{"kill", builtin_kill, BUILTIN_INTRINSIC | BUILTIN_SIGNALS,
	 "[-s SIGNAL|-n NUMBER|-SIGNAL] PID|JOB... | -l [STATUS...]",
	 "send signals to processes and jobs", kill_options, NULL, .no_return = kill_no_return,
	 .synopsis = "[-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]"},
	{"let", builtin_let, INTRINSIC_PURE | BUILTIN_REHEARSED | BUILTIN_TEXT, "EXPRESSION...",
	 "evaluate arithmetic expressions; fails when the last one is 0", NULL, NULL,
	 .synopsis = "arg [arg ...]"},
	{"local", builtin_local, INTRINSIC_PURE | BUILTIN_DECLARATION | BUILTIN_REHEARSED,
	 "[-aAfFgiIlnprtux] [NAME[=VALUE]...] | -", "make variables of the running function",
	 declare_options, NULL, .synopsis = "[option] name[=value] ..."},
	{"logout", builtin_logout, BUILTIN_INTRINSIC | BUILTIN_REHEARSED, "[STATUS]",
	 "end a login shell", NULL, NULL, .synopsis = "[n]"},
	{"mapfile", builtin_mapfile, MAPFILE_FLAGS, mapfile_usage, "read lines into an array",
	 mapfile_options, mapfile_description, .synopsis = mapfile_synopsis},
	{"popd", builtin_popd, INTRINSIC_PURE, "[-n] [+N|-N]",
	 "go back to the directory that was kept last", popd_options, popd_description,
	 .synopsis = "[-n] [+N | -N]"},
	{"printf", builtin_printf, BUILTIN_PURE | BUILTIN_ASSIGNS, "[-v NAME] FORMAT [ARGUMENT...]",
	 "write formatted output", printf_options, NULL, .synopsis = "[-v var] format [arguments]"},
	{"pushd", builtin_pushd, INTRINSIC_PURE, "[-n] [+N|-N|DIRECTORY]",
	 "go to a directory and keep this one", pushd_options, pushd_description,
	 .synopsis = "[-n] [+N | -N | dir]", .no_return = path_no_return},
	{"pwd", builtin_pwd, INTRINSIC_PURE, "[-L|-P]", "write the working directory", pwd_options,
	 NULL, .synopsis = "[-LP]"},
	{"read", builtin_read, INTRINSIC_PURE | BUILTIN_BLOCKS | BUILTIN_READS | BUILTIN_ASSIGNS,
	 "[-eErs] [-a NAME] [-d DELIMITER] [-i TEXT] [-n COUNT|-N COUNT] [-p PROMPT] [-t SECONDS] [-u FD] [NAME...]",
	 "read a line into variables", read_options, NULL,
	 .synopsis = "[-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] "
		     "[-p prompt] [-t timeout] [-u fd] [name ...]"},
	{"readarray", builtin_mapfile, MAPFILE_FLAGS, mapfile_usage, "read lines into an array",
	 mapfile_options, mapfile_description, .synopsis = mapfile_synopsis},
	{"readonly", builtin_readonly, SPECIAL_PURE | BUILTIN_DECLARATION | BUILTIN_REHEARSED,
	 "[-aAfn] NAME[=VALUE]... | -p", "protect variables from being changed", readonly_options,
	 NULL, .synopsis = "[-aAf] [name[=value] ...] or readonly -p"},
	{"return", builtin_return, SPECIAL_PURE | BUILTIN_REHEARSED, "[STATUS]",
	 "leave a function or dot script", NULL, NULL, .synopsis = "[n]"},
	{"set", builtin_set, SPECIAL_PURE | BUILTIN_REHEARSED,
	 "[-abefhkmnptuvxBCEHPT] [-o OPTION] [--] [ARGUMENT...]",
	 "set options and positional parameters, or list variables", set_options, NULL,
	 .synopsis = "[-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]"},
	{"shift", builtin_shift, SPECIAL_PURE | BUILTIN_REHEARSED, "[N]",
	 "drop the first N positional parameters", NULL, NULL, .synopsis = "[n]"},
	{"shopt", builtin_shopt, INTRINSIC_PURE | BUILTIN_REHEARSED, "[-pqsu] [-o] [NAME...]",
	 "set options of bash's language and of the prompt, or list them", shopt_options,
	 shopt_description, .synopsis = "[-pqsu] [-o] [optname ...]"},
	{"source", builtin_dot, BUILTIN_SPECIAL | BUILTIN_RUNS, "[-p PATH] FILE [ARGUMENT...]",
	 "run the commands of a file in the current environment", dot_options, NULL,
	 .synopsis = "[-p path] filename [arguments]", .no_return = path_no_return},
	{"suspend", builtin_suspend, BUILTIN_INTRINSIC | BUILTIN_BLOCKS | BUILTIN_SIGNALS, "[-f]",
	 "stop the shell until it is continued", suspend_options, NULL,
	 .no_return = suspend_no_return, .synopsis = "[-f]"},
	{"test", builtin_test, BUILTIN_PURE | BUILTIN_NO_OPTIONS, "[EXPRESSION]",
	 "evaluate a conditional expression", NULL, NULL, .no_return = test_no_return,
	 .synopsis = "[expr]"},
	{"times", builtin_times, SPECIAL_PURE, "",
	 "write the processor time used by the shell and its children", NULL, NULL, .synopsis = ""},
	{"trap", builtin_trap, SPECIAL_PURE | BUILTIN_REHEARSED,
	 "[ACTION CONDITION...] | -l | -p [CONDITION...] | -P CONDITION...",
	 "set what happens when signals arrive", trap_options, NULL,
	 .synopsis = "[-Plp] [[action] signal_spec ...]"},
	{"true", builtin_true, INTRINSIC_PURE | BUILTIN_NO_OPTIONS | BUILTIN_REHEARSED,
	 "[ARGUMENT...]", "do nothing, successfully", NULL, NULL, .synopsis = ""},
	{"type", builtin_type, INTRINSIC_PURE, "[-afptP] NAME...",
	 "say what names mean as commands", type_options, NULL,
	 .synopsis = "[-afptP] name [name ...]"},
	{"typeset", builtin_declare, INTRINSIC_PURE | BUILTIN_DECLARATION | BUILTIN_REHEARSED,
	 "[-aAfFgiIlnprtux] [NAME[=VALUE]...]",
	 "give variables attributes and values, or list them", declare_options, NULL,
	 .synopsis = "[-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]"},
	{"ulimit", builtin_ulimit, INTRINSIC_PURE, "[-HS] [-a | -cdefilmnpqrRstuvx [LIMIT]...]",
	 "show or set resource limits", ulimit_options, NULL, .no_return = ulimit_no_return,
	 .synopsis = "[-SHabcdefiklmnpqrstuvxPRT] [limit]"},
	{"umask", builtin_umask, INTRINSIC_PURE | BUILTIN_REHEARSED, "[-pS] [MASK]",
	 "show or set the file mode creation mask", umask_options, NULL,
	 .synopsis = "[-p] [-S] [mode]"},
	{"unalias", builtin_unalias, INTRINSIC_PURE | BUILTIN_REHEARSED | BUILTIN_ALIASES,
	 "NAME... | -a", "remove aliases", unalias_options, NULL,
	 .synopsis = "[-a] name [name ...]"},
	{"unset", builtin_unset, SPECIAL_PURE | BUILTIN_REHEARSED, "[-f|-v|-n] NAME...",
	 "remove variables and functions", unset_options, NULL,
	 .synopsis = "[-f] [-v] [-n] [name ...]"},
	{"wait", builtin_wait, BUILTIN_INTRINSIC | BUILTIN_BLOCKS | BUILTIN_ASSIGNS | BUILTIN_WAITS,
	 "[-fn] [-p NAME] [PID|JOB...]", "wait for jobs to end", wait_options, NULL,
	 .synopsis = "[-fn] [-p var] [id ...]"},
	{NULL, NULL, 0, NULL, NULL, NULL, NULL},
};

static enum command_syntax syntax_of(const struct builtin *builtin)
{
	unsigned flags = builtin->flags;

	/* behind `builtin` words are not assignments, as in bash */
	if (flags & BUILTIN_PREFIX)
		return builtin->run == builtin_builtin ? SYNTAX_ORDINARY : SYNTAX_PREFIX;
	return flags & BUILTIN_DECLARATION ? SYNTAX_DECLARATION
	       : flags & BUILTIN_TEXT	   ? SYNTAX_TEXT
	       : flags & BUILTIN_ALIASES   ? SYNTAX_ALIASES
					   : SYNTAX_ORDINARY;
}

void builtins_register(struct shell *sh)
{
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++) {
		struct symbol *name =
			symbol_intern(&sh->symbols, builtin->name, strlen(builtin->name));
		name->builtin = builtin;
		name->syntax = syntax_of(builtin);
	}
	sh->ops.builtins = builtin_table;
	sh->ops.help_subjects = help_subjects;
	sh->ops.help_constructs = help_constructs;
}
