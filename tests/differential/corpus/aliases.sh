# Aliases in a script.
alias say='echo said'
say it
alias two='echo ' word='expanded'
two word
alias e=
e echo after empty
alias rec='rec2 a' rec2='echo rec'
rec b
alias ls2=echo; alias self='self'; alias | sort
unalias say
say 2>/dev/null || echo gone
\two quoted 2>/dev/null || echo not aliased
alias nl='echo x; echo y'
nl z
alias iff='if true'
iff; then echo alias made if; fi
unalias -a
alias | wc -l | tr -d ' '
alias nosuch 2>/dev/null || echo none
