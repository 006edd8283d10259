"""What is compared: for each subject its trees and where they belong in the home, further files, and what is typed."""

# A repository to stand in, the same in each home.
REPOSITORY = """
git init -q -b main r && cd r && git config user.name me && git config user.email me@localhost &&
echo one >a && git add a && GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z' \
git commit -qm first && git branch topic && git tag v1
"""

PLAIN = "PS1='$ '\n"

DOTFILE_STEPS = ["alias | LC_ALL=C sort | head -20", "cd /usr/share", "false", "cd - >/dev/null; cd r", "echo x >>a",
                 "declare -F | wc -l; shopt | cksum", "<C-l>"]


def dotfiles(owner, name, place, what, prepare=(), files=None):
    return {"name": "%s/%s" % (owner, name), "what": what, "trees": {"%s+%s" % (owner, name): place},
            "prepare": [": >>.history", REPOSITORY, *prepare], "files": files or {}, "steps": DOTFILE_STEPS}


SUBJECTS = [
    {"name": "skel", "what": "/etc/skel/.bashrc: prompt, aliases", "needs": ["/etc/skel/.bashrc"],
     "prepare": ["cp /etc/skel/.bashrc /etc/skel/.profile ."], "steps": ["alias", "ls -d .b*", "cd /usr", "shopt | cksum"]},
    {"name": "git-prompt", "what": "prompt in a repository: branch, dirty, staged, untracked, in a rebase's middle",
     "trees": {"git-prompt.sh": "git-prompt.sh"}, "prepare": [REPOSITORY],
     "files": {".bashrc": ". ~/git-prompt.sh\nGIT_PS1_SHOWDIRTYSTATE=1 GIT_PS1_SHOWUNTRACKEDFILES=1 "
               "GIT_PS1_SHOWSTASHSTATE=1 GIT_PS1_SHOWCOLORHINTS=1 GIT_PS1_SHOWUPSTREAM=auto\n"
               "PROMPT_COMMAND='__git_ps1 \"\\w\" \"\\$ \"'\n"},
     "steps": ["cd r", "echo two >>a", "git add a", "touch new", "git stash -q", "git checkout -q topic", "git checkout -q v1",
               "cd .git", "cd", "PROMPT_COMMAND= PS1='\\w$(__git_ps1 \" (%s)\")\\$ '", "cd r"]},
    {"name": "git-completion", "what": "candidates of commands, branches, options, files; aliases",
     "trees": {"git-completion.bash": "git-completion.bash"}, "prepare": [REPOSITORY],
     "files": {".bashrc": ". ~/git-completion.bash\n" + PLAIN},
     "steps": ["cd r", "git che<Tab><Tab>", "<C-u>git checkout <Tab><Tab>", "<C-u>git checkout to<Tab>", "<C-u>git log --one<Tab>",
               "<C-u>git log --pretty=<Tab><Tab>", "<C-u>git add <Tab><Tab>", "<C-u>git config --get user.<Tab><Tab>",
               "<C-u>git branch -d <Tab><Tab>", "<C-u>git show v<Tab>", "<C-u>git -C .. stat<Tab>", "<C-u>git remote <Tab><Tab>"]},
    {"name": "bash-completion (Debian)", "what": "candidates of a dozen commands",
     "needs": ["/usr/share/bash-completion/bash_completion"], "prepare": [REPOSITORY],
     "version": "dpkg-query -W -f '${Version}' bash-completion",
     "files": {".bashrc": ". /usr/share/bash-completion/bash_completion\n" + PLAIN},
     "steps": ["cd r", "git che<Tab><Tab>", "<C-u>tar --ext<Tab>", "<C-u>kill -S<Tab><Tab>", "<C-u>make -<Tab><Tab>",
               "<C-u>ls --col<Tab>", "<C-u>ls --color=<Tab><Tab>", "<C-u>dpkg -<Tab><Tab>", "<C-u>chown roo<Tab>",
               "<C-u>cd /usr/sha<Tab>", "<C-u>apt-get ins<Tab>", "<C-u>export HOM<Tab>", "<C-u>man gr<Tab><Tab>",
               "<C-u>find . -na<Tab><Tab>", "<C-u>complete -p | wc -l"]},
    {"name": "scop/bash-completion", "what": "candidates of a dozen commands", "trees": {"scop+bash-completion": "bc"},
     "prepare": [REPOSITORY], "files": {".bashrc": ". ~/bc/bash_completion\n" + PLAIN},
     "steps": ["cd r", "tar --ext<Tab>", "<C-u>kill -S<Tab><Tab>", "<C-u>make -<Tab><Tab>", "<C-u>ls --col<Tab>",
               "<C-u>ls --color=<Tab><Tab>", "<C-u>chown roo<Tab>", "<C-u>cd /usr/sha<Tab>", "<C-u>export HOM<Tab>",
               "<C-u>man gr<Tab><Tab>", "<C-u>find . -na<Tab><Tab>", "<C-u>ssh -o<Tab><Tab>", "<C-u>complete -p | wc -l"]},
    {"name": "fzf (Debian)", "what": "Ctrl-R, Ctrl-T, Alt-C, **<Tab>",
     "limit": 12, "needs": ["fzf", "/usr/share/doc/fzf/examples/key-bindings.bash"], "version": "fzf --version", "prepare": [REPOSITORY],
     "files": {".bashrc": ". /usr/share/doc/fzf/examples/key-bindings.bash\n. /usr/share/bash-completion/completions/fzf\n" + PLAIN,
               "d/file1": "1\n", "d/file2": "2\n"},
     "steps": ["echo first", "echo second", "<C-r>", "sec<Enter>", "<Enter>", "cat <C-t>", "file2<Enter>", "<Enter>", "<M-c>", "d<Enter>",
               "cat **<Tab>", "file1<Enter>", "<Enter>"]},
    {"name": "junegunn/fzf", "what": "Ctrl-R, Ctrl-T, Alt-C, **<Tab>", "needs": ["fzf"], "trees": {"junegunn+fzf": "fzf"},
     "files": {".bashrc": ". ~/fzf/shell/key-bindings.bash\n. ~/fzf/shell/completion.bash\n" + PLAIN, "d/file1": "1\n", "d/file2": "2\n"},
     "steps": ["echo first", "echo second", "cat <C-t>", "<C-c>", "<C-u>bind -X | cut -c1-90", "complete -p | grep -c fzf"]},
    {"name": "zoxide", "what": "z, zi's query, the hook at the prompt", "needs": ["zoxide"], "version": "zoxide --version",
     "files": {".bashrc": 'eval "$(zoxide init bash)"\n' + PLAIN},
     "steps": ["cd /usr/share/doc", "cd /etc", "z doc", "pwd", "z -", "pwd", "zoxide query -l", "false", "echo $?",
               "declare -p PROMPT_COMMAND"]},
    {"name": "direnv", "what": "entering and leaving a folder with .envrc", "needs": ["direnv"], "version": "direnv version",
     "files": {".bashrc": 'eval "$(direnv hook bash)"\n' + PLAIN, "p/.envrc": "export SECRET=42\nPATH_add bin\n"},
     "steps": ["cd p", "direnv allow", "echo $SECRET", "cd ..", "echo \"<$SECRET>\"", "declare -p PROMPT_COMMAND"]},
    {"name": "starship", "what": "its init script with a program in its place", "trees": {"starship+starship": "s"},
     "files": {".bashrc": "sed 's#::STARSHIP::#starship#' ~/s/src/init/starship.bash >~/init.bash; . ~/init.bash\n",
               "bin/starship": "#!/bin/sh\ncase $* in *session*) echo 1;; *time*) echo 1000;; *continuation*) printf '> ';; "
               "*prompt*) printf '[%s]$ ' \"$*\" | sed 's/--cmd-duration=[0-9]*//';; esac\n"},
     "unlike": {r"duration=\S*": "duration"},
     "steps": ["false", "sleep 0 & wait", "cd /usr", "true | false", "trap -p", "echo $?"]},
    {"name": "rcaloras/bash-preexec", "what": "preexec and precmd functions", "trees": {"rcaloras+bash-preexec": "p"},
     "files": {".bashrc": ". ~/p/bash-preexec.sh\npreexec() { echo \"about to run: $1\"; }\nprecmd() { echo \"ended with $?\"; }\n" + PLAIN},
     "steps": ["echo hello", "false", "true | (exit 3)", "f() { false; }; f", "# nothing", "trap -p DEBUG", "echo \"$_\"",
               "precmd_functions+=(more); more() { echo more; }", "(exit 4)"]},
    {"name": "liquidprompt/liquidprompt", "what": "prompt, in a repository too", "trees": {"liquidprompt+liquidprompt": "lp"},
     "prepare": [REPOSITORY], "files": {".bashrc": ". ~/lp/liquidprompt\nLP_ENABLE_BATT=0 LP_ENABLE_LOAD=0 LP_ENABLE_TEMP=0\n",
                                        ".config/liquidpromptrc": "LP_ENABLE_LOAD=0\nLP_ENABLE_BATT=0\nLP_ENABLE_TEMP=0\n"},
     "steps": ["false", "cd r", "echo >>a", "cd /usr/share/doc", "sleep 100 & ", "kill %1; wait"], "unlike": {r"\[1\] \d+": "[1] N"}},
    {"name": "Bash-it/bash-it", "what": "themes, plugins, its command", "trees": {"Bash-it+bash-it": ".bash_it"}, "prepare": [REPOSITORY],
     "files": {".bashrc": "export BASH_IT=~/.bash_it BASH_IT_THEME=bobby SCM_CHECK=true\nTHEME_CLOCK_FORMAT=x\n. $BASH_IT/bash_it.sh\n"},
     # upower(1) has nobody to ask on a machine without a desktop
     "unlike": {r"(?m)^\n\(upower:\d+\): UPower-WARNING.*\n": ""},
     "steps": ["cd r", "false", "bash-it show aliases | head -20", "bash-it enable plugin extract", "bash-it reload", "alias | sed \"s:$HOME::g\" | cksum"]},
    {"name": "ohmybash/oh-my-bash", "what": "theme, plugins, prompt in a repository", "trees": {"ohmybash+oh-my-bash": ".oh-my-bash"},
     "prepare": [REPOSITORY], "files": {".bashrc": "export OSH=~/.oh-my-bash\nOSH_THEME=font\nDISABLE_AUTO_UPDATE=true\ncompletions=(git)\n"
                                        "aliases=(general)\nplugins=(git bashmarks)\n. $OSH/oh-my-bash.sh\n"},
     "steps": ["cd r", "false", "echo >>a", "alias | cksum", "git che<Tab><Tab>", "<C-u>declare -F | wc -l"]},
    {"name": "magicmonty/bash-git-prompt", "what": "prompt in a repository", "trees": {"magicmonty+bash-git-prompt": ".bgp"},
     "prepare": [REPOSITORY], "files": {".bashrc": "GIT_PROMPT_ONLY_IN_REPO=0 GIT_PROMPT_FETCH_REMOTE_STATUS=0\n. ~/.bgp/gitprompt.sh\n"},
     "unlike": {r"\d\d:\d\d": "HH:MM"}, "steps": ["cd r", "echo >>a", "git add a", "false", "cd /usr"]},
    {"name": "rupa/z", "what": "z, its completion", "trees": {"rupa+z": "z"}, "files": {".bashrc": ". ~/z/z.sh\n" + PLAIN},
     "steps": ["cd /usr/share/doc", "cd /etc", "sleep 0.2", "z doc", "pwd", "z -l | sed 's/^[0-9.]* *//'", "z et<Tab>", "<C-u>declare -p PROMPT_COMMAND"]},
    {"name": "nvm-sh/nvm", "what": "nvm, its completion", "trees": {"nvm-sh+nvm": ".nvm"},
     "files": {".bashrc": "export NVM_DIR=~/.nvm\n. ~/.nvm/nvm.sh\n. ~/.nvm/bash_completion\n" + PLAIN},
     "steps": ["nvm --version", "nvm ls", "nvm current", "nvm use 99", "echo $?", "nvm al<Tab><Tab>", "<C-u>nvm --help | head -20", "nvm version-remote x </dev/null; echo $?"]},
    {"name": "rbenv/rbenv", "what": "rbenv's functions, shims and completion", "trees": {"rbenv+rbenv": ".rbenv"},
     "prepare": ["mkdir -p .rbenv/versions/3.0.0/bin; printf '#!/bin/sh\\necho ruby 3.0.0\\n' >.rbenv/versions/3.0.0/bin/ruby; chmod +x .rbenv/versions/3.0.0/bin/ruby"],
     "files": {".bashrc": 'export PATH="$HOME/.rbenv/bin:$PATH"\neval "$(rbenv init - bash)"\n' + PLAIN},
     "steps": ["rbenv versions", "rbenv global 3.0.0", "ruby", "rbenv <Tab><Tab>", "<C-u>rbenv shell 3.0.0", "rbenv version", "rbenv which ruby", "type rbenv | head -30"]},
    {"name": "pyenv/pyenv", "what": "pyenv's functions, shims and completion", "trees": {"pyenv+pyenv": ".pyenv"},
     "prepare": ["mkdir -p .pyenv/versions/3.9.9/bin; printf '#!/bin/sh\\necho python 3.9.9\\n' >.pyenv/versions/3.9.9/bin/python; chmod +x .pyenv/versions/3.9.9/bin/python"],
     "files": {".bashrc": 'export PYENV_ROOT="$HOME/.pyenv"\nexport PATH="$PYENV_ROOT/bin:$PATH"\neval "$(pyenv init - bash)"\n' + PLAIN},
     "steps": ["pyenv versions", "pyenv global 3.9.9", "python", "pyenv <Tab><Tab>", "<C-u>pyenv shell 3.9.9", "pyenv version", "pyenv which python"]},
    {"name": "sdkman/sdkman-cli", "what": "sdk's commands without a network", "trees": {"sdkman+sdkman-cli": ".tree"},
     "prepare": ["mkdir -p .sdkman/{bin,src,etc,var,tmp,ext,candidates,contrib}; cp .tree/src/main/bash/*.sh .sdkman/src; mv .sdkman/src/sdkman-init.sh .sdkman/bin; "
                 "cp -r .tree/contrib/. .sdkman/contrib; echo java,groovy >.sdkman/var/candidates; echo 5.0 >.sdkman/var/version; echo 0.1 >.sdkman/var/version_native; "
                 "echo linuxx64 >.sdkman/var/platform; printf 'sdkman_auto_answer=true\\nsdkman_native_enable=false\\nsdkman_offline_mode=true\\n' >.sdkman/etc/config; "
                 "mkdir -p .sdkman/candidates/java/{17,21}; ln -s 17 .sdkman/candidates/java/current"],
     "files": {".bashrc": 'export SDKMAN_DIR=~/.sdkman\nexport SDKMAN_OFFLINE_MODE=true\n. ~/.sdkman/bin/sdkman-init.sh\n' + PLAIN},
     "steps": ["sdk version", "sdk help | head -30", "sdk current", "sdk use java 21", "sdk list java | head -20", "sdk default java 21", "echo $JAVA_HOME", "sdk nosuch", "sdk u<Tab><Tab>"]},
    {"name": "akinomyoga/ble.sh", "what": "it takes over editing: typing, Tab, history, several lines, jobs, Ctrl-C",
     "trees": {"akinomyoga+ble.sh": "ble"}, "needs": ["make", "gawk"], "limit": 60,
     "files": {".bashrc": ". ~/ble/out/ble.sh --noattach\nbleopt complete_auto_delay=0 complete_auto_complete= exec_elapsed_enabled=\n" + PLAIN + "ble-attach\n"},
     "prepare": [": >>.history", "[ -f ble/out/ble.sh ] || make -s -C ble",
                 # its caches are made by the first start
                 "bash --norc -ic '. ~/ble/out/ble.sh --attach=none' </dev/null"],
     "steps": ["echo hello", "ls -d /usr/sha<Tab>", "<C-u>for i in 1 2; do<Enter>", "echo $i; done<C-j>", "<Up>", "<C-c>", "false", "<C-r>hell<Enter>",
               "<Enter>", "cat", "typed<Enter><C-d>", "sleep 100", "<C-z>", "jobs", "fg", "<C-c>", "echo ${BLE_VERSION%%+*} $?", "if"]},
    {"name": "atuin", "what": "its init script with a program in its place: hooks before and after commands",
     "trees": {"atuinsh+atuin": "a", "rcaloras+bash-preexec": "p"},
     "files": {".bashrc": ". ~/p/bash-preexec.sh\n. ~/a/crates/atuin/src/shell/atuin.bash\n" + PLAIN,
               "bin/atuin": "#!/bin/sh\necho \"$*\" | sed 's/=[0-9]*//' >>~/log\ncase $* in uuid|*start*) echo id;; esac\n"},
     "steps": ["echo hello", "false", "sleep 0.3; cat log", "echo \"$ATUIN_PREEXEC_BACKEND $ATUIN_SESSION\"", "declare -p precmd_functions preexec_functions",
               "__atuin_evaluate_prompt; echo \"<$__atuin_prompt>\" $__atuin_prompt_offset"]},
    {"name": "mise", "what": "its activation with a program in its place: hook, function, unknown commands", "trees": {"jdx+mise": "m"},
     "files": {".bashrc": "sed '1,4d;s#/some/dir/mise#mise#g' ~/m/src/shell/snapshots/mise__shell__bash__tests__activate.snap >~/init.bash; . ~/init.bash\n" + PLAIN,
               "bin/mise": "#!/bin/sh\necho \"$*\" >>~/log\ncase $* in hook-env*) echo \"export FROM_MISE=$PWD\";; hook-not-found*) exit 1;; "
               "shell*) echo 'export TOOL=1';; *) echo \"mise $*\";; esac\n"},
     "steps": ["echo $FROM_MISE", "cd /usr", "echo $FROM_MISE", "mise ls", "mise shell x; echo $TOOL", "nosuchcommand; echo $?", "(exit 3)", "echo $?",
               "declare -p PROMPT_COMMAND", "cat ~/log"]},
    {"name": "conda", "what": "its hook with a program in its place: activate, deactivate, install", "trees": {"conda+conda": "c"},
     "files": {".bashrc": PLAIN + "export CONDA_EXE=~/bin/conda\n. ~/c/conda/shell/etc/profile.d/conda.sh\n",
               "bin/conda": "#!/bin/sh\ncase $* in *deactivate*) echo \"PS1='$ '; unset CONDA_PREFIX\";; *activate*) echo \"PS1='(base) $PS1'; export CONDA_PREFIX=/opt\";; "
               "*fail*) exit 4;; *) echo \"conda $*\";; esac\n"},
     "steps": ["conda activate base", "echo $CONDA_PREFIX", "conda deactivate", "echo \"<$CONDA_PREFIX>\"", "conda install x", "conda fail; echo $?", "conda", "type conda | head -5"]},
    {"name": "asdf", "what": "its completion with a program in its place", "trees": {"asdf-vm+asdf": "asdf"},
     "files": {".bashrc": ". ~/asdf/internal/completions/asdf.bash\n" + PLAIN,
               "bin/asdf": "#!/bin/sh\ncase $* in 'plugin list') printf 'ruby\\nrust\\n';; *list*) printf '  1.0\\n *2.0\\n';; *) echo \"asdf $*\";; esac\n", ".asdf/shims/gem": "#!/bin/sh\n"},
     "steps": ["asdf <Tab><Tab>", "<C-u>asdf ins<Tab>", "<C-u>asdf install ru<Tab><Tab>", "<C-u>asdf plugin <Tab><Tab>", "<C-u>asdf reshim ru<Tab><Tab>", "<C-u>asdf which <Tab><Tab>"]},
    {"name": "VS Code", "what": "its shell integration (OSC 633), what it writes recorded", "trees": {"shellIntegration-bash.sh": "i.sh"}, "version": "sha256sum shellIntegration-bash.sh | cut -c1-8",
     "files": {".bashrc": PLAIN + "VSCODE_NONCE=n VSCODE_STABLE=0\n. ~/i.sh\n"}, "needs": ["script"],
     "steps": ["echo hello", "false", "cd /usr", "for i in 1", "do echo $i; done", "alias x='echo y'", "x", "trap -p DEBUG", "declare -p PROMPT_COMMAND; printf '%q\\n' \"$PS1\"",
               "cd; script -qec 'printf \"echo a\\nfalse\\nexit\\n\" | bash -i' typescript >/dev/null 2>&1; grep -ao '633;[A-Z][^[:cntrl:]]*' typescript"]},
    dotfiles("mathiasbynens", "dotfiles", ".", "loaded, prompt in a repository, aliases"),
    dotfiles("paulirish", "dotfiles", ".", "loaded, prompt in a repository, aliases"),
    dotfiles("cowboy", "dotfiles", ".dotfiles", "loaded, prompt in a repository, aliases", ["cp .dotfiles/link/.bash* ."]),
    dotfiles("jessfraz", "dotfiles", ".", "prompt in a repository, aliases, functions", files={
        ".bashrc": "for f in ~/.{bash_prompt,aliases,functions,dockerfunc,exports}; do . $f; done\n"}),
    dotfiles("alrra", "dotfiles", "dotfiles", "loaded, prompt in a repository, aliases",
             ["for f in dotfiles/src/shell/*; do ln -s $f .${f##*/}; done"]),
    dotfiles("necolas", "dotfiles", ".dotfiles", "loaded, prompt in a repository, aliases",
             ["for f in .dotfiles/shell/*; do ln -s $f .${f##*/}; done"]),
    dotfiles("webpro", "dotfiles", ".dotfiles", "loaded, prompt in a repository, aliases", ["cp .dotfiles/runcom/.bash_profile .bashrc"]),
    dotfiles("rwxrob", "dot", ".", "loaded, prompt in a repository, aliases"),
    dotfiles("tomnomnom", "dotfiles", ".", "loaded, prompt in a repository, aliases"),
    {"name": "mrzool/bash-sensible", "what": "loaded, its options and history", "trees": {"mrzool+bash-sensible": "s"},
     "files": {".bashrc": ". ~/s/sensible.bash\n" + PLAIN}, "steps": ["/usr/share", "cd /ur/shre", "pwd", "bind -v | grep -e completion- -e show-all", "shopt | cksum", "history | tail -n 3"]},
]
