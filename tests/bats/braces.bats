load helper

setup() {
	in_own_folder
	only_cowsh
}

@test "braces with commas make a word for each choice, in each other and beside each other" {
	script <<-'END'
		echo {a,b} x{a,b}y
		echo {a{b,c},d} {{a,b},{c,d}}
		echo {1,2}{a,b}{x,y}
		echo a{,}b {a,b,}x
	END
	gives 'a b xay xby' 'ab ac d a b c d' '1ax 1ay 1bx 1by 2ax 2ay 2bx 2by' 'ab ab ax bx x'
}

@test "braces with two dots count, with a step, with zeros and by letters" {
	script <<-'END'
		echo {1..5} {5..1} {10..1..3} {1..5..0} {1..5..-2} {5..1..-2} {+1..3}
		echo {01..10..4} {-05..5..5} {1..1}
		echo {a..e} {e..a..2}
		echo {9223372036854775806..9223372036854775807}
	END
	gives '1 2 3 4 5 5 4 3 2 1 10 7 4 1 1 2 3 4 5 1 3 5 5 3 1 1 2 3' '01 05 09 -05 000 005 1' 'a b c d e e c a' \
		'9223372036854775806 9223372036854775807'
}

@test "braces that are no brace expansion stand for themselves" {
	script <<-'END'
		echo {a} {} {a,b a,b} {a..1} {1..a} {abc..def} {1.2..3}
		echo "{a,b}" {"a,b"} \{a,b} {a,b\} '{'a,b} {a\,b,c}
		echo {a,{b,c} {a{b,c} {a}b,c} {a{b}c,d} a{b}c{d,e} {},a} {a,b}} {{a,b}
		y={a,b}
		echo $y
		case {a,b} in {a,b}) echo pattern;; esac
	END
	gives '{a} {} {a,b a,b} {a..1} {1..a} {abc..def} {1.2..3}' '{a,b} {a,b} {a,b} {a,b} {a,b} a,b c' \
		'{a,b {a,c {ab {ac a}b c a{b}c d a{b}cd a{b}ce {},a} a} b} {a {b' '{a,b}' pattern
}

@test "expansions and quotes within braces are those of each word" {
	touch a1 a2 e
	script <<-'END'
		x=1
		set -- p q
		echo {$x,b} {${x},y} {a,$(echo b c)} ${x}{a,b} "q"{a,"b c"} {x,"$@"} {'$x',`echo 2`} {\ a,b}
		echo {a,e}*
		HOME=/home/me
		echo {~,x}/a ~/{a,b}
		set -- {,}; echo $#; set -- {"",a}; echo $#
	END
	gives '1 b 1 y a b c 1a 1b qa qb c x p q $x 2  a b' 'a1 a2 e' '/home/me/a x/a /home/me/a /home/me/b' 0 2
}

@test "braces are expanded in for, in arrays and in arguments that look like assignments" {
	script <<-'END'
		for i in {1..3}; do printf '%s,' "$i"; done; echo
		a=({1..4} {x,y})
		echo ${#a[@]} ${a[5]}
		echo a={x,y} {a,b}=c
	END
	gives 1,2,3, '6 y' 'a=x a=y a=c b=c'
}

@test "a redirection's target may not become two words" {
	shell -c 'echo >f{1,2}; echo $?; ls'
	prints 1
	complains 'f.1,2.: ambiguous redirect'
}

@test "set +B leaves braces alone, under every policy and in a subshell alone" {
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell -c '(set +B; echo {a,b}); echo {a,b}; set +o braceexpand; echo {a,b} | cat'
		gives '{a,b}' 'a b' '{a,b}'
	done
}

@test "braces that would make too many words are refused by number, and the shell goes on" {
	shell -c '(echo {1..1000000000000}); echo $?'
	prints 1
	complains 'braces that make more than 100000000 words'
	shell -c '(: {1..99999}{1..99999}); echo $?'
	prints 1
	complains 'braces that make more than 100000000 words'
}

@test "many braces in each other and many that are open are no burden" {
	shell -c 'w=a; i=0; while [ $((i += 1)) -lt 900 ]; do w="{$w,b}"; done; eval "set -- $w"; echo $# $1
		w=; i=0; while [ $((i += 1)) -lt 5000 ]; do w="{$w"; done; eval "set -- $w"; echo $#'
	gives '900 a' 1
}

@test "type writes braces as they were written" {
	shell -c 'f() { echo {a,b}{1..3} x{,y}; }; f; type f | grep -o "echo .*[^;]"'
	gives 'a1 a2 a3 b1 b2 b3 x xy' 'echo {a,b}{1..3} x{,y}'
}

@test "what a brace gives makes a bare \$name before it longer" {
	script <<-'END'
		v=a vx=1 vy=2 vxz=3
		echo $v{x,y} $v{,x}z ${v}{x,y} "$v"{x,y} $v{-,+}x
	END
	gives '1 2 3 ax ay ax ay a-x a+x'
}

@test "a backslash among the letters of a sequence is an empty word" {
	shell -c "printf '<%s>' {[..]}"
	gives '<{[..]}>'
	shell -c "printf '<%s>' {Z..a}"
	gives '<Z><[><><]><^><_><`><a>'
}

@test "a user's name after a tilde may come out of braces" {
	HOME=/home/me shell -c 'echo ~{/src,root} ~ro{ot,ot/x} ~{"root",/a}'
	gives "/home/me/src $(getent passwd root | cut -d: -f6) $(getent passwd root | cut -d: -f6) $(getent passwd root | cut -d: -f6)/x ~root /home/me/a"
}

@test "an argument of declare and its like becomes several, which are split and have no tilde-prefix" {
	script <<-'END'
		export e=x{1,2}y; echo $e
		f() { local a={1..3} b="q r"{s,t}; echo "$a" "$b"; }; f
		declare -a l={1,2}; declare -i n={1+1,2+3}; declare -p l n
		s='a b'; declare w={$s,c$s}; declare t=~/{a,b} u={a,b:~}; echo "$w $t $u"
		declare -A m; declare m[k]={3,4} m['k k']+={5,6}; declare -p m
		declare -a c=({1,2}) d='{1,2}'; declare -p c d; plain={1,2}; echo $plain
		set +B; declare e={1,2}; echo $e
		g() { declare h={a,b}; }; declare -f g
	END
	gives x2y \
		'3 q rt' \
		'declare -a l=([0]="2")' \
		'declare -i n="5"' \
		'ca ~/b b:~' \
		'declare -A m=([k]="4" ["k k"]="56" )' \
		'declare -a c=([0]="1" [1]="2")' \
		'declare -a d=([0]="{1,2}")' \
		'{1,2}' \
		'{1,2}' \
		'g () ' \
		'{ ' \
		'    declare h={a,b}' \
		'}'
}
