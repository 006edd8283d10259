/*
 * The shell's version, as in --version, $COWSH_VERSION and prompts, and that of the bash whose
 * language this is: BASH_VERSION, and --version and prompts of a shell that was started under the
 * name bash.
 */
#ifndef COWSH_VERSION_H
#define COWSH_VERSION_H

/* The only place where the version stands: the Makefile reads it here for packages and archives. */
#define COWSH_VERSION	   "0.2"	      /* \v in a prompt */
#define COWSH_RELEASE	   COWSH_VERSION ".0" /* \V: with the patch level */

#define BASH_VERSION_SHORT "5.3"
#define BASH_RELEASE_SHORT "5.3.9"
#define BASH_VERSION_TEXT  BASH_RELEASE_SHORT "(1)-release"

#if defined __x86_64__
#define MACHINE "x86_64"
#elif defined __aarch64__
#define MACHINE "aarch64"
#else
#define MACHINE "unknown"
#endif
#define MACHINE_TYPE MACHINE "-pc-linux-gnu"

#endif
