# case and its patterns.
m() { case $1 in a) echo A;; b|c) echo BC;; [0-9]*) echo num;; *.txt) echo text;; '') echo empty;; \*) echo star;; ??) echo two;; *) echo other;; esac; }
m a; m b; m c; m 7up; m x.txt; m ''; m '*'; m zz; m long
case x in (x) echo paren;; esac; case x in y) ;; esac; echo $?
case x in x) ;; esac; echo $?; case x in x) false;; esac; echo $?
p='a*'; case abc in $p) echo pattern;; esac; case abc in "$p") echo no;; *) echo literal;; esac
case 'a b' in 'a b') echo space;; esac; case a-b in [a-c]-[!x]) echo range;; esac
case ']' in []]) echo bracket;; esac; case - in [a-]) echo dash;; esac
case "$(echo out)" in out) echo substitution;; esac
case a in a) case b in b) echo nested;; esac;; esac
case esac in (esac) echo word;; esac
case $# in 0) echo none;; *) echo some;; esac
case x in *) echo first;; x) echo second;; esac
case /a/b in /*) echo slash;; esac; case .x in *x) echo dot;; esac
case '\' in '\') echo backslash;; esac; case 'a\b' in a\\b) echo escaped;; esac
