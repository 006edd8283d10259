load helper

setup() {
	in_own_folder
	only_cowsh
}

builtins() {
	sed -n 's/^\t{"\([^"]*\)", .*/\1/p' "$BATS_TEST_DIRNAME/../../builtins/table.c"
}

@test "help lists every builtin, and says more of each in every form" {
	shell -c help
	exits 0
	silent
	local listed=$output name
	[ "$(builtins | wc -l)" -gt 40 ]
	while read -r name; do
		grep -qF -- "  $name " <<<"$listed"
		shell -c 'help -d "$1"; help -s "$1"; help "$1"; help -m "$1"' sh "${name//[\[*?]/\\&}"
		exits 0
		silent
		grep -qF -- "$name - " <<<"$output"
		grep -qF -- "$name: $name" <<<"$output"
		grep -qF -- "$name: $name" <<<"$output"
		grep -qF -- SYNOPSIS <<<"$output"
	done < <(builtins)
}

@test "help knows subjects, from the tables they are about" {
	shell -c 'set -o'
	local options=$output name
	shell -c 'help options'
	while read -r name _; do
		[ "$name" != spawn ] || continue # not an option that is on or off
		grep -qw -- "$name" <<<"$output"
	done <<<"$options"
	shell -c 'help strategies subshells prompts files job-ids'
	exits 0
	silent
	[[ $output == *in-process*vfork*clone*fork*exec*'a builtin runs in the shell itself'* ]]
	[[ $output == *'exec replaces the process'* ]]
	[[ $output == *'\D{FORMAT}'*.cowsh_logout*%?TEXT* ]]
}

@test "help knows the reserved words and compound commands" {
	for word in $(shell -c 'compgen -k'; echo "$output"); do
		case $word in
		then | elif | else | fi | do | 'done' | 'esac' | in | '}' | ']]') continue ;;
		esac
		shell -c 'help -s "$1"' - "$word"
		exits 0
		[[ $output == *"$word"*": $word "* ]] || { echo "$word"; whole_story; false; }
	done
	shell -c 'help until; help -d "(("; compgen -A helptopic -- un'
	gives 'until: until COMMANDS; do COMMANDS; done' '    runs commands as long as others fail' '    ' \
		'    The status is that of the last of them, 0 when none were run.' '(( ... )) - evaluates arithmetic' \
		unalias unset until
}

@test "help takes patterns and beginnings" {
	shell -c 'help -d "un[as]*"'
	gives 'Shell commands matching keyword `un[as]*'"'" '' 'unalias - remove aliases' 'unset - remove variables and functions'
	shell -c 'help -s suspe'
	gives 'suspend: suspend [-f]'
}

@test "an unknown topic is an error" {
	shell -c 'help nosuchtopic'
	exits 1
	prints
	complains nosuchtopic
	shell -c 'help -d nosuchtopic cd'
	exits 1
	prints 'cd - change the working directory'
	shell -c 'help -z'
	exits 2
}

@test "--help is answered by every builtin with options, and by no other" {
	local name
	while read -r name; do
		case $name in
		: | true) expected='' expected_status=0 ;;
		false) expected='' expected_status=1 ;;
		test) expected='' expected_status=0 ;;
		echo) expected=--help expected_status=0 ;;
		'[') continue ;;
		*) expected="$name: $name" expected_status=0 ;;
		esac
		shell -c "$name --help"
		exits $expected_status
		silent
		[[ $output == "$expected"* ]]
		[ -n "$expected" ] || [ -z "$output" ]
	done < <(builtins)
}

@test "the list of help may get lost, a text of it not" {
	shell -c 'help >&-; echo $?; help cd >/dev/full; echo $?'
	prints 0 1
	complains 'help: write error'
}
