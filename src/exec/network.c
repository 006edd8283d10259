/*
 * /dev/tcp/HOST/PORT and /dev/udp/HOST/PORT (bash manual, 3.6): paths of redirections that the
 * shell makes sockets for.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "internal.h"

/* The first of the addresses that can be connected to; -1 with errno. */
static int connect_to(const struct addrinfo *address)
{
	int error = ENOENT;

	for (; address; address = address->ai_next) {
		int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC,
				address->ai_protocol);
		if (fd >= 0 && connect(fd, address->ai_addr, address->ai_addrlen) == 0)
			return fd;
		error = errno;
		if (fd >= 0)
			close(fd);
	}
	errno = error;
	return -1;
}

int network_open(const char *path, char *why, size_t size)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC};
	struct addrinfo *addresses;
	const char *host = path + strlen("/dev/tcp/"), *slash = strchr(host, '/');
	char name[NI_MAXHOST];
	size_t len = slash ? (size_t)(slash - host) : 0;

	if (!slash || !slash[1] || len >= sizeof(name)) {
		snprintf(why, size, "%s", strerror(ENOENT));
		return -1;
	}
	memcpy(name, host, len);
	name[len] = '\0';
	hints.ai_socktype = strncmp(path, "/dev/tcp/", 9) == 0 ? SOCK_STREAM : SOCK_DGRAM;
	int error = getaddrinfo(*name ? name : NULL, slash + 1, &hints, &addresses);
	if (error) {
		snprintf(why, size, "%s", gai_strerror(error));
		return -1;
	}
	int fd = connect_to(addresses);
	if (fd < 0)
		snprintf(why, size, "%s", strerror(errno));
	freeaddrinfo(addresses);
	return fd;
}
