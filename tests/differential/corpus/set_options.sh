# set: options, -o, $-.
set -f; echo *; set +f; set -o noglob; echo *; set +o noglob
case $- in *f*) echo f;; *) echo no f;; esac; set -f; case $- in *f*) echo f;; esac; set +f
set -a; exported=1; sh -c 'echo $exported'; set +a; set -- -x; echo $1; set - 2>/dev/null; echo $#
set -x 2>/dev/null; set +x; (set -o nosuchoption) 2>/dev/null; test $? -ne 0 && echo bad option
saved=$(set +o); set -f -u; eval "$saved"; case $- in *f*|*u*) echo kept;; *) echo restored;; esac
set -e; set +e; set a b c; echo $#; set --; echo $#; (set -n; echo not run); echo ran
set -C; (: >x; : >x) 2>/dev/null || echo noclobber; set +C; set -eu; set +eu; echo end
x=1; { PS4='+ '; set -x; echo traced; } 2>trace; set +x 2>/dev/null; cat trace
