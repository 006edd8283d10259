# command, type and hash.
f() { echo function; }; command f 2>/dev/null; echo $?; command echo plain; command -v cd; command -v f; command -v nosuch || echo none
echo() { printf 'shadow\n'; }; echo; command echo real; unset -f echo; command -v if; command -p echo with p; command -V cd >/dev/null; echo $?
case $(command -v cat) in /*cat) echo path;; esac; command eval 'echo ev'; command exit_none 2>/dev/null; echo $?
type nosuch >/dev/null 2>&1; test $? -ne 0 && echo unknown; type cd >/dev/null && echo known; command; echo $?; (command exit 3; echo no); echo $?
PATH=/nowhere; command -v cat || echo hidden; command -p cat </dev/null && echo found
