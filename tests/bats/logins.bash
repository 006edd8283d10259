# Logging in to accounts that a suite makes: load helper, terminal, then this. Needs root, and takes away what it
# made.
#
#	logins_setup_file       in setup_file: an account whose shell is a copy of cowsh ($login_user), and one whose
#	                        shell is bash ($login_bash_user); their homes are $login_dir/home/ACCOUNT
#	logins_teardown_file    in teardown_file
#	logins_setup            skips the test where they could not be made
#	logins_sshd             starts an sshd on loopback; login_ssh is how to ssh to it, but for user@127.0.0.1
#	logins_teardown         ends it
#
# $login_dir is a directory that every user may look into.
#
# shellcheck shell=bash

logins_setup_file() {
	[ "$(id -u)" -eq 0 ] || return 0
	command -v useradd >/dev/null || return 0
	# Where every user may execute it, modules included.
	login_dir=$(mktemp -d /tmp/cowsh-login.XXXXXX)
	export login_dir
	chmod 755 "$login_dir"
	local shell=${COWSH:-$BATS_TEST_DIRNAME/../../build/cowsh}
	cp "$shell" "$login_dir/cowsh"
	cp "$(dirname "$shell")"/*.so "$login_dir/" 2>/dev/null || :
	mkdir "$login_dir/home"
	export login_user=cowshtest$$ login_bash_user=cowshtest$$b
	useradd -m -d "$login_dir/home/$login_user" -p '*' -s "$login_dir/cowsh" "$login_user" ||
		unset login_user
	useradd -m -d "$login_dir/home/$login_bash_user" -p '*' -s "$(command -v bash)" "$login_bash_user" ||
		unset login_bash_user
}

logins_teardown_file() {
	local user
	for user in ${login_user-} ${login_bash_user-}; do
		userdel -r -f "$user" 2>/dev/null || :
	done
	[ -z "${login_dir-}" ] || rm -rf "$login_dir"
}

logins_setup() {
	only_cowsh
	! in_valgrind || skip "valgrind gives the shell the path of its file for a name, without the sign of a login"
	[ "$(id -u)" -eq 0 ] || skip "needs root to make users"
	[ "${login_user-}" ] && [ "${login_bash_user-}" ] || skip "no users could be made"
	terminal_setup
}

# A port that another has just taken is no reason to give up.
logins_sshd() {
	local dir=$login_dir/sshd port tries=0
	[ -x /usr/sbin/sshd ] || skip "sshd is not installed"
	command -v ssh >/dev/null || skip "ssh is not installed"
	mkdir -p /run/sshd
	rm -rf "$dir"
	mkdir "$dir"
	ssh-keygen -q -t ed25519 -N '' -f "$dir/host"
	ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
	until
		port=$((20000 + RANDOM % 20000))
		printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $dir/host" "PidFile $dir/pid" \
			"AuthorizedKeysFile $dir/key.pub" 'UsePAM no' 'PasswordAuthentication no' 'StrictModes no' \
			'PrintMotd no' 'PrintLastLog no' 'AcceptEnv COWSH_EDIT' >"$dir/config"
		/usr/sbin/sshd -f "$dir/config" 3>&-
	do
		[ $((tries += 1)) -lt 5 ] || skip "sshd does not start here"
	done
	until_true test -s "$dir/pid"
	login_ssh=(ssh -q -i "$dir/key" -p "$port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null)
}

logins_teardown() {
	[ ! -e "${login_dir-}/sshd/pid" ] || kill "$(cat "$login_dir/sshd/pid")"
	[ -z "${login_dir-}" ] || rm -rf "$login_dir/sshd"
}
