load helper

# Listings of directories are remembered between expansions (include/listing.h): nothing of that may be seen. Each
# script comes to a directory that it has expanded before, settled, so that its listing is remembered.

remembered='settle() { sleep 0.15; set -- d/*; set -- d/* d/*/; set -- d/* d/*/; }'

# Some file systems have finer times than others.
in_each_file_system() {
	local folder ran=
	for folder in "$BATS_TEST_TMPDIR" /dev/shm; do
		[ -d "$folder" ] && [ -w "$folder" ] || continue
		here=$(mktemp -d "$folder/listings.XXXXXX")
		cd "$here" || return
		ran="$ran$(printf '%s\n%s\n' "$remembered" "$1" >script; mkdir d; shell script; whole_story)"
		cd /
		rm -rf "$here"
		[ "$ran" = "$(printf 'status 0\n--- standard output\n%s\n--- standard error\n' "$2")" ] || {
			printf 'in %s:\n%s\n' "$folder" "$ran"
			return 1
		}
		ran=
	done
}

@test "a file made by a redirection is among the names at once" {
	in_each_file_system '>d/a; settle; >d/b; echo d/*' 'd/a d/b'
}

@test "a file made in a subshell is among the names at once" {
	in_each_file_system '>d/a; settle; (>d/b); echo d/*' 'd/a d/b'
}

@test "a file made by a program is among the names at once" {
	in_each_file_system '>d/a; settle; touch d/b; echo d/*' 'd/a d/b'
}

@test "a file made by a background command is among the names at once" {
	in_each_file_system '>d/a; settle; touch d/b & wait; echo d/*' 'd/a d/b'
}

@test "a file that is removed is not among the names" {
	in_each_file_system '>d/a; >d/b; settle; rm d/a; echo d/*' d/b
}

@test "a file that is renamed has its new name" {
	in_each_file_system '>d/a; settle; mv d/a d/b; echo d/*' d/b
}

@test "a name that comes back is what it is now" {
	in_each_file_system '>d/a; mkdir d/b; settle; rm d/a; mkdir d/a; rmdir d/b; >d/b; echo d/*/' d/a/
}

@test "a name that leads to another kind of file through a link is what it is now" {
	in_each_file_system 'mkdir d/a; ln -s a d/b; settle; rmdir d/a; >d/a; echo d/*/' 'd/*/'
}

@test "another directory in the place of the first is listed" {
	in_each_file_system '>d/a; settle; mkdir e; >e/b; mv d f; mv e d; echo d/* f/*' 'd/b f/a'
}

@test "the same name in another working directory is another directory" {
	in_each_file_system 'mkdir e e/d; >d/a; >e/d/b; settle; cd e; echo d/*; cd ..; echo d/*' "$(
		printf 'd/b\nd/a'
	)"
}

@test "a directory that was removed lists nothing" {
	in_each_file_system 'cd d; sleep 0.15; echo .*/; echo .*/; rmdir ../d; shopt -u globskipdots; echo .*' "$(
		printf '.*/\n.*/\n.*'
	)"
}

@test "each of many changes within a tick of the clock is seen" {
	in_each_file_system '
		wrong=0
		for ((i = 1; i <= 500; i++)); do
			((i % 100)) || settle
			>d/$i
			set -- d/*
			[ $# -eq $i ] || ((wrong++))
			set -- d/*
			[ $# -eq $i ] || ((wrong++))
		done
		echo $wrong' 0
}

@test "each of many changes by another process is seen" {
	in_each_file_system '
		coproc while read -r name; do >d/$name; echo; done
		wrong=0
		for ((i = 1; i <= 500; i++)); do
			((i % 100)) || settle
			echo $i >&${COPROC[1]}
			read -r <&${COPROC[0]}
			set -- d/*
			[ $# -eq $i ] || ((wrong++))
			set -- d/*
			[ $# -eq $i ] || ((wrong++))
		done
		echo $wrong' 0
}

@test "names in dir order, with hidden ones and of each pattern, come from a remembered listing too" {
	in_each_file_system '
		>d/a.c; >d/b.h; >d/.hidden; mkdir d/c
		first=$(echo d/* d/.* d/*.c d/*/ d/?.[a-h]; GLOBSORT=nosort; echo d/*)
		settle
		echo d/* d/.* d/*.c d/*/ d/?.[a-h] >again; GLOBSORT=nosort; echo d/* >>again
		[ "$first" = "$(cat again)" ] && echo same' same
}

@test "a file system mounted over a directory is listed, and what was there after it" {
	unshare -m mount --make-rprivate / 2>/dev/null || skip "mounting is not permitted here"
	printf '%s\n' "$remembered" 'mkdir d; >d/a; settle
		mount -t tmpfs none d; echo d/*
		>d/b; settle; umount d; echo d/*
		mount -t tmpfs none d; echo d/*' >script
	STDIN=/dev/null COWSH="unshare -m $COWSH" shell script
	gives 'd/*' d/a 'd/*'
}

@test "a directory that may not be read any more lists nothing" {
	[ "$(id -u)" -ne 0 ] || skip "root may read everything"
	in_each_file_system '>d/a; settle; chmod 300 d; echo d/*; chmod 700 d; echo d/*' "$(printf 'd/*\nd/a')"
}

@test "a directory with more names than are remembered is listed whole" {
	in_each_file_system '
		for ((i = 0; i < 1500; i++)); do >d/a-name-of-some-length-$i; done
		settle; set -- d/*; echo $#; >d/b; set -- d/*; echo $#' "$(printf '1500\n1501')"
}

@test "more directories than are remembered are told apart" {
	in_each_file_system '
		for ((i = 0; i < 30; i++)); do mkdir d/$i; >d/$i/$i; done
		sleep 0.15; set -- d/*/*; set -- d/*/*; first=$*; set -- d/*/*
		[ "$*" = "$first" ] && echo $#' 30
}

@test "a file system in the place of another with the same device, inodes and dates is told apart" {
	command -v mkfs.ext4 >/dev/null || skip "mkfs.ext4 is not installed"
	mkdir a b d
	: >a/a
	: >b/b
	touch -d @1700000000 a b a/a b/b
	for folder in a b; do
		truncate -s 4M $folder.image
		SOURCE_DATE_EPOCH=1700000000 E2FSPROGS_FAKE_TIME=1700000000 \
			mkfs.ext4 -q -O ^has_journal -d $folder $folder.image 2>/dev/null || skip "mkfs.ext4 makes no such image"
	done
	unshare -m sh -c 'mount --make-rprivate / && mount -o loop a.image d' 2>/dev/null ||
		skip "mounting is not permitted here"
	printf '%s\n' 'for image in a b a b; do
		mount -o loop,noatime $image.image d
		set -- d/?; set -- d/?; set -- d/?
		echo $*
		umount d
	done' >script
	COWSH="unshare -m $COWSH" shell script
	gives d/a d/b d/a d/b
}

@test "a delimiter that would make another operator stands by itself in a job's command" {
	script <<-'END'
		set -m
		cat << -x | sleep 5 &
		-x
		cat << <(y) | sleep 5 &
		<(y)
		jobs | sed 's/.*Running *//'
		kill %1 %2
	END
	only_cowsh
	output=$(sed '/^\[/d' <<<"$output")
	prints 'cat << -x | sleep 5 &' 'cat << <(y) | sleep 5 &'
}
