# Where set -e does not apply.
t() { (set -e; eval "$1"; echo survived); echo "status $?"; }
t 'if false; then :; fi'; t 'while false; do :; done'; t 'until true; do :; done'
t 'false || true'; t 'false && true'; t '! true'; t '! false'; t 'true && false'
t 'f() { false; echo went on; }; f || true'; t 'f() { false; echo went on; }; if f; then :; fi'
t '{ false; echo went on; } || :'; t '(false; echo went on) || :'; t '! { false; echo went on; }'
t 'true || false; true'; t 'false || false'; t 'true && (exit 3)'; t 'elif() { :; }; if true; then :; elif false; then :; fi'
t 'set +e; false; set -e'; t 'x=$(false) || :'; t 'while false || false; do :; done'
