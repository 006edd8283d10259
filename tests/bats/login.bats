load helper
load terminal

# Logging in as a user whose shell is cowsh: su and sshd. Needs root, who makes the user and takes it away.

setup_file() {
	[ "$(id -u)" -eq 0 ] || return 0
	command -v useradd >/dev/null || return 0
	export login_user=cowshtest$$
	# Where every user may execute it, modules included.
	login_dir=$(mktemp -d /tmp/cowsh-login.XXXXXX)
	export login_dir
	chmod 755 "$login_dir"
	local shell=${COWSH:-$BATS_TEST_DIRNAME/../../build/cowsh}
	cp "$shell" "$login_dir/cowsh"
	cp "$(dirname "$shell")"/*.so "$login_dir/" 2>/dev/null || :
	useradd -m -p '*' -s "$login_dir/cowsh" "$login_user" || unset login_user
	[ -z "${login_user-}" ] || printf '%s\n' 'PS1="login> "' >"/home/$login_user/.cowshrc"
}

teardown_file() {
	[ -z "${login_user-}" ] || userdel -r -f "$login_user" 2>/dev/null || :
	[ -z "${login_dir-}" ] || rm -rf "$login_dir"
}

setup() {
	here=$BATS_TEST_TMPDIR/cwd
	mkdir -p "$here"
	cd "$here" || return
	only_cowsh
	[ "$(id -u)" -eq 0 ] || skip "needs root to make a user"
	[ -n "${login_user-}" ] || skip "no user could be made"
	terminal_setup
}

teardown() {
	[ ! -e sshd.pid ] || kill "$(cat sshd.pid)"
	[ -z "${term_socket-}" ] || terminal_teardown
}

# What a person does first in a session.
looks_around() {
	term_sees '^login> *$'
	term_line 'echo "I am $(id -un), $HOME, $SHLVL, $0"'
	term_sees "^I am $login_user, /home/$login_user, 1, -cowsh"
	term_line 'ls -d / | cat'
	term_sees '^/$'
	term_line 'sleep 1000'
	sleep 0.5
	term_send C-z
	term_sees 'Stopped'
	term_line 'kill %1; wait; jobs; echo "over"'
	term_sees '^over'
	term_line 'exit 3'
}

@test "su - gives a login shell with job control" {
	command -v su >/dev/null || skip "su is not installed"
	# su and ssh close the terminal before they end; tmux then may hang them up, and the status is lost.
	term_start sh -c "su - $login_user; echo status \$?; sleep 1000"
	looks_around
	term_sees '^status 3'
}

@test "ssh gives a login shell, and ssh COMMAND runs a command" {
	[ -x /usr/sbin/sshd ] || skip "sshd is not installed"
	command -v ssh >/dev/null || skip "ssh is not installed"
	local port=$((20000 + RANDOM % 20000)) dir=/home/$login_user/.ssh
	mkdir -p /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f host
	ssh-keygen -q -t ed25519 -N '' -f key
	mkdir -p "$dir"
	cp key.pub "$dir/authorized_keys"
	chown -R "$login_user" "$dir"
	chmod 700 "$dir"
	printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $here/host" "PidFile $here/sshd.pid" \
		'UsePAM no' 'PasswordAuthentication no' 'StrictModes no' 'PrintMotd no' >config
	/usr/sbin/sshd -f "$here/config" 3>&- || skip "sshd does not start here"
	until_true test -s sshd.pid
	local ssh=(ssh -q -i "$here/key" -p "$port" -o StrictHostKeyChecking=no
		-o UserKnownHostsFile=/dev/null "$login_user@127.0.0.1")
	run "${ssh[@]}" 'echo "$0 $-"; exit 4' 3>&-
	[ "$status" -eq 4 ]
	[[ $output == *cowsh* && $output != *i* ]]
	run bash -c 'printf "echo from \$HOME\n" | "$@"' x "${ssh[@]}" 3>&-
	[[ $output == *"from /home/$login_user"* ]]
	term_start sh -c '"$@"; echo "status $?"; sleep 1000' sh "${ssh[@]}"
	looks_around
	term_sees '^status 3'
}
