# What scripts that work in a chroot of Debian share; sourced by sh.
# shellcheck shell=sh

# chroot_make SUITE FOLDER [debootstrap's options]: FOLDER becomes one where it is none yet.
chroot_make() {
	chroot_suite=$1 chroot_folder=$2
	shift 2
	[ ! -x "$chroot_folder/bin/sh" ] || return 0
	command -v debootstrap >/dev/null || apt-get install -y debootstrap
	debootstrap --variant=minbase "$@" "$chroot_suite" "$chroot_folder"
}

# chroot_enter FOLDER: mounts what programs expect in $folder, its absolute name; however the script ends, it is
# taken away again.
chroot_enter() {
	folder=$(cd "$1" && pwd -P)
	trap chroot_leave EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	chroot_leave
	mount -t proc proc "$folder/proc"
	mount --bind /dev "$folder/dev"
	mount --bind /dev/pts "$folder/dev/pts"
	mount -t tmpfs tmpfs "$folder/dev/shm"
	cp /etc/resolv.conf "$folder/etc/resolv.conf"
}

chroot_leave() {
	for at in dev/shm dev/pts dev proc; do
		! mountpoint -q "$folder/$at" || umount "$folder/$at"
	done
}

# inside COMMAND: a line for sh in $folder, with the environment of a fresh login.
inside() {
	env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
		DEBIAN_FRONTEND=noninteractive chroot "$folder" /bin/sh -c "$1"
}

passed=0 failed=0
# counts yes|no TITLE: a case is told and counted.
counts() {
	if [ "$1" = yes ]; then
		passed=$((passed + 1))
		echo "ok $2"
	else
		failed=$((failed + 1))
		echo "not ok $2"
	fi
}
