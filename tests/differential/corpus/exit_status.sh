# Where $? comes from.
exec 2>/dev/null # who reports a death by signal differs
true; echo $?; false; echo $?; (exit 42); echo $?; sh -c 'exit 17'; echo $?
nosuchcommand 2>/dev/null; echo $?; ./nosuch 2>/dev/null; echo $?
: >noexec; ./noexec 2>/dev/null; echo $?; mkdir dir; ./dir 2>/dev/null; echo $?
x=$(false); echo $?; x=; echo $?; x=$(exit 9) y=1; echo $?; x=$(exit 9) true; echo $?
sh -c 'kill -9 $$' ; echo $?; sh -c 'kill -TERM $$'; echo $?
f() { return 300; }; (exit 256); echo $?; (exit 257); echo $?
false; echo $? $?; false; x=$?; echo $x; false || echo $?; ! true; echo $?
if false; then :; fi; echo $?; for i in; do :; done; echo $?
{ false; }; echo $?; eval false; echo $?; eval; echo $?; eval ''; echo $?
>/dev/null; echo $?; (false; exit); echo $?; false | true | false; echo $?
