/*
 * System calls without errno.  A child that shares memory with the shell shares errno too, which
 * the shell may be about to read; so its half of the work keeps to calls that hand the error back.
 */
#ifndef COWSH_RAWCALL_H
#define COWSH_RAWCALL_H

#include <stdint.h>
#include <sys/syscall.h>

/* The result, or -errno. */
static inline long rawcall5(long number, long a, long b, long c, long d, long e)
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	long result;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
#else /* aarch64; the build knows no third machine */
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
			 : "memory");
	return x0;
#endif
}

static inline long rawcall(long number, long a, long b, long c, long d)
{
	return rawcall5(number, a, b, c, d, 0);
}

/* The calling thread's pointer to its thread-local storage. */
static inline uintptr_t rawcall_thread_pointer(void)
{
	uintptr_t pointer;
#if defined(__x86_64__)
	__asm__ volatile("mov %%fs:0, %0" : "=r"(pointer));
#else
	__asm__ volatile("mrs %0, tpidr_el0" : "=r"(pointer));
#endif
	return pointer;
}

#endif
