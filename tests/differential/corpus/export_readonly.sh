# export -p and readonly -p can be read back.
export A='it'\''s "q" $x' B= ; export C; readonly R='a b'
out=$(export -p | grep ' [ABC]'); unset A B; eval "$out"; echo "$A|${B-unset}"
(readonly -p | grep -c ' R='); export D=1 E=2; sh -c 'echo $D$E'; x='a b'; export F="$x"; sh -c 'echo "$F"'
readonly Q; (Q=1) 2>/dev/null || echo cannot; (readonly R=2) 2>/dev/null || echo nor again; export R; sh -c 'echo $R'
