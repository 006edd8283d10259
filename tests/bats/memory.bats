load helper

# Values for which there is no memory. What follows is one line a case: it runs once for each of its large allocations,
# which fails (tests/robustness/allocation.c), and gives what it does otherwise or says that memory was short.

setup() {
	in_own_folder
	only_cowsh
	! sanitized || skip "the sanitizer has an allocator of its own"
	! in_valgrind || skip "valgrind has an allocator of its own"
	library=${COWSH%/*}/tests/robustness/allocation.so
	[ -e "$library" ] || skip "tests/robustness was not built"
}

# runs LINE: with the allocation $failing failing; its output, what it says, and its status.
runs() {
	printf '%s\n' "$begin" '[ -e //inject/on ]' "$1" '[ -e //inject/off ]' 'echo behind' >script
	code=0
	COWSH_ALLOCATION=$failing COWSH_ALLOCATION_LEAST=10000 LD_PRELOAD=$library timeout $((30 * ${SLOWNESS:-1})) "$COWSH" script \
		>out 2>err 9>count </dev/null || code=$?
}

# Each line of standard input, with each of its allocations.
short_of_memory() {
	local line count failing told=0 code
	while IFS= read -r line; do
		failing=0
		runs "$line"
		[ $code = 0 ] && [ ! -s err ] || {
			echo "with all memory, $line: status $code"
			cat err
			return 1
		}
		mv out expected
		count=0
		[ ! -s count ] || read -r count <count
		for ((failing = 1; failing <= count; failing++)); do
			runs "$line"
			if [ -s err ]; then
				! grep -v '[Mm]emory' err && [ $code -lt 126 ] || {
					echo "allocation $failing of $line: status $code"
					return 1
				}
				told=$((told + 1))
			else
				cmp -s expected out && [ $code = 0 ] || {
					echo "allocation $failing of $line: status $code, without a word"
					return 1
				}
			fi
		done
	done
	[ $told -gt 0 ]
}

begin='printf -v x %0150000d 0; y=${x//0/b}; printf -v w "%s " {1..4000}; a=("$x" "$y"); declare -A m=([k]=$x [$y]=1); set -- "$x" "$y"; r=a[1]; u=a
sum=${x:0:20000} sum=${sum//0/1+}0; shopt -s extglob; echo() { builtin echo "${*: 0:30}" "${#*}"; }'

@test "an expansion for which there is no memory fails its command" {
	short_of_memory <<-'END'
		echo "${a[@]}" $x "$*"
		echo "${m[$y]}" "${nosuch:=$x$y}" "${x: -18000}"
		echo "${y//b/12}" "${y^^}" "${a[@]/b/$x}"
		echo "${x@E}" "${x@Q}"
		echo "${a[@]@A}"
		echo "${@@A}"
		echo "${m[@]@K}"
		echo "${!r@Q}" {$x,"$y"}
		echo $((sum)) $((m[$y]))
		echo "${a[*]}" ${a[*]} "$(echo "$x")"
		echo ${m[$y]:1} ${m[$y]#1} "${nosuch-$x$y}" "${nosuch[3]=$x}"
		echo "${m[$x]=$x}" "${x:+$y}" "${!u}" "${!r:1}"
		echo "${!m[@]}" "${m[@]}" ~/"$x"
		echo "${x#0}" "${x%%0*}" "${a[@]#0}" "${a[@]:0:1}"
		echo "${x/#0/$x}" "${x/%0/$x}" "${y^^b}" "${a[@]^^[b]}"
		echo "${x@A}" "${m[@]@A}" "${a[@]@k}" "${a[@]@Q}" "${!u@A}"
		echo $w "$w"$w {"$x",$w}
		case $x$y in *0b*) echo in ;; esac
		for z in $x "$y"; do echo "$z"; done
	END
}

@test "an assignment for which there is no memory fails" {
	short_of_memory <<-'END'
		z=("$x" "$y" $w); echo "${z[@]}"
		m[$x]=$y; m+=([k]+="$x" [$x]=1); echo "${#m[@]}"
		declare -A z=(k "$x" "$x" [a]=$y); echo "${z[k]}"
		declare -u z=$y; echo "$z"
		z=$x$y; z+=$x; echo "$z"
		z=${a[*]} y=${x:1:18000}; echo "$z" "$y"
		z="${a[@]}" y=${x%0}; echo "$z" "$y"
		z=(1 2); z[1]=$x; z+=("$y"); echo "${z[@]}"
		z=([1]="$x" [2]=$y); m[$y]+=$y; echo "${z[1]}"
		declare -A z=([k]="$x" ["$x"]=$y); echo "${z[k]}"
		m=(k "$x" "$x" [a]=$y); echo "${m[k]}"
		declare z=$x$y; declare "z=$x" "z+=$y"; echo "$z"
		declare -i z=$sum; echo "$z"
		declare -a z=("$x" $y); declare "a[1]=$x"; echo "${z[@]}"
		declare -n z=r; z=$x; echo "$z"
		f() { local z=$x a=("$y"); echo "$z" "${a[@]}"; }; f
		printf -v z %s "$x"; echo "$z"
		((z = sum)); echo "$z"
		read -ra z <<<"$w"; echo "${z[@]}"
	END
}

@test "a builtin for which there is no memory says so" {
	short_of_memory <<-'END'
		alias z="$x" && alias z | { read -r z; echo "$z"; }
		printf '%q\n' "$x " | { read -r z; echo "$z"; }
		printf '%.20000Q\n' "$x " >file; read -r z <file; echo "$z"
		printf '%('"${x:0:20000}"')T\n' 1 >file; read -r z <file; echo "$z"
		set | { while read -r z; do [[ $z != x=* ]] || echo "$z"; done; }
		z=${x@P}; echo "$z"
	END
}

@test "what a first stage could not make is not missing from its output without a word" {
	short_of_memory <<-'END'
		set -o pipefail; printf '%b %q\n' "$x" "a'$y" | cat
		set -o pipefail; printf '%q %b\n' "a'$y" "$x" | { cat; }
		set -o pipefail; echo -e "$x" "\\t$y" | cat
	END
}

@test "a word or a here-document for which there is no memory is none" {
	short_of_memory <<-'END'
		eval "echo a\\$y \"\$u$y\" \`echo a\\\\$y\`"
		eval "echo \$((1 + 0 * ${x})) \"ab\$((1 + $x))\""
		eval "echo \$'a\\t$y' \"a\"\$'$y'"
		eval "echo \"ab\`echo $y\`\""
		eval "cat <<'$y'"$'\n'text$'\n'"$y"$'\n'
		eval "cat <<\"a$y\""$'\n'text$'\n'"a$y"$'\n'
		eval "cat <<X"$'\n'"\\\$\$u$y"$'\n'X$'\n'
		eval 'echo $(cat <<X'$'\n'"$y"$'\n'X$'\n'')'
		eval "((z = 0 * $x + 1))"; echo "$z"
		eval "m[\"a\"\\$y]=1"; echo "${#m[@]}"
		eval "case a in \"a\"\\$y) ;; *) echo other ;; esac"
	END
}
