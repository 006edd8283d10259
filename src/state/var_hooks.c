/* The variables whose value is computed, and those whose assignment does more than store a
 * value. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include "collation.h"
#include "error.h"
#include "mem.h"
#include "params.h"
#include "path.h"
#include "state.h"
#include "pattern.h"
#include "utf8.h"
#include "var.h"

static const struct {
	const char *name;
	uint8_t special;
	uint32_t flags;
} specials[] = {
	{"IFS", SPECIAL_IFS, VAR_HOOKED},
	{"PATH", SPECIAL_PATH, VAR_HOOKED},
	{"OPTIND", SPECIAL_OPTIND, VAR_HOOKED},
	{"LANG", SPECIAL_LOCALE, VAR_HOOKED},
	{"LC_ALL", SPECIAL_LOCALE, VAR_HOOKED},
	{"LC_CTYPE", SPECIAL_LOCALE, VAR_HOOKED},
	{"LC_COLLATE", SPECIAL_LOCALE, VAR_HOOKED},
	{"COWSH_SPAWN", SPECIAL_COWSH_SPAWN, VAR_HOOKED},
	{"POSIXLY_CORRECT", SPECIAL_POSIXLY_CORRECT, VAR_HOOKED},
	{"IGNOREEOF", SPECIAL_IGNOREEOF, VAR_HOOKED},
	{"LINENO", SPECIAL_LINENO, VAR_DYNAMIC},
	{"RANDOM", SPECIAL_RANDOM, VAR_DYNAMIC | VAR_INTEGER},
	{"SECONDS", SPECIAL_SECONDS, VAR_DYNAMIC | VAR_INTEGER},
	{"HISTFILESIZE", SPECIAL_HISTFILESIZE, VAR_HOOKED},
	{"HISTCMD", SPECIAL_HISTCMD, VAR_DYNAMIC | VAR_INTEGER},
	{"PWD", SPECIAL_PWD, 0},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void pattern_hook(struct shell *sh)
{
	sh->pattern_flags = (sh->utf8 ? PATTERN_UTF8 : 0) |
			    (OPT(sh, EXTGLOB) ? PATTERN_EXTGLOB : 0) |
			    (OPT(sh, NOCASEMATCH) ? PATTERN_NOCASE : 0);
	/* + @ and ! mean something only before it, ? and * are special anyway */
	sh->char_class['('] &= (uint8_t)~CHAR_GLOB;
	sh->char_class['('] |= OPT(sh, EXTGLOB) ? CHAR_GLOB : 0;
}

void specials_init(struct shell *sh)
{
	for (size_t i = 0; i < COUNT(specials); i++) {
		const char *text = specials[i].name;
		struct symbol *name = symbol_intern_name(&sh->symbols, text, strlen(text));
		name->special = specials[i].special;
		name->var.flags = var_flags_settled(name->var.flags | specials[i].flags);
	}
	sh->timeout_name = symbol_intern_name(&sh->symbols, "TMOUT", 5);
	sh->ifs_name = symbol_intern_name(&sh->symbols, "IFS", 3);
	for (const char *c = "*?[\\"; *c; c++)
		sh->char_class[(unsigned char)*c] |= CHAR_GLOB;
	pattern_hook(sh);
}

/* ---- computed values --------------------------------------------------------------------- */

static int64_t monotonic_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static uint32_t seed_from_clock(const struct shell *sh)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint32_t)now.tv_nsec ^ (uint32_t)now.tv_sec ^ (uint32_t)sh->self_pid << 15;
}

/* Seeds that are no state of the generator become one. */
static uint32_t random_state(uint32_t seed)
{
	return seed ? seed : 123459876;
}

/* The generator of Park and Miller, which bash has, too: a seed gives the same numbers in both. */
static uint32_t random_step(uint32_t x)
{
	const int64_t modulus = 0x7fffffff, factor = 16807;
	int64_t next = factor * x - modulus * (x / (modulus / factor));

	return (uint32_t)(next < 0 ? next + modulus : next);
}

static int64_t next_random(struct shell *sh)
{
	uint16_t number;

	/* A subshell that has its parent's state must not give its parent's numbers, nor those of
	 * the subshell before; one that RANDOM was assigned in repeats its own. */
	if (!sh->random || sh->random_inherited)
		sh->random = random_state(sh->random ^ seed_from_clock(sh));
	sh->random_inherited = false;
	do {
		uint32_t next = random_step(sh->random);
		sh->random = random_state(next);
		number = (next >> 16 ^ next) & 0x7fff;
	} while (number == sh->random_last);
	sh->random_last = number;
	return number;
}

int64_t special_value(struct shell *sh, struct symbol *name)
{
	switch (name->special) {
	case SPECIAL_LINENO:
		return sh->line;
	case SPECIAL_RANDOM:
		journal_before_write(sh, name);
		return next_random(sh);
	case SPECIAL_SECONDS:
		return monotonic_seconds() - sh->seconds_base;
	case SPECIAL_HISTCMD:
		return sh->ops.history_number ? sh->ops.history_number(sh) : 0;
	}
	int64_t number;
	return teller_number(sh, name, &number) ? number : 0;
}

bool special_assign(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	int64_t number = 0;

	if (name->special == SPECIAL_LINENO) {
		if (!OPT(sh, POSIX))
			return true; /* the next command has a line of its own again */
		name->var.flags &= ~(uint32_t)(VAR_DYNAMIC | VAR_INDIRECT);
		return false;
	}
	if (name->special == SPECIAL_LAST_ARGUMENT)
		last_argument_keep(sh, text, len);
	if (name->special == SPECIAL_ARGV0)
		shell_set_arg0(sh, arena_strndup(&sh->scratch, text, len));
	if (name->special == SPECIAL_SUBSHELL) {
		integer_constant(text, len, &number);
		sh->subshell_depth = (uint32_t)number;
		return true;
	}
	if (name->special == SPECIAL_HISTCMD || name->special >= SPECIAL_ARGV0)
		return true; /* without effect, as in bash */
	integer_constant(text, len, &number);
	if (name->special == SPECIAL_RANDOM) {
		sh->random = random_state((uint32_t)number);
		sh->random_inherited = false;
		sh->random_last = 0;
	} else {
		sh->seconds_base = monotonic_seconds() - number;
	}
	return true;
}

int64_t special_beside(const struct shell *sh, const struct symbol *name)
{
	switch (name->special) {
	case SPECIAL_RANDOM:
		return (int64_t)((uint64_t)sh->random_last << 33 |
				 (uint64_t)sh->random_inherited << 32 | sh->random);
	case SPECIAL_SECONDS:
		return sh->seconds_base;
	case SPECIAL_SUBSHELL:
		return sh->subshell_depth;
	case SPECIAL_OPTIND:
		return (int64_t)((uint64_t)(uint32_t)sh->getopts_index << 32 | sh->getopts_at);
	case SPECIAL_COWSH_SPAWN:
		return sh->policy;
	case SPECIAL_POSIXLY_CORRECT:
		return OPT(sh, POSIX) | OPT(sh, EXPAND_ALIASES) << 1;
	case SPECIAL_IGNOREEOF:
		return OPT(sh, IGNOREEOF);
	case SPECIAL_XTRACEFD:
		return sh->xtrace_fd;
	}
	return 0;
}

/* POSIXLY_CORRECT is set, whatever its value, or unset (bash manual, 6.11). */
static void set_posix(struct shell *sh, bool on)
{
	if (on != OPT(sh, POSIX))
		option_set(sh, OPTION_POSIX, on);
}

/* Posix mode has to do with aliases, too. */
static void restore_posix(struct shell *sh, bool on, bool aliases)
{
	if (on == OPT(sh, POSIX))
		return;
	option_set_alone(sh, OPTION_POSIX, on);
	if (aliases != OPT(sh, EXPAND_ALIASES))
		option_set(sh, OPTION_EXPAND_ALIASES, aliases);
}

void special_restore(struct shell *sh, const struct symbol *name, int64_t beside)
{
	switch (name->special) {
	case SPECIAL_RANDOM:
		sh->random = (uint32_t)beside;
		sh->random_inherited = (uint64_t)beside >> 32 & 1;
		sh->random_last = (uint16_t)((uint64_t)beside >> 33);
		break;
	case SPECIAL_SECONDS:
		sh->seconds_base = beside;
		break;
	case SPECIAL_SUBSHELL:
		sh->subshell_depth = (uint32_t)beside;
		break;
	case SPECIAL_OPTIND:
		sh->getopts_index = (int)(beside >> 32);
		sh->getopts_at = (uint32_t)beside;
		break;
	case SPECIAL_COWSH_SPAWN:
		policy_set(sh, (enum spawn_policy)beside);
		break;
	case SPECIAL_POSIXLY_CORRECT:
		restore_posix(sh, beside & 1, beside & 2);
		break;
	case SPECIAL_IGNOREEOF:
		option_override(sh, OPTION_IGNOREEOF, beside != 0);
		break;
	case SPECIAL_XTRACEFD:
		sh->xtrace_fd = (int)beside;
		break;
	}
}

/* ---- effects of assignments ---------------------------------------------------------------- */

static void mark_separator(struct shell *sh, unsigned char c)
{
	sh->char_class[c] |= CHAR_IFS;
	if (c == ' ' || (c >= '\t' && c <= '\r')) /* as isspace(3) */
		sh->char_class[c] |= CHAR_IFS_SPACE;
}

static void update_separators(struct shell *sh)
{
	size_t len;
	const char *ifs = var_text(sh, sh->ifs_name, &len);

	sh->ifs_state = !ifs ? IFS_DEFAULT : len == 0 ? IFS_EMPTY : IFS_SET;
	if (!ifs) {
		ifs = " \t\n";
		len = 3;
	}
	for (int i = 0; i < 256; i++)
		sh->char_class[i] &= CHAR_GLOB;
	sh->ifs_first = ifs[0];
	sh->ifs_multibyte = false;
	for (const char *at = ifs, *end = ifs + len; at < end;) {
		mark_separator(sh, (unsigned char)*at);
		if (sh->utf8 && (unsigned char)*at >= 0x80) {
			sh->ifs_multibyte = true;
			at += utf8_next(at, end);
		} else {
			at++;
		}
	}
}

/* True when a locale's name, language_TERRITORY.codeset@modifier, has UTF-8 for its codeset. */
static bool names_utf8(const char *locale)
{
	const char *codeset = strchr(locale, '.');

	if (!codeset)
		return false;
	codeset++;
	size_t len = strcspn(codeset, "@");
	return (len == 5 && strncasecmp(codeset, "UTF-8", 5) == 0) ||
	       (len == 4 && strncasecmp(codeset, "UTF8", 4) == 0);
}

static void update_locale(struct shell *sh)
{
	static const char *const deciding[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	bool utf8 = false;

	for (size_t i = 0; i < COUNT(deciding); i++) {
		const char *value = var_get(sh, deciding[i]);
		if (value && *value) {
			utf8 = names_utf8(value);
			break;
		}
	}
	if (utf8 != sh->utf8) {
		sh->utf8 = utf8;
		pattern_hook(sh);
		update_separators(sh);
	}
	collation_hook(sh);
}

void use_time_zone(struct shell *sh)
{
	const struct symbol *name = symbol_intern(&sh->symbols, "TZ", 2);
	const char *zone = name->var.flags & VAR_EXPORT ? var_get(sh, "TZ") : NULL;

	if (zone)
		setenv("TZ", zone, 1);
	else
		unsetenv("TZ");
	tzset();
}

void getopts_keep_place(struct shell *sh, int index, uint32_t at)
{
	sh->getopts_index = index;
	sh->getopts_at = at;
}

static void update_getopts(struct shell *sh, struct symbol *name)
{
	int64_t index;

	sh->getopts_at = 0;
	sh->getopts_index = var_number(sh, name, &index) && index > 0 ? (int)index : 1;
}

static void update_policy(struct shell *sh, struct symbol *name)
{
	size_t len;
	const char *value = var_text(sh, name, &len);
	int policy = value && len ? policy_by_name(value) : POLICY_AUTO;

	if (policy >= 0)
		policy_set(sh, (enum spawn_policy)policy);
	else
		shell_error_in(sh, name->name, "%s: no such policy (auto, fork, vfork, clone)",
			       value);
}

/* BASH_XTRACEFD: the descriptor it named before is closed, as in bash. */
static void update_trace_descriptor(struct shell *sh, struct symbol *name)
{
	size_t len;
	const char *value = var_text(sh, name, &len);
	long fd = -1;

	if (value && len) {
		int mode = parse_count(value, INT_MAX, &fd) && !fd_is_own(&sh->fds, (int)fd)
				   ? fcntl((int)fd, F_GETFL)
				   : -1;
		if (mode < 0 || (mode & O_ACCMODE) == O_RDONLY) {
			shell_error_in(sh, name->name,
				       "%s: invalid value for trace file descriptor", value);
			return;
		}
	}
	int before = sh->xtrace_fd;
	sh->xtrace_fd = (int)fd;
	if (before > STDERR_FILENO && before != fd &&
	    (!sh->subshell || journal_save_fd(sh, sh->subshell, before) == 0))
		close(before);
}

static void update_call_limit(struct shell *sh, struct symbol *name)
{
	size_t len;
	long limit = 0;
	const char *value = var_text(sh, name, &len);

	sh->call_limit = value && parse_operand(value, INT_MAX, &limit) && limit > 0
				 ? (uint32_t)limit
				 : UINT32_MAX;
}

void var_hook(struct shell *sh, struct symbol *name)
{
	switch (name->special) {
	case SPECIAL_IFS:
		update_separators(sh);
		break;
	case SPECIAL_PATH:
		path_forget(sh);
		break;
	case SPECIAL_LOCALE:
		update_locale(sh);
		break;
	case SPECIAL_OPTIND:
		update_getopts(sh, name);
		break;
	case SPECIAL_COWSH_SPAWN:
		update_policy(sh, name);
		break;
	case SPECIAL_POSIXLY_CORRECT:
		set_posix(sh, var_is_set(name));
		break;
	case SPECIAL_IGNOREEOF:
		journal_save_options(sh);
		option_override(sh, OPTION_IGNOREEOF, var_is_set(name));
		break;
	case SPECIAL_FUNCNEST:
		update_call_limit(sh, name);
		break;
	case SPECIAL_XTRACEFD:
		update_trace_descriptor(sh, name);
		break;
	case SPECIAL_HISTFILESIZE:
		if (sh->ops.history_limited && var_is_set(name))
			sh->ops.history_limited(sh);
		break;
	}
}
