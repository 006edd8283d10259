# set -u.
(set -u; echo "$nope") 2>/dev/null; test $? -ne 0 && echo stopped
(set -u; echo "${nope-default}" "${nope+alt}|"); (set -u; x=; echo "[$x]")
(set -u; set --; echo "[$*]" "$#"; for i in "$@"; do echo no; done; echo fine)
(set -u; set --; echo "$1") 2>/dev/null || echo stopped at 1
(set -u; echo ${#nope}) 2>/dev/null || echo length stops
(set -u; echo ${nope:=assigned}; echo $nope); (set -u; unset x; : ${x#a}) 2>/dev/null || echo cut stops
