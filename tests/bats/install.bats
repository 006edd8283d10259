load helper
load terminal

setup() {
	in_own_folder
	only_cowsh
	source=$BATS_TEST_DIRNAME/../..
	build=$(basename "$(dirname "$(readlink -f "$COWSH")")")
	[ -z "${COWSH_VALGRIND-}" ] || skip 'what is installed is not run under valgrind'
}

teardown() {
	terminal_teardown
}

# What is built is installed as it is: other suites are using it.
install_into() {
	make --no-print-directory -C "$source" -o all BUILD="$build" DESTDIR="$here/$1" PREFIX=/usr "${2-install}" >make.log 2>&1
}

# The editor that an interactive shell finds: only a line editor's module knows functions.
editor_functions() {
	rm -f functions
	term_start env HOME="$here" "$1" -i
	term_line 'bind -l >functions; exit'
	term_gone
	grep -cx accept-line functions
}

@test "an installed shell edits lines wherever its prefix is moved to" {
	terminal_setup
	install_into root
	mv root/usr prefix
	[ -e prefix/lib/cowsh/readline.so ] || skip 'readline.so was not built'
	editor_functions "$here/prefix/bin/cowsh"
	mv prefix/lib elsewhere
	fails_to editor_functions "$here/prefix/bin/cowsh"
}

@test "install-strip leaves the symbols out, and the shell runs" {
	install_into root
	install_into stripped install-strip
	local whole bare
	whole=$(stat -c %s root/usr/bin/cowsh)
	bare=$(stat -c %s stripped/usr/bin/cowsh)
	[ "$bare" -lt "$whole" ]
	[ "$(stripped/usr/bin/cowsh -c 'echo runs')" = runs ]
}

@test "uninstall takes away all that install put there" {
	install_into root
	[ -x root/usr/bin/cowsh ]
	install_into root uninstall
	[ -z "$(find root -type f)" ]
}

@test "the version that packages have is the newest one of the list of changes, and the shell's" {
	version=$(make --no-print-directory -C "$source" -f Makefile -f - print-version <<<'print-version: ; @echo $(VERSION)')
	[ "$(grep -m 1 '^[0-9]' "$source/doc/CHANGES" | cut -d ' ' -f 1)" = "$version" ]
	HISTSIZE=100 shell -c 'x='\''\V'\''; echo "${x@P}"'
	gives "$version"
}

@test "Debian's changelog is made of the list of changes" {
	printf '%s\n' 'About it.' '' '1.2.0 2026-01-02' '' '  Group:' '' '  * One' '    thing.' '' '1.1.0 2026-01-01' '' \
		'  * First.' >CHANGES
	run sh "$source/src/package/debian_changelog" CHANGES
	who="cowsh's developers <cowsh@example.org>"
	[ "$output" = "$(printf '%s\n' 'cowsh (1.2.0) unstable; urgency=medium' '' '  [ Group ]' '  * One' '    thing.' '' \
		" -- $who  Fri, 02 Jan 2026 00:00:00 +0000" '' 'cowsh (1.1.0) unstable; urgency=medium' '' '  * First.' '' \
		" -- $who  Thu, 01 Jan 2026 00:00:00 +0000")" ]
	echo 'no version' >CHANGES
	run sh "$source/src/package/debian_changelog" CHANGES
	[ "$status" -eq 1 ]
	[[ $output == *'CHANGES: no version with a date in it' ]]
}

@test "what make dist packs builds without git, and packs the same" {
	command -v git >/dev/null || skip "git is not installed"
	make --no-print-directory -C "$source" dist >made || return
	archive=$source/$(tail -n 1 made)
	tar -x -z -f "$archive"
	cd cowsh-*/
	[ ! -e .git ]
	make --no-print-directory dist >../again
	cmp "$(tail -n 1 ../again)" "$archive"
	env -u MAKEFLAGS -u MAKELEVEL make -n >../plan
	grep -q 'build[^ /]*/cowsh' ../plan
}
