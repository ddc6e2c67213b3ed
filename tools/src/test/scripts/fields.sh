# How expansions are split, and patterns replaced by names of files.
show() { echo "$#:"; for f in "$@"; do echo "  <$f>"; done; }
v=' one  two three '; show $v; show "$v"; show x$v"y"
IFS=:; v='a:b::c:'; show $v; v=':x'; show $v; v='a b:c d'; show $v
IFS=' :'; v=' a : b  c:: d '; show $v
IFS=; v='a b'; show $v; unset IFS
show $(echo a b; echo c); show "$(printf 'a\n\nb\n\n')"
e=; show $e; show "$e"; show $e"$e"; show ''$e
v='a b' w=' c'; show $v$w; show "$v"$w; show $v"$w"
cd "$1" || exit; mkdir t; cd t
touch a.c b.c c.h .hidden 'with space' '[x]'
echo *.c; echo *; echo .h*; echo ?.?; echo [ab].c; echo [!a].c; echo [a-b]*; echo *.none
echo "*.c" \*.c '*'.c; v='*.c'; echo $v "$v"
mkdir d d/e; touch d/1 d/2 d/e/3; echo d/*; echo */; echo */*/*; echo d/[0-9]; echo ./*.h
for f in w*; do show "$f"; done; show \[x]; echo [[]*
set -f; echo *.c; set +f
case a.c in *.c) echo matches;; esac; case .hidden in *) echo all;; esac
case x in [[:alpha:]]) echo letter;; esac; case 5 in [!0-9]) echo no;; [0-9]) echo digit;; esac
case ']' in []]) echo bracket;; esac; case - in [a-]) echo dash;; esac
cd ..; rm -r t
