/*
 * What this is called in --version, $COWSH_VERSION and prompts.
 */
#ifndef COWSH_VERSION_H
#define COWSH_VERSION_H

#define COWSH_VERSION "0.1"   /* \v in a prompt */
#define COWSH_RELEASE "0.1.0" /* \V: with the patch level */

#endif
