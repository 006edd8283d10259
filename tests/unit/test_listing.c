/* Remembered listings of directories, with a kernel made up: include/listing.h. */
#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <time.h>
#include "listing.h"
#include "unit.h"

#define SECOND	  INT64_C(1000000000)
#define MOUNT_ID  0x4000U
#define DIRECTORY 7 /* a descriptor */
#define LONG_AGO  (1000 * SECOND + 5)
#define NOW	  (2000 * SECOND + 5)

/* The kernel's answers. */
static struct {
	int64_t clock, monotonic;
	struct statx st;
	struct statfs fs;
	int error;
	int calls;
} kernel;

int clock_gettime(clockid_t clock, struct timespec *time)
{
	int64_t now = clock == CLOCK_REALTIME_COARSE ? kernel.clock : kernel.monotonic;

	*time = (struct timespec){now / SECOND, now % SECOND};
	return 0;
}

int statx(int fd, const char *restrict path, int flags, unsigned int mask,
	  struct statx *restrict st)
{
	(void)path, (void)flags, (void)mask;
	kernel.calls++;
	if (fd != DIRECTORY || kernel.error) {
		errno = kernel.error;
		return -1;
	}
	*st = kernel.st;
	return 0;
}

int fstatfs(int fd, struct statfs *fs)
{
	(void)fd;
	kernel.calls++;
	*fs = kernel.fs;
	return 0;
}

static struct statx_timestamp timestamp(int64_t time)
{
	return (struct statx_timestamp){.tv_sec = time / SECOND,
					.tv_nsec = (uint32_t)(time % SECOND)};
}

/* A directory that was changed long ago, on ext4, and read since. */
static void set_up(void)
{
	memset(&kernel, 0, sizeof(kernel));
	kernel.clock = NOW;
	kernel.monotonic = 50 * SECOND;
	kernel.st.stx_mask = STATX_BASIC_STATS | MOUNT_ID;
	kernel.st.stx_ino = 12;
	kernel.st.stx_dev_major = 8;
	kernel.st.stx_mnt_id = 1u << 31;
	kernel.st.stx_ctime = kernel.st.stx_mtime = timestamp(LONG_AGO);
	kernel.st.stx_atime = timestamp(LONG_AGO + SECOND);
	kernel.fs.f_type = EXT4_SUPER_MAGIC;
	kernel.fs.f_flags = ST_RELATIME;
}

static void tick(int64_t time)
{
	kernel.clock += time;
	kernel.monotonic += time;
}

static struct listings *listings;

/* Visits a directory, which is read where nothing is remembered; what was read at which visit is
 * what comes. */
static const char *visit(const char *path, const char *listing)
{
	struct listing_visit now;
	size_t len;
	const char *known = listing_find(&listings, path, DIRECTORY, &now, &len);

	if (!known && now.is_to_be_kept)
		listing_keep(listings, &now, listing, strlen(listing) + 1);
	return known ? known : listing;
}

/* Is read, and then asked for again by the same name. */
static void read_first(void)
{
	listings_free(listings);
	listings = NULL;
	visit(".", "first");
	CHECK_STR(visit(".", "old"), "old");
}

static void a_listing_is_kept_from_the_second_visit_on(void)
{
	set_up();
	CHECK_STR(visit(".", "first"), "first");
	CHECK_INT(kernel.calls, 0);
	CHECK_STR(visit(".", "second"), "second");
	CHECK_STR(visit(".", "third"), "second");
	CHECK_STR(visit("../here", "fourth"), "fourth");
	CHECK_STR(visit("../here", "fifth"), "second");
}

static void a_listing_holds_while_the_times_are_the_same(void)
{
	set_up();
	read_first();
	CHECK_STR(visit(".", "new"), "old");
	kernel.st.stx_ctime.tv_nsec++;
	CHECK_STR(visit(".", "new"), "new");
	kernel.st.stx_mtime.tv_sec--;
	CHECK_STR(visit(".", "newer"), "newer");
	CHECK_STR(visit(".", "newest"), "newer");
}

static void a_listing_holds_for_one_directory(void)
{
	set_up();
	read_first();
	kernel.st.stx_ino++;
	CHECK_STR(visit(".", "another inode"), "another inode");
	kernel.st.stx_dev_minor++;
	CHECK_STR(visit(".", "another device"), "another device");
	kernel.st.stx_mnt_id++;
	CHECK_STR(visit(".", "another mount"), "another mount");
	kernel.st.stx_mnt_id--;
	kernel.st.stx_dev_minor--;
	CHECK_STR(visit(".", "?"), "another inode");
	kernel.st.stx_ino--;
	CHECK_STR(visit(".", "?"), "old");
}

static void what_changed_a_moment_ago_is_not_kept(void)
{
	static const struct {
		int64_t ago, fraction;
		bool is_kept;
	} cases[] = {
		{-5 * SECOND, 5, false},
		{0, 5, false},
		{LISTING_SETTLED, 5, false},
		{LISTING_SETTLED + 1, 5, true},
		{SECOND, 0, false},
		{LISTING_SETTLED_SECOND, 0, false},
		{LISTING_SETTLED_SECOND + 1, 0, true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t changed = 3000 * SECOND + cases[i].fraction;
		set_up();
		kernel.st.stx_ctime = kernel.st.stx_mtime = timestamp(changed);
		kernel.clock = changed + cases[i].ago;
		kernel.st.stx_atime = timestamp(changed + 1);
		read_first();
		CHECK_STR(visit(".", "new"), cases[i].is_kept ? "old" : "new");
	}
}

static void a_listing_holds_for_a_second(void)
{
	set_up();
	read_first();
	tick(LISTING_AGE);
	CHECK_STR(visit(".", "new"), "old");
	tick(1);
	CHECK_STR(visit(".", "new"), "new");
	CHECK_STR(visit(".", "newer"), "new");
}

static void a_clock_set_back_ends_a_listing(void)
{
	set_up();
	read_first();
	kernel.clock--;
	CHECK_STR(visit(".", "new"), "new");
	kernel.clock = LONG_AGO - SECOND;
	CHECK_STR(visit(".", "newer"), "newer");
	/* the change is in the future now: it is not kept */
	CHECK_STR(visit(".", "newest"), "newest");
}

static void only_known_file_systems_are_trusted(void)
{
	static const struct {
		long type;
		bool is_kept;
	} cases[] = {
		{EXT4_SUPER_MAGIC, true},	{XFS_SUPER_MAGIC, true},
		{BTRFS_SUPER_MAGIC, true},	{TMPFS_MAGIC, true},
		{NFS_SUPER_MAGIC, false},	{PROC_SUPER_MAGIC, false},
		{OVERLAYFS_SUPER_MAGIC, false}, {FUSE_SUPER_MAGIC, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		set_up();
		kernel.fs.f_type = cases[i].type;
		read_first();
		CHECK_STR(visit(".", "new"), cases[i].is_kept ? "old" : "new");
	}
}

static void encrypted_directories_are_read_each_time(void)
{
	set_up();
	kernel.st.stx_attributes = STATX_ATTR_ENCRYPTED;
	read_first();
	CHECK_STR(visit(".", "new"), "new");
}

static void directories_are_read_where_reading_sets_the_access_time(void)
{
	set_up();
	kernel.fs.f_flags = 0; /* strictatime */
	read_first();
	CHECK_STR(visit(".", "new"), "new");

	set_up();
	read_first();
	kernel.st.stx_atime = timestamp(LONG_AGO);
	CHECK_STR(visit(".", "new"), "new");
	kernel.st.stx_atime = timestamp(NOW - 24 * 3600 * SECOND);
	CHECK_STR(visit(".", "newer"), "newer");
	kernel.st.stx_atime = timestamp(LONG_AGO + 1);
	CHECK_STR(visit(".", "newest"), "newer");

	set_up();
	kernel.fs.f_flags = ST_NODIRATIME;
	kernel.st.stx_atime = timestamp(LONG_AGO);
	read_first();
	CHECK_STR(visit(".", "new"), "old");
}

static void times_out_of_all_bounds_are_times(void)
{
	set_up();
	kernel.st.stx_atime.tv_sec = INT64_MAX;
	kernel.st.stx_mtime.tv_sec = INT64_MIN;
	read_first();
	CHECK_STR(visit(".", "new"), "old");
	kernel.st.stx_ctime.tv_sec = INT64_MIN;
	CHECK_STR(visit(".", "new"), "new");
	kernel.st.stx_ctime.tv_sec = INT64_MAX;
	CHECK_STR(visit(".", "newer"), "newer");
	CHECK_STR(visit(".", "newest"), "newest");
}

static void a_kernel_that_does_not_tell_the_mount_is_asked_once(void)
{
	set_up();
	kernel.st.stx_mask &= ~MOUNT_ID;
	read_first();
	CHECK_STR(visit(".", "new"), "new");
	CHECK_INT(kernel.calls, 1);

	set_up();
	kernel.error = ENOSYS;
	read_first();
	CHECK_STR(visit(".", "new"), "new");
	CHECK_INT(kernel.calls, 1);
}

static void few_listings_are_kept(void)
{
	static char large[LISTING_SIZE_MAX + 1];

	set_up();
	read_first();
	for (unsigned i = 0; i < LISTINGS; i++) {
		CHECK_STR(visit(".", "?"), i == 0 ? "old" : "?");
		kernel.st.stx_ino++;
	}
	CHECK_STR(visit(".", "one more"), "one more");
	kernel.st.stx_ino = 12;
	CHECK_STR(visit(".", "gone"), "gone");

	set_up();
	memset(large, 'x', sizeof(large) - 1);
	listings_free(listings);
	listings = NULL;
	visit(".", "first");
	CHECK(visit(".", large) == large);
	CHECK_STR(visit(".", "new"), "new");
	large[sizeof(large) - 2] = '\0';
	kernel.st.stx_ino++;
	CHECK(visit(".", large) == large);
	CHECK_STR(visit(".", "new"), large);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"a listing is kept from the second visit on",
		 a_listing_is_kept_from_the_second_visit_on},
		{"a listing holds while the times are the same",
		 a_listing_holds_while_the_times_are_the_same},
		{"a listing holds for one directory", a_listing_holds_for_one_directory},
		{"what changed a moment ago is not kept", what_changed_a_moment_ago_is_not_kept},
		{"a listing holds for a second", a_listing_holds_for_a_second},
		{"a clock set back ends a listing", a_clock_set_back_ends_a_listing},
		{"only known file systems are trusted", only_known_file_systems_are_trusted},
		{"encrypted directories are read each time",
		 encrypted_directories_are_read_each_time},
		{"directories are read where reading sets the access time",
		 directories_are_read_where_reading_sets_the_access_time},
		{"times out of all bounds are times", times_out_of_all_bounds_are_times},
		{"a kernel that does not tell the mount is asked once",
		 a_kernel_that_does_not_tell_the_mount_is_asked_once},
		{"few listings are kept", few_listings_are_kept},
	};
	int status = UNIT_RUN(cases);

	listings_free(listings);
	return status;
}
