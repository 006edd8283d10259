"""Suites and programs that tests/suites runs: for each its tree, a command line for bash in a copy of the tree, and what is compared.

`cases` finds in a line what is a case and its result, which comes first; the cases are compared without their order
unless `ordered`. Without it all lines are compared. `unlike` replaces what differs from run to run.
"""

# Times and dates, and names that mktemp made.
TIMES = {r"\b\d+(\.\d+)?( ?m| ?s|ms|\xb5s)\b": "TIME", r"\b\d\d:\d\d(:\d\d)?\b": "TIME", r"tmp\.\w+": "tmp.NAME"}

# A repository with two authors, branches, tags, and dates that stay.
REPOSITORY = r"""
export GIT_AUTHOR_DATE='2020-01-02T03:04:05Z' GIT_COMMITTER_DATE='2020-01-02T03:04:05Z'
git config --global user.name me; git config --global user.email me@localhost
git config --global init.defaultBranch main; git config --global advice.detachedHead false
git init -q ../r; cd ../r
for n in 1 2 3 4 5 6 7 8; do echo "line $n" >>file; echo $n >f$n; git add .; git commit -qm "change $n"; done
git tag v1; git checkout -q -b topic; echo topic >topic; git add .; git commit -qm 'topic work' --author='you <you@localhost>'
git checkout -q main; echo more >more; git add .; git commit -qm 'more: a line' --author='you <you@localhost>'; git tag v2
"""

GIT_EXTRAS = REPOSITORY + r"""
PATH=$OLDPWD/bin:$PATH
t() { echo "--- $*"; "$@"; echo "= $?"; }
t git extras --version
t git summary; t git summary --line; t git summary --dedup-by-email; { t git effort; t git effort --above 2; } | LC_ALL=C sort; t git count; t git count --all
t git authors --list; t git changelog --list; t git changelog --list --all; t git changelog -x --stdout --tag v3; t git info --no-config
t git create-branch new; t git rename-branch renamed; t git checkout -q main; t git delete-branch renamed; t git fresh-branch fresh; t git checkout -qf main
t git ignore '*.o' build; t git ignore; t git ignore -p '*.x'; t git local-commits; t git show-tree; t git show-merged-branches; t git show-unmerged-branches
t git rename-tag v1 first; t git tag; t git missing topic; t git root; t git delta v2; t git cp file copy; t git touch a/b; t git add .; t git commit -qm 'add a/b'
t git undo; t git status --short; t git stamp Issue 12; t git log -1 --format=%B; t git standup -d 10000; t git alias hi 'log -1'; t git alias; t git alias h
t git archive-file; t git bulk --listall; t git bulk --addcurrent here; t git bulk --listall; t git bulk -w here status; t git sed line LINE; t git diff --stat; t git checkout -q .
t git lock file; t git locked; t git unlock file; t git squash topic 'squashed'; t git log --oneline --format=%s; t git guilt v2 HEAD; t git merge-into topic
t git wip; t git unwip; t git commits-since 2019-01-01; t git utimes; t git obliterate f3; t git log --format=%s; t git graft topic; t git branch
t git abort; t git continue; t git reset-file f4 HEAD~1; t git delete-tag first; t git clear-soft -f; t git contrib you; t git psykorebase; t git setup ../s
t git force-clone; t git feature login; t git checkout -q main; t git feature finish login; t git browse; t git magic -a; t git log --format=%s; t git coauthor you you@localhost
"""

NEOFETCH = r"""
t() { echo "--- $*"; "$@"; echo "= $?"; }
t ./neofetch --version; t ./neofetch --help
lasting='title kernel distro model shell editor'
for option in '' '--stdout' '--off' '-L' '--ascii_distro arch' '--ascii_distro debian_small' '--colors 1 2 3 4 5 6' '--bold off' '--underline off --title_fqdn on' \
	'--color_blocks off' '--block_range 0 3 --block_width 2' '--gap 8' '--os_arch off --shell_path on --shell_version off' '--ascii_colors 1 2' \
	'--kernel_shorthand off --distro_shorthand tiny' '--disable kernel distro' '--json' '--ascii_bold off --ascii_distro ubuntu' '--separator =' '--nosuch'; do
	t ./neofetch --config none --disable uptime memory cpu gpu packages term terminal resolution de wm theme icons disk battery song local_ip public_ip users locale model $option
done
for distro in alpine arch centos debian fedora gentoo mint nixos suse ubuntu void windows macos freebsd; do t ./neofetch --config none -L --ascii_distro $distro; done
"""

ACME = r"""
t() { echo "--- $*"; bash ./acme.sh "$@" --home "$HOME/acme" --config-home "$HOME/acme"; echo "= $?"; }
t --version; t --help; t --list; t --info; t --nosuch; t --install --nocron --noprofile; ls -A "$HOME/acme" | sort
t --create-domain-key -d example.com -k 2048; t --create-domain-key -d ec.example.com -k ec-256; t --create-csr -d example.com -d www.example.com
t --show-csr --csr "$HOME/acme/example.com/example.com.csr"; t --list --listraw; t --create-account-key -k ec-256; t --remove -d example.com; t --to-pkcs12 -d no.example.com
t --deploy -d no.example.com --deploy-hook ssh; t --install-cert -d no.example.com; t --set-default-ca --server letsencrypt; t --set-notify --notify-level 3; t --upgrade --auto-upgrade 0
cat >../functions <<'END'
. ./acme.sh --version >/dev/null
s=abc
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	_math $i \* 3 + 1; printf %s "a b/c?$i" | _url_encode; echo; printf 'some text %d' $i | _base64; printf c29tZQ== | _dbase64 | cat; echo
	printf %s "$i" | _digest sha256; printf %s "$i" | _hmac sha256 6b6579 hex; echo 'a,b,c' | _cut_first 2>/dev/null; _getfield 'a,b,c' 2 ,
	_contains "abc$i" c$i && echo contains; _startswith "abc$i" ab && echo starts; _endswith abc c && echo ends; printf %s 'a+b/c=' | _url_replace; echo
	printf '{"a" : "b$i", "c":[1, 2]}' | _normalizeJson; echo; printf %s 'A1' | _lower_case; echo; printf 'x%s' $i | _h_char_2_dec; printf %s abc | _hex_dump; echo
	_isIPv4 10.0.0.$i && echo four; _isIPv6 fe80::$i && echo six; _idn "example$i.com"; _date2time '2020-01-02 03:04:05'; _time2str $((i * 1000000))
	echo "key='v$i'" >../conf; _read_conf ../conf key; _save_conf ../conf other "w$i"; cat ../conf; _setopt ../conf key = "x" ";"; cat ../conf
done
END
bash ../functions
"""

TESTSSL = r"""
t() { echo "--- $*"; ./testssl.sh --openssl /usr/bin/openssl --color 0 --warnings off "$@"; echo "= $?"; }
openssl req -x509 -newkey rsa:2048 -nodes -keyout ../key -out ../cert -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost >/dev/null 2>&1
t --help; t --banner; t -V 0x2f; t -V 0x13,0x02; t --local AES128; t --mapping no-openssl -V 0xc0,0x2f; t --nosuch; t --ip=one --ssl_native
openssl s_server -accept 127.0.0.1:24433 -key ../key -cert ../cert -www >/dev/null 2>&1 &
server=$!
sleep 1
t --quiet -p --ip 127.0.0.1 localhost:24433
t --quiet -S -s --ip 127.0.0.1 localhost:24433
t --quiet --severity LOW --jsonfile ../j -U --ip 127.0.0.1 localhost:24433
t --quiet -f -h --ip 127.0.0.1 localhost:24433
sed 's/"finding".*//' ../j | sort | uniq -c
kill $server
"""

PASS = r"""
PATH=$PWD/../pass:$PATH; mkdir ../pass; cp src/password-store.sh ../pass/pass; cp -r tests/gnupg ../gnupg; chmod 700 ../gnupg; export GNUPGHOME=$PWD/../gnupg
git config --global user.name me; git config --global user.email me@localhost
t() { echo "--- $*"; "$@"; echo "= $?"; }
t pass version; t pass help; t pass ls; t pass show a; t pass init D4C78DB7920E1E27F5416B81CC9DB947CF90C77B; t pass git init
for n in 1 2 3 4 5; do echo secret$n | t pass insert -e site$n/user; printf '%s\n' one two three | t pass insert -m site$n/more; done
t pass show site1/user; t pass site2/more; t pass show -c9 site1/user; t pass find user; t pass grep secret; t pass cp site1 copy | LC_ALL=C sort; t pass mv copy moved; t pass rm -f moved/user
t pass rm -rf moved; t pass generate -n gen 20; pass gen | wc -c; EDITOR='sed -i s/secret/changed/' t pass edit site3/user; t pass show site3/user; t pass init -p site4 70BD448330ACF0653645B8F2B4DDBFF0D774A374
t pass site4/user; t pass git log --format=%s; t pass show nosuch; t pass insert; t pass ../x; find "$HOME/.password-store" -name '*.gpg' | sort
gpgconf --kill all
"""

PROGRAMS = [
    {"name": "bats-core", "tree": "bats-core+bats-core", "what": "its test suite", "run": "bin/bats test",
     "version": "sed -n 's/.*\"version\": \"\\(.*\\)\".*/\\1/p' package.json",
     "cases": r"^((?:not )?ok) \d+ ((?:(?! # skip| in \d+).)*)"},
    {"name": "bashunit", "tree": "TypedDevs+bashunit", "what": "its functional tests and those of assertions",
     "run": "./bashunit --no-parallel --output tap tests/functional tests/unit/assert",
     "env": {"BASHUNIT_NO_NETWORK": "true", "BASHUNIT_SHOW_EXECUTION_TIME": "false"}, "cases": r"^((?:not )?ok) \d+ - (.*)"},
    {"name": "bash_unit", "tree": "pgrange+bash_unit", "what": "its test suite", "run": "./bash_unit tests/test*",
     "cases": r"^\s*Running (?P<case>test_\S+) ... (?P<result>\w+)"},
    {"name": "bach", "tree": "bach-sh+bach", "what": "its test suite and examples", "run": "sh ./run-tests.sh",
     "prepare": "sed -i \"s,^PATH=,PATH=${PATH%%:*}:,\" run-tests.sh", "cases": r"^((?:not )?ok) \d+ - (.*)"},
    {"name": "shunit2", "tree": "kward+shunit2", "what": "its test suite", "run": "./test_runner -s ${PATH%%:*}/bash",
     "unlike": {r"in \d+\.\d+ s": "in TIME"}},
    {"name": "shellspec", "tree": "shellspec+shellspec", "what": "its test suite", "run": "./shellspec --shell bash --format tap",
     "version": "sed -n \"s/^export SHELLSPEC_VERSION='\\(.*\\)'/\\1/p\" shellspec", "cases": r"^((?:not )?ok) \d+ - (.*)"},
    {"name": "ble.sh", "tree": "akinomyoga+ble.sh", "what": "its test suite", "needs": ["make", "gawk"],
     # what it measures by the clock is given time, for a machine that is busy
     "prepare": "[ -f out/ble.sh ] || make -s; sed -i 's/sleep 0.01 | ble/sleep 1 | ble/; s/msec<=120/msec<=5000/' out/lib/test-util.sh",
     "run": "bash out/ble.sh --test", "cases": r"\[section\] (?P<case>.*): (?P<result>\d+/\d+ \(.*\))",
     "ordered": True},
    {"name": "modernish", "tree": "modernish+modernish", "what": "its regression tests",
     "run": "bash bin/modernish --test", "version": "sed -n s,^MSH_VERSION=,,p bin/modernish",
     "unlike": {r"/tmp/\S*": "/tmp/NAME", r"(PID .*ok: )[\d/]+": r"\1PID", r"(subshell of bg.*ok: )[\d/]+": r"\1PID"}},
    {"name": "pure-bash-bible", "tree": "dylanaraps+pure-bash-bible", "what": "its test suite, without shellcheck", "run": "./test.sh",
     "stubs": {"shellcheck": "#!/bin/sh\n"}},
    {"name": "pass (suite)", "tree": "zx2c4+password-store", "what": "its test suite", "needs": ["gpg", "git", "tree"], "run": "make -k test 2>&1",
     "cases": r"^((?:not )?ok) \d+ - (.*)"},
    {"name": "pass", "tree": "zx2c4+password-store", "what": "a store with a key of its own: every command", "needs": ["gpg", "git", "tree"], "run": PASS,
     "unlike": {r"(?m)^\[(\S+( \(root-commit\))?) [0-9a-f]{7,}\]": r"[\1]", r"\x1b?\[?[0-9;]*m?(gen.*is:)\n.*": r"\1"}},
    {"name": "git-extras", "tree": "tj+git-extras", "what": "54 of its commands in a repository", "needs": ["git"], "run": GIT_EXTRAS,
     "unlike": {r"git-cp-\d+": "git-cp-TIME", r"(?m)^Rewrite \w+ \(.*\n": "", **TIMES}},
    {"name": "neofetch", "tree": "dylanaraps+neofetch", "what": "its options and fourteen logos, without what changes", "run": NEOFETCH},
    {"name": "acme.sh", "tree": "acmesh-official+acme.sh", "what": "its commands without a network, keys and requests; its functions, twenty times",
     "needs": ["openssl"], "run": ACME, "unlike": {r"\[[A-Z][a-z]{2} [A-Z].*?\d{4}\]": "[DATE]", r"[A-Za-z0-9+/=]{60,}": "TEXT", r"\b[0-9A-F]{16}:error": "THREAD:error"}},
    {"name": "testssl.sh", "tree": "testssl+testssl.sh", "what": "its tables of ciphers; a server of openssl's on this machine, tested",
     "needs": ["openssl"], "run": TESTSSL,
     "unlike": {r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?": "DATE", r"\d{4}-\d\d-\d\d": "DATE", r"\[ *\d+s\]": "[TIME]", r"\b\d\d:\d\d(:\d\d)?\b": "TIME", r"[0-9A-F]{16,}": "HEX"}},
]
