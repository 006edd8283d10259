/*
 * The texts of `help` about what the language has besides builtins: reserved words and compound
 * commands (XCU 2.9; bash manual, 3.2).
 */
#include "builtins.h"

const struct help_construct help_constructs[] = {
	{"!", "! PIPELINE", "turns a status round",
	 "The status is 1 when the pipeline's is 0, and 0 when that is another.\n"},
	{"( ... )", "( COMMANDS )", "runs commands in a subshell",
	 "What they change in the shell does not stay.  `help subshells' says when that\n"
	 "takes a process.\n"},
	{"(( ... ))", "(( EXPRESSION ))", "evaluates arithmetic",
	 "The status is 0 when the value is not 0, and 1 when it is; the same as `let\n"
	 "\"EXPRESSION\"'.\n"},
	{"[[ ... ]]", "[[ EXPRESSION ]]", "tests a conditional expression",
	 "The primaries are those of test.  =, == and != match a pattern, =~ an extended\n"
	 "regular expression, whose groups are in BASH_REMATCH, and < and > compare\n"
	 "strings; !, &&, || and ( ) join expressions.  Words are neither split nor\n"
	 "expanded to pathnames.\n"},
	{"case", "case WORD in [[(] PATTERN [| PATTERN]... ) [COMMANDS] ;;]... esac",
	 "runs the commands of the first pattern that matches a word",
	 "In place of ;; stands ;& to go on into the commands of the next pattern, or\n"
	 ";;& to look for the next one that matches.  The status is 0 when none does.\n"},
	{"coproc", "coproc [NAME] COMMAND",
	 "runs a command in the background, with a pipe each way",
	 "NAME, or COPROC, becomes an array: element 0 is the descriptor that its output\n"
	 "is read from, element 1 the one that its input is written to; NAME_PID is its\n"
	 "process.  A NAME stands before compound commands only.\n"},
	{"for", "for NAME [in WORD...]; do COMMANDS; done", "runs commands for each of some words",
	 "NAME is one word after the other.  Without `in' the words are the positional\n"
	 "parameters.\n"},
	{"for ((", "for (( EXPR1; EXPR2; EXPR3 )); do COMMANDS; done",
	 "runs commands while arithmetic is not 0",
	 "EXPR1 is evaluated once, EXPR2 before each turn, and EXPR3 after it.  One that\n"
	 "is left out is 1.\n"},
	{"function", "function NAME [()] COMMAND, or NAME () COMMAND", "defines a function",
	 "COMMAND is a compound command.  While it runs, the arguments of the call are\n"
	 "the positional parameters, and FUNCNAME is the name.  Redirections behind it\n"
	 "are made at each call.\n"},
	{"if", "if COMMANDS; then COMMANDS; [elif COMMANDS; then COMMANDS;]... [else COMMANDS;] fi",
	 "runs commands by the status of others",
	 "Those behind the first `then' are run whose condition has status 0, or those\n"
	 "behind `else'.  The status is 0 when none were.\n"},
	{"select", "select NAME [in WORD...]; do COMMANDS; done",
	 "lets the user choose among words",
	 "The words are listed on standard error with numbers, and PS3 asks.  NAME is\n"
	 "the word chosen, empty where the answer is no number of one, and REPLY is the\n"
	 "answer.  It goes on until `break', or the end of input.\n"},
	{"time", "time [-p] [PIPELINE]", "tells how long a pipeline takes",
	 "It is told on standard error: by the clock, and in processor time for the user\n"
	 "and in the system.  TIMEFORMAT says how: %R %U %S %P; %3lR is with three\n"
	 "digits and minutes.  -p: as POSIX has it for the utility of this name, which\n"
	 "is meant in posix mode when an option follows, and by `command time'.\n"},
	{"until", "until COMMANDS; do COMMANDS; done", "runs commands as long as others fail",
	 "The status is that of the last of them, 0 when none were run.\n"},
	{"while", "while COMMANDS; do COMMANDS; done", "runs commands as long as others succeed",
	 "The status is that of the last of them, 0 when none were run.\n"},
	{"{ ... }", "{ COMMANDS; }", "groups commands",
	 "They run in the shell itself.  Redirections behind the brace are for all of\n"
	 "them.\n"},
	{NULL, NULL, NULL, NULL},
};
