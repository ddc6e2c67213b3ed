# Commands that the shell carries out itself.
folder=$1
printf '%d %5d|%-5d|%05d %x %X %o %c %s %%\n' 1 2 3 4 255 255 8 abc str
printf '%s\n' a b c; printf '%s-%s\n' 1 2 3; printf 'no newline'; printf '\n\ttab\101\n'
printf '%b|%s\n' 'a\tb\0101' 'a\tb'; printf '%.2s|%5s|%-5s|\n' abc abc abc; printf '%d\n' 0x10 010 "'A"
printf '%.2f %5.1f %e\n' 3.14159 2.5 1234.5; printf '%*d|%-*d|\n' 5 42 5 42
echo 'a\tb\\c'; echo -n no; echo ' newline'; echo 'cut\cnever'; echo; echo -e x
test 1 = 1; echo $?; [ a != b ]; echo $?; [ 2 -gt 10 ]; echo $?; [ -z "" -a -n x ]; echo $?
[ ! 1 -eq 1 -o 2 -eq 2 ]; echo $?; [ \( a = b \) ]; echo $?; [ ]; echo $?; [ x ]; echo $?; [ ! x ]; echo $?
[ -d / -a -e /bin ]; echo $?; [ -f / ]; echo $?; [ -c / ]; echo $?; [ -x / ]; echo $?; [ = = = ]; echo $?
[ 1 -eq x ] 2>/dev/null; echo $?; [ a = b = c ] 2>/dev/null; echo $?; [ -n ]; echo $?; [ "(" ]; echo $?
echo ' a  b c ' | { read x y; echo "<$x><$y>"; }
echo 'a\tb\\c' | { read x; echo "<$x>"; }; echo 'a\tb' | { read -r x; echo "<$x>"; }
echo 'one:two:three' | { IFS=: read a b; echo "$a $b"; }; printf 'no end' | { read x; echo $? $x; }
printf 'joined \\\nline\nnext\n' | { read x; read y; echo "$x|$y"; }; echo 'a:b:' | { IFS=: read x y z; echo "<$x><$y><$z>"; }
printf 'a\nb\n' | while read x; do echo "line $x"; done
set -- -a -b value -c rest; while getopts ab:c o; do echo "$o ${OPTARG-}"; done; echo $OPTIND; shift $((OPTIND - 1)); echo $*
OPTIND=1; set -- -xy -z; while getopts :y:x o; do echo "$o ${OPTARG-}"; done
eval 'echo evaluated; x=5'; echo $x; eval "eval 'echo \$x'"; eval; echo $?
x=1; export x; sh -c 'echo $x'; y=2 sh -c 'echo $y'; echo ${y-unset}; unset x; sh -c 'echo ${x-gone}'
readonly r=1; (r=2) 2>/dev/null; echo $?; echo $r
umask 027; umask; umask 022; pwd >/dev/null; cd /; pwd; cd dev; pwd; cd ..; pwd; cd -; cd /nonexistent 2>/dev/null || echo no
set -- c b a; echo $1; set -- ; echo $#; set a b; echo $2; : ignored args; true; false || echo $?
command echo direct; command -v test; type : | cut -c1-4; command nonexistent 2>/dev/null; echo $?
exec 5>&1; echo five >&5; exec 5>&-; (exec echo replaced; echo never); (exec nonexistent 2>/dev/null); echo $?
echo 'sourced=yes; return 4; sourced=no' >"$folder/f"; . "$folder/f"; echo $? $sourced; rm "$folder/f"
echo $sourced; shift 5 2>/dev/null; echo unreached
