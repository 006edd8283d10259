/* Remembered listings of directories, and when they hold. */
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include "listing.h"
#include "mem.h"

#ifndef STATX_MNT_ID_UNIQUE /* Linux 6.8 */
#define STATX_MNT_ID_UNIQUE 0x4000U
#endif

#define SECOND INT64_C(1000000000)
#define DAY    (24 * 3600 * SECOND)
/* Paths that were visited of late. */
#define PATHS  16

struct listing {
	struct listing_visit visit; /* at which it was read */
	char *records;		    /* NULL: none */
	size_t len;
};

struct listings {
	bool off; /* the kernel does not tell what has to be known */
	uint8_t next, next_path;
	uint32_t paths[PATHS]; /* hashes */
	struct listing kept[LISTINGS];
};

/* ---- what the kernel tells ------------------------------------------------------------------- */

static int64_t clock_now(clockid_t clock)
{
	struct timespec now;

	return clock_gettime(clock, &now) == 0 ? now.tv_sec * SECOND + now.tv_nsec : 0;
}

/* Times that differ by more than can be counted are none of a directory that is used: before 1824
 * and after 2116 all are the same. */
static int64_t nanoseconds(struct statx_timestamp time)
{
	const int64_t last = INT64_MAX / SECOND / 2;

	if (time.tv_sec >= last || time.tv_sec <= -last)
		return time.tv_sec > 0 ? last * SECOND : -last * SECOND;
	return time.tv_sec * SECOND + time.tv_nsec;
}

static bool look(int fd, struct listing_visit *visit)
{
	const unsigned mask =
		STATX_INO | STATX_ATIME | STATX_MTIME | STATX_CTIME | STATX_MNT_ID_UNIQUE;
	struct statx st;

	visit->clock = clock_now(CLOCK_REALTIME_COARSE);
	visit->monotonic = clock_now(CLOCK_MONOTONIC_COARSE);
	if (statx(fd, "", AT_EMPTY_PATH, mask, &st) != 0 || (st.stx_mask & mask) != mask)
		return false;
	visit->device = (uint64_t)st.stx_dev_major << 32 | st.stx_dev_minor;
	visit->inode = st.stx_ino;
	visit->mount = st.stx_mnt_id;
	visit->changed = nanoseconds(st.stx_ctime);
	visit->modified = nanoseconds(st.stx_mtime);
	visit->accessed = nanoseconds(st.stx_atime);
	visit->is_to_be_kept = !(st.stx_attributes & STATX_ATTR_ENCRYPTED);
	return true;
}

/* Each change from now on will have a later time. */
static bool is_settled(const struct listing_visit *visit)
{
	return visit->clock - visit->changed >
	       (visit->changed % SECOND ? LISTING_SETTLED : LISTING_SETTLED_SECOND);
}

/* The file system's times are the kernel's own, set with each change; and reading leaves the access
 * time alone, or sets it by the rule of relatime. */
static bool is_trusted(int fd, struct listing_visit *visit)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) != 0)
		return false;
	visit->leaves_no_trace = fs.f_flags & (ST_NOATIME | ST_NODIRATIME | ST_RDONLY);
	if (!visit->leaves_no_trace && !(fs.f_flags & ST_RELATIME))
		return false;
	return fs.f_type == EXT4_SUPER_MAGIC || fs.f_type == XFS_SUPER_MAGIC ||
	       fs.f_type == BTRFS_SUPER_MAGIC || fs.f_type == TMPFS_MAGIC;
}

/* Reading would set the access time (relatime). */
static bool leaves_trace(const struct listing_visit *visit)
{
	return visit->accessed <= visit->modified || visit->accessed <= visit->changed ||
	       visit->clock - visit->accessed >= DAY;
}

/* ---- remembering ----------------------------------------------------------------------------- */

static bool is_same_directory(const struct listing_visit *a, const struct listing_visit *b)
{
	return a->inode == b->inode && a->device == b->device && a->mount == b->mount;
}

/* The listing that was read at visit `then` is what would be read now. */
static bool holds(const struct listing_visit *then, const struct listing_visit *now)
{
	return now->changed == then->changed && now->modified == then->modified &&
	       now->clock >= then->clock && now->monotonic >= then->monotonic &&
	       now->monotonic - then->monotonic <= LISTING_AGE &&
	       (then->leaves_no_trace || !leaves_trace(now));
}

/* FNV-1a. */
static uint32_t hash_of(const char *path)
{
	uint32_t hash = 2166136261u;

	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619u;
	return hash;
}

static bool was_visited(struct listings *l, const char *path)
{
	uint32_t hash = hash_of(path);

	for (int i = 0; i < PATHS; i++)
		if (l->paths[i] == hash)
			return true;
	l->paths[l->next_path] = hash;
	l->next_path = (l->next_path + 1) % PATHS;
	return false;
}

const char *listing_find(struct listings **listings, const char *path, int fd,
			 struct listing_visit *visit, size_t *len)
{
	struct listings *l = *listings;

	visit->is_to_be_kept = false;
	if (!l)
		l = *listings = mem_zalloc(sizeof(*l));
	if (l->off || !was_visited(l, path))
		return NULL;
	if (!look(fd, visit)) {
		l->off = true;
		return NULL;
	}
	for (int i = 0; i < LISTINGS; i++) {
		const struct listing *kept = &l->kept[i];
		if (kept->records && is_same_directory(&kept->visit, visit) &&
		    holds(&kept->visit, visit)) {
			*len = kept->len;
			return kept->records;
		}
	}
	visit->is_to_be_kept = visit->is_to_be_kept && is_settled(visit) && is_trusted(fd, visit);
	return NULL;
}

/* The place where the directory's listing was, or the next in turn. */
static struct listing *place_for(struct listings *l, const struct listing_visit *visit)
{
	for (int i = 0; i < LISTINGS; i++)
		if (l->kept[i].records && is_same_directory(&l->kept[i].visit, visit))
			return &l->kept[i];
	struct listing *place = &l->kept[l->next];
	l->next = (l->next + 1) % LISTINGS;
	return place;
}

void listing_keep(struct listings *l, const struct listing_visit *visit, const char *records,
		  size_t len)
{
	if (len > LISTING_SIZE_MAX)
		return;
	struct listing *place = place_for(l, visit);
	char *copy = mem_try_realloc(place->records, len);
	if (!copy)
		return;
	memcpy(copy, records, len);
	*place = (struct listing){*visit, copy, len};
}

void listings_free(struct listings *l)
{
	for (int i = 0; l && i < LISTINGS; i++)
		mem_free(l->kept[i].records);
	mem_free(l);
}
