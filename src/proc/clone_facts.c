/*
 * The facts that the rules of clone depend on beside its flags, asked from the kernel.
 */
#include <linux/capability.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "cloneflags.h"
#include "procmem.h"

static bool has_admin(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}};

	if (syscall(SYS_capget, &header, data) < 0)
		return false;
	return data[CAP_TO_INDEX(CAP_SYS_ADMIN)].effective & CAP_TO_MASK(CAP_SYS_ADMIN);
}

static bool is_traced(void)
{
	uint64_t tracer;
	return proc_number("/proc/self/status", "TracerPid", &tracer) && tracer != 0;
}

struct clone_facts clone_facts_read(bool clone3)
{
	struct utsname name;
	return (struct clone_facts){
		.clone3 = clone3,
		.init = getpid() == 1,
		.admin = has_admin(),
		.traced = is_traced(),
		.kernel = uname(&name) == 0 ? clone_kernel_version(name.release) : 0,
	};
}
