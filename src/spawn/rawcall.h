/*
 * System calls without errno.  A child that shares memory with the shell shares errno too, which the
 * shell may be about to read; so its half of the work keeps to calls that hand the error back.
 */
#ifndef COWSH_RAWCALL_H
#define COWSH_RAWCALL_H

#include <sys/syscall.h>

/* The result, or -errno. */
static inline long rawcall(long number, long a, long b, long c, long d)
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	long result;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
#else /* aarch64; the build knows no third machine */
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
	return x0;
#endif
}

#endif
