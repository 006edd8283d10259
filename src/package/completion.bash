# Completion of cowsh's own command line, for bash-completion, in bash as in cowsh.
# shellcheck shell=bash

_cowsh() {
	local cur prev words cword shell=${1-cowsh}
	_init_completion || return

	# Behind the script's name or the string of -c words are the script's.
	local i word
	for ((i = 1; i < cword; i++)); do
		word=${words[i]}
		case $word in
		--rcfile | --init-file | -o | +o | -O | +O)
			((++i))
			;;
		--) ;;
		[-+]*) ;;
		*)
			_filedir
			return
			;;
		esac
	done

	case $prev in
	--rcfile | --init-file | --bash-report)
		_filedir
		return
		;;
	-o | +o)
		mapfile -t COMPREPLY < <(compgen -W "$("$shell" -c 'set -o' 2>/dev/null | awk '{ print $1 }')
			spawn=auto spawn=fork spawn=vfork spawn=clone" -- "$cur")
		return
		;;
	-O | +O)
		mapfile -t COMPREPLY < <(compgen -W "$("$shell" -c shopt 2>/dev/null | awk '{ print $1 }')" -- "$cur")
		return
		;;
	-c)
		return
		;;
	esac

	case $cur in
	--forktrace=*)
		cur=${cur#*=}
		_filedir
		;;
	-*)
		mapfile -t COMPREPLY < <(compgen -W "$("$shell" --help 2>/dev/null |
			sed -n 's/^  \(--\{0,1\}[A-Za-z][-a-z]*\).*/\1/p')" -- "$cur")
		;;
	*)
		_filedir
		;;
	esac
} && complete -F _cowsh cowsh
