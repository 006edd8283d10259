# The shape of what times and ulimit write.
exec 2>/dev/null # who reports a death by signal differs
times | grep -c 'm.*s .*m.*s'; ulimit -n | grep -c '^[0-9u]'; (ulimit -n 20; ulimit -n); (ulimit -f 0; echo x >f) 2>/dev/null; test $? -ne 0 && echo limited; (ulimit -c 0; ulimit -c)
(ulimit -S -n 19; ulimit -S -n; ulimit -H -n | grep -c .)
