/*
 * long spawn_clone3_call(struct clone_args *args, size_t size, int (*fn)(void *), void *arg)
 *
 * clone3(2) whose child starts on the stack named in args and calls fn(arg), which does not return.
 * In the parent: the child's pid, or -errno.  The child cannot return through the parent's frame,
 * which is why this is not C.
 */
#define NR_CLONE3 435

	.text
	.globl spawn_clone3_call
	.hidden spawn_clone3_call
	.type spawn_clone3_call, @function
spawn_clone3_call:
	.cfi_startproc
	endbr64
	mov	%rcx, %r8		/* syscall destroys rcx */
	mov	$NR_CLONE3, %eax
	syscall
	test	%rax, %rax
	jz	1f
	ret
1:	.cfi_undefined %rip		/* the bottom of this stack */
	xor	%ebp, %ebp
	and	$-16, %rsp
	mov	%r8, %rdi
	call	*%rdx
	hlt
	.cfi_endproc
	.size spawn_clone3_call, . - spawn_clone3_call

	.section .note.GNU-stack, "", @progbits
