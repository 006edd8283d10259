/*
 * Fills struct shell_ops: the few calls that go up through the layers.
 */
#ifndef COWSH_OPERATIONS_H
#define COWSH_OPERATIONS_H

struct shell;

void operations_init(struct shell *sh);

#endif
