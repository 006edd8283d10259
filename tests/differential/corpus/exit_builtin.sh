# exit in different places.
(exit); echo $?; (false; exit); echo $?; (exit 0; echo no); (f() { exit 3; echo no; }; f; echo no); echo $?
(eval 'exit 4'; echo no); echo $?; x=$(exit 5); echo $?; { (exit 6); } ; echo $?; (exit 7) || echo $?
(if exit 8; then :; fi); echo $?; (while exit 9; do :; done); echo $?; (trap 'exit 10' EXIT); echo $?; echo x | (exit 11); echo $?
(exit 255); echo $?; echo 'exit 12; echo no' >s; (. ./s; echo no); echo $?; sh ./s; echo $?
exit 13
echo no
