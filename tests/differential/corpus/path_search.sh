# Where commands come from.
mkdir a b; printf '#!/bin/sh\necho from a $1\n' >a/cmd; printf '#!/bin/sh\necho from b\n' >b/cmd; chmod +x a/cmd b/cmd
old=$PATH; PATH=a:b:$old; cmd x; rm a/cmd; cmd; PATH=b:a:$old; cmd; printf 'echo no interpreter $# $1\n' >a/plain; chmod +x a/plain; plain arg; ./a/plain other
PATH=$old; cmd 2>/dev/null; echo $?; PATH=b cmd; cmd 2>/dev/null; echo $?; PATH=; (cd b; cmd 2>/dev/null && echo current dir); PATH=$old
: >b/noexec; PATH=b:$old; noexec 2>/dev/null || echo cannot; PATH=a:b:$old; echo 'echo second' >b/both; : >a/both; chmod +x b/both; both; PATH=$old; hash -r; echo $?
