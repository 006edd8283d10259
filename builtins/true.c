/*
 * : true false: what they do is their status.
 */
#include "builtins.h"

struct flow builtin_colon(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	(void)argc;
	(void)argv;
	return flow_next(0);
}

struct flow builtin_true(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	(void)argc;
	(void)argv;
	return flow_next(0);
}

struct flow builtin_false(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	(void)argc;
	(void)argv;
	return flow_next(1);
}
