# set -e ends the shell where it should.
sh -c 'x' 2>/dev/null; t() { (set -e; eval "$1"; echo survived) ; echo "status $?"; }
t 'false'; t 'true'; t '(exit 3)'; t 'false | true'; t 'true | false'
t '{ false; }'; t 'f() { false; echo in f; }; f'; t 'x=$(false)'; t 'echo $(false)'
t 'eval false'; t 'for i in 1; do false; done'; t '(false)'; t 'case x in x) false;; esac'
t 'nosuch 2>/dev/null'; t 'command false'; t ': ; false; :'
