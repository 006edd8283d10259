load helper

# The manual page names all there is.

manual=$BATS_TEST_DIRNAME/../../doc/cowsh.1

@test "every option is in the manual page and in --help" {
	only_cowsh
	shell --help
	help=$output
	shell -c 'set -o'
	while read -r name _; do
		if ! [[ $help == *"$name"* ]] || ! grep -q "Cm $name\\b" "$manual"; then
			echo "$name is missing"
			return 1
		fi
	done <<<"$output"
}

@test "every builtin is in the manual page, and what is there is a builtin" {
	only_cowsh
	grep '^\.It Ic' "$manual" | sed 's/^.It Ic \(\\&\)\{0,1\}\([^ ]*\).*/\2/' | sort >listed
	sed -n 's/^\t{"\([^"]*\)", .*/\1/p' "$BATS_TEST_DIRNAME/../../builtins/table.c" | sort >table
	diff listed table
}

@test "the policies and strategies are in the manual page" {
	only_cowsh
	for word in auto fork vfork clone exec COWSH_SPAWN explain; do
		grep -q "$word" "$manual"
	done
}

@test "every escape of prompts is in the manual page" {
	grep -o '^	{[^"]*"\\\\[^"]*"' "$BATS_TEST_DIRNAME/../../src/edit/prompt.c" |
		sed 's/^[^"]*"//; s/"$//; s/\\\\/\\e/g' | sort >table
	[ "$(wc -l <table)" -ge 25 ]
	sed -n 's/^\.It Li //p' "$manual" | grep '^\\e' | sort >listed
	diff listed table
}

@test "the manual pages are set without a warning" {
	[ -n "$(command -v man)" ] || skip 'man is not installed'
	for page in "$BATS_TEST_DIRNAME"/../../doc/*.1; do
		# the locale is groff's, for which a dash of UTF-8 is none in C's
		said=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
		[ -z "$said" ] || {
			echo "$page: $said"
			return 1
		}
	done
}
