load helper

setup() {
	in_own_folder
	only_cowsh
}

@test "groups of alternatives match names" {
	touch a e f9 f10 A1
	shell -O extglob -c 'echo @(a|e); echo !(a|A1); echo *(f)10; echo +([f0-9]); echo ?(a)?(e)'
	gives 'a e' 'e f10 f9' f10 'f10 f9' 'a e'
}

@test "a leading dot is matched by a dot alone, in a group too" {
	touch .hidden seen
	shell -O extglob -c 'echo !(x); echo @(.hidden|seen); echo *(?)n; echo .!(x)'
	gives seen '.hidden seen' seen .hidden
}

@test "a group in a value is one where the value is not quoted" {
	touch a e
	shell -O extglob -c 'x="@(a|e)"; echo $x; echo "$x"; case e in $x) echo in;; esac; case e in "$x") ;; *) echo out;; esac'
	gives 'a e' '@(a|e)' in out
}

@test "quoted bars and parentheses in a group stand for themselves" {
	shell -O extglob -c 'case "a|b" in @(a\|b)) echo 1;; esac; case "a)b" in a@(")")b) echo 2;; esac
		case a in @("a|b")) echo no;; esac; case "a(b" in a@([\(])b) echo 3;; esac; x="|"; case a in @(a"$x"b)) echo no;; esac'
	gives 1 2 3
}

@test "a group may hold blanks, newlines and expansions" {
	script -O extglob <<-'END'
		shopt -s extglob
		z='a b'
		case 'a b' in @(a b|c)) echo blank;; esac
		case 'a b' in @("$z"|c)) echo value;; esac
		case y in @(x|$(echo y))) echo command;; esac
		[[ x == @(x|y
		) ]] && echo newline
	END
	gives blank value command newline
}

@test "groups take away the shortest and the longest" {
	shell -O extglob -c 'y=foooobar; echo "${y##f+(o)} ${y#f+(o)} ${y%%@(bar|r)} ${y%@(bar|r)} ${y#!(x)} ${y##!(x)}."'
	gives 'bar ooobar foooo fooooba foooobar .'
}

@test "without extglob parentheses are no part of a word, but [[ ]] has groups" {
	shell -c 'echo @(a)'
	exits 2
	shell -c '[[ abab == +(ab) ]] && echo yes; x="+(ab)"; [[ abab == $x ]] && echo yes; case abab in $x) ;; *) echo no;; esac'
	gives yes yes no
}

@test "a group that is not closed is an error with what was open" {
	script -O extglob <<-'END'
		shopt -s extglob
		echo @(a
	END
	exits 2
	complains 'line 2: unexpected EOF while looking for matching .[)]'
}

@test "no pattern takes exponential time" {
	shell -c '[[ $(printf %0100d 0)b == +(0|00|000|*(0)|+(0)) ]]; echo $?
		[[ $(printf %0100d 0)b == *(*(*(0)|0)|!(*(0))!(0))c ]]; echo $?'
	gives 1 1
}

@test "a thousand nested groups match, more match nothing, and nothing breaks" {
	shell -c 'p=x; i=0; while [ $((i += 1)) -lt 900 ]; do p="@($p)"; done; [[ x == $p ]]; echo $?
		while [ $((i += 1)) -lt 3000 ]; do p="@($p)"; done; [[ x == $p ]]; echo $?'
	gives 0 1
}

@test "a subshell's extglob is its own under every policy" {
	touch a
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell -c 'x="+(a)"; (shopt -s extglob; echo $x); echo $x; y=$(shopt -s extglob; echo $x); echo $y $x'
		gives a '+(a)' 'a +(a)'
	done
}

@test "globstar goes into directories, but not through symbolic links" {
	mkdir -p a/b .h/x
	touch a/b/c a/d e .h/x/y
	ln -s ../a a/loop
	shell -O globstar -c 'echo **; echo a/**; echo **/; echo **/d; echo ./**/c; echo **/**; echo a**'
	gives 'a a/b a/b/c a/d a/loop e' 'a/ a/b a/b/c a/d a/loop' 'a/ a/b/ a/loop/' a/d './a/b/c' 'a a/b a/b/c a/d a/loop e' a
	shell -c 'echo **'
	gives 'a e'
}

@test "dotglob, nocaseglob, nullglob and globskipdots change what pathname expansion gives" {
	touch A1 b .h
	shell -c 'shopt -s dotglob; echo *; shopt -u dotglob; echo .*; shopt -u globskipdots; echo .*
		shopt -s nocaseglob; echo a*; shopt -s nullglob; echo x nn* y'
	gives '.h A1 b' .h '. .. .h' A1 'x y'
}

@test "failglob makes a pattern without a match an error that ends the line" {
	shell -c '(shopt -s failglob; echo x nn*; echo same line); echo after $?'
	prints 'after 1'
	complains 'no match: nn\*'
}

@test "GLOBIGNORE leaves names out, and lets the others begin with a dot" {
	touch a b.o .h
	shell -c 'GLOBIGNORE="*.o:a"; echo *; GLOBIGNORE=; echo *; unset GLOBIGNORE; echo *'
	gives .h 'a b.o' 'a b.o'
}

@test "GLOBSORT says in which order names come" {
	touch 9 10 x
	printf 12345 >x
	touch -d 2001-01-01 10
	touch -d 2002-01-01 x
	touch -d 2003-01-01 9
	shell -c 'echo *; GLOBSORT=numeric; echo *; GLOBSORT=-name; echo *; GLOBSORT=mtime; echo *; GLOBSORT=-size; echo *; GLOBSORT=nonsense; echo *'
	gives '10 9 x' '9 10 x' 'x 9 10' '10 x 9' 'x 9 10' '10 9 x'
}

@test "nocasematch is heard by case and by [[ ]]" {
	shell -O nocasematch -c 'case FOO in foo) echo 1;; esac; case Foo in f?o) echo 2;; esac; [[ ABC == a?c ]] && echo 3; [[ ABC == abc ]] && echo 4'
	gives 1 2 3 4
}

@test "a bracket that is not closed makes a group none" {
	script <<-'END'
		shopt -s extglob
		case '*(a|b[)' in *(a|b[)) echo literal;; esac
		case foo in !([*)*) echo group;; *) echo none;; esac
	END
	gives literal none
}

@test "only ?( ) and *( ) may be nothing in front of a leading dot" {
	script <<-'END'
		shopt -s extglob; mkdir d; cd d; >.foo
		echo ?(bar).foo *(bar).foo !(bar).foo @(bar|).foo
	END
	gives '.foo .foo !(bar).foo @(bar|).foo'
}

@test "a colon in brackets or in a group ends no pattern of GLOBIGNORE" {
	script <<-'END'
		shopt -s extglob; mkdir d; cd d; >a:b >c >';'
		GLOBIGNORE='[[:punct:]]:@(a:b|x)'; echo *
	END
	gives c
}

@test "behind a pattern a last ** gives a directory once for each way to it, without a slash" {
	script <<-'END'
		shopt -s globstar; mkdir -p a/a b; >a/a/f
		echo a/**; echo [a]/**; echo a/**/**; echo **/a/**; echo **/a/**/f; echo **/a/**/
	END
	gives 'a/ a/a a/a/f' 'a a/a a/a/f' 'a a/a a/a/f' 'a a/a a/a a/a/f a/a/f' 'a/a/f a/a/f' 'a/ a/a/ a/a/'
}

@test "a pair of parentheses in a group that opens no other is characters, and its bar no alternative" {
	script <<-'END'
		shopt -s extglob
		t() { [[ $1 == $2 ]]; echo $?; }
		t aa '@(|()?)?a'; t '(a|b)' '@((a|b))'; t a '@((a|b))'; t x '!(b|())'; t '()' '@(b|())'
	END
	gives 0 0 1 0 0
}
