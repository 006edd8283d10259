/* Traps: what was asked for.  Dispositions follow in the upper layer, through ops.trap_changed. */
#include <strings.h>
#include "mem.h"
#include "signals.h"
#include "state.h"
#include "traps.h"

static bool is_caught(const struct traps *traps, int signal)
{
	return traps->at[signal].action && traps->at[signal].action[0];
}

void trap_note(struct traps *traps, int signal)
{
	if (signal >= TRAP_COUNT) {
		uint8_t hook = TRAP_WATCH(signal);
		traps->hooks =
			is_caught(traps, signal) ? traps->hooks | hook : traps->hooks & ~hook;
		return;
	}
	uint64_t bit = trap_bit(signal);
	bool caught = is_caught(traps, signal);

	if (signal >= 63)
		caught = is_caught(traps, 63) || is_caught(traps, 64);
	traps->set_mask = caught ? traps->set_mask | bit : traps->set_mask & ~bit;
}

void inherited_free(char **inherited)
{
	for (int i = 0; inherited && i < TRAP_LIMIT; i++)
		mem_free(inherited[i]);
	mem_free(inherited);
}

void traps_free(struct traps *traps)
{
	for (int i = 0; i < TRAP_LIMIT; i++)
		mem_free(traps->at[i].action);
	inherited_free(traps->inherited);
}

/* The first trap that a subshell sets ends its memory of its parent's. */
static void drop_inherited(struct shell *sh)
{
	if (!sh->traps.inherited)
		return;
	journal_save_inherited(sh);
	inherited_free(sh->traps.inherited);
	sh->traps.inherited = NULL;
}

void trap_set_action(struct shell *sh, int signal, const char *action)
{
	struct trap *trap = &sh->traps.at[signal];

	/* a function that has not got the caller's trap takes none away */
	if (!action && trap_is_hidden(sh, signal))
		return;
	char *copy = action ? mem_strdup(action) : NULL;

	drop_inherited(sh);
	journal_save_trap(sh, signal);
	mem_free(trap->action);
	trap->action = copy;
	trap_note(&sh->traps, signal);
	if (signal >= TRAP_COUNT) {
		/* It is in force where it is set. */
		sh->traps_hidden &= ~TRAP_WATCH(signal);
		watch_refresh(sh);
	} else if (sh->ops.trap_changed)
		sh->ops.trap_changed(sh, signal);
}

static bool has_actions(const struct traps *traps)
{
	for (int i = 0; i < TRAP_LIMIT; i++)
		if (traps->at[i].action)
			return true;
	return false;
}

/* ---- DEBUG, ERR and RETURN ------------------------------------------------------------------- */

static const char *const hook_names[] = {"DEBUG", "ERR", "RETURN"};

int trap_number(const char *name)
{
	for (int i = 0; i < TRAP_LIMIT - TRAP_DEBUG; i++)
		if (strcasecmp(name, hook_names[i]) == 0)
			return TRAP_DEBUG + i;
	return signal_number(name);
}

const char *trap_name(int condition)
{
	return condition >= TRAP_DEBUG ? hook_names[condition - TRAP_DEBUG]
				       : signal_name(condition);
}

/* True when functions and subshells have the trap, too. */
static bool is_traced(const struct shell *sh, int condition)
{
	return condition == TRAP_ERR ? OPT(sh, ERRTRACE) : OPT(sh, FUNCTRACE);
}

bool trap_is_hidden(const struct shell *sh, int condition)
{
	return condition >= TRAP_DEBUG && sh->traps_hidden & TRAP_WATCH(condition);
}

void traps_hide(struct shell *sh, unsigned traps, struct hidden_traps *hidden)
{
	*hidden = (struct hidden_traps){.before = sh->traps_hidden};
	for (int trap = TRAP_DEBUG; trap < TRAP_LIMIT; trap++) {
		unsigned watch = TRAP_WATCH(trap);
		if (!(traps & sh->traps.hooks & watch) || is_traced(sh, trap) ||
		    sh->traps_hidden & watch)
			continue;
		hidden->actions[trap - TRAP_DEBUG] = mem_strdup(sh->traps.at[trap].action);
		sh->traps_hidden |= watch;
	}
	watch_refresh(sh);
}

void traps_show(struct shell *sh, struct hidden_traps *hidden, bool left)
{
	sh->traps_hidden = hidden->before;
	for (int trap = TRAP_DEBUG; trap < TRAP_LIMIT; trap++) {
		char *action = hidden->actions[trap - TRAP_DEBUG];
		if (action && !left && !sh->traps.at[trap].action)
			trap_set_action(sh, trap, action);
		mem_free(action);
	}
	watch_refresh(sh);
}

void watch_refresh(struct shell *sh)
{
	sh->watch = sh->traps.hooks & ~sh->traps_hidden & ~sh->traps_running;
	if (OPT(sh, ERREXIT))
		sh->watch |= WATCH_ERREXIT;
	if (OPT(sh, XTRACE))
		sh->watch |= WATCH_XTRACE;
	if (sh->trace)
		sh->watch |= WATCH_TRACE;
	if (sh->rehearsal)
		sh->watch |= WATCH_REHEARSAL;
	if (OPT(sh, KEYWORD))
		sh->watch |= WATCH_KEYWORD;
}

/* ---- subshells ------------------------------------------------------------------------------- */

/* Moves the action of a caught signal into the list of what was inherited; an ignored one stays. */
static char *inherit(struct shell *sh, int signal)
{
	struct trap *trap = &sh->traps.at[signal];

	if (!trap->action || !trap->action[0])
		return trap->action ? mem_strdup("") : NULL;
	char *copy = mem_strdup(trap->action);
	if (signal >= TRAP_COUNT && is_traced(sh, signal))
		return copy;
	journal_save_trap(sh, signal);
	mem_free(trap->action);
	trap->action = NULL;
	trap_note(&sh->traps, signal);
	return copy;
}

void traps_enter_subshell(struct shell *sh)
{
	sh->exit_trap_running = sh->child_trap_running = false;
	/* ((trap)) shows, as in other shells, what the outermost subshell inherited: until it sets
	 * one, what it has itself is but the signals that are ignored. */
	if (sh->traps.inherited || !has_actions(&sh->traps))
		return;
	char **inherited = mem_alloc(TRAP_LIMIT * sizeof(*inherited));
	for (int i = 0; i < TRAP_LIMIT; i++)
		inherited[i] = inherit(sh, i);
	sh->traps.set_mask = 0;
	watch_refresh(sh);
	journal_save_inherited(sh);
	inherited_free(sh->traps.inherited);
	sh->traps.inherited = inherited;
}

void traps_forget_inherited(struct shell *sh)
{
	char **inherited = sh->traps.inherited;

	for (int i = 0; inherited && i < TRAP_COUNT; i++) {
		if (inherited[i] && inherited[i][0]) {
			mem_free(inherited[i]);
			inherited[i] = NULL;
		}
	}
}
