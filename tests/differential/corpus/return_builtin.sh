# return: status, from nested constructs, from dot scripts.
f() { return 1; }; f; echo $?; f() { (exit 4); return; }; f; echo $?; f() { for i in 1 2; do return 5; done; echo no; }; f; echo $?
f() { while :; do if :; then case x in x) return 6;; esac; fi; done; }; f; echo $?; f() { { return 7; }; }; f; echo $?
f() { g; echo "g gave $?"; return 8; }; g() { return 9; }; f; echo $?; f() { eval 'return 10'; echo no; }; f; echo $?
f() { true && return 11; echo no; }; f; echo $?; f() { (return 12); echo $?; }; f; f() { x=$(return 13); echo $?; }; f
f() { return 0; }; false; f && echo zero
