# Every form of ${...}.
x=value; e=; unset u
echo ${x} ${x}s $x-y "${x}"
echo "[${u-default}] [${e-default}] [${x-default}]"
echo "[${u:-default}] [${e:-default}] [${x:-default}]"
echo "[${u+set}] [${e+set}] [${x+set}]"
echo "[${u:+set}] [${e:+set}] [${x:+set}]"
echo "[${u=assigned}] [$u]"; unset u
echo "[${e:=filled}] [$e]"
echo ${#x} ${#u} "${#x}"
(echo ${u?} ) 2>/dev/null; echo $?
(echo ${u:?no value}; echo not reached) 2>/dev/null; echo $?
p=/usr/local/lib/libc.so.6
echo ${p##*/} ${p#*/} ${p%/*} ${p%%/*}x ${p%.*} ${p%%.*}
echo ${p#/usr} ${p#usr} ${p%6} ${p##nothing}
q='a*b*c'; echo "${q#a\*}" "${q%'*c'}" "${q#"a*"}" ${q%%\**}
s='*'; echo "${q#a$s}" "${q#a"$s"}"
echo ${u:-$x} ${u:-"a  b"} "${u:-a  b}" ${u:-'single  quotes'} "${u:-$(echo sub)}"
echo ${u:-${e:-${x}}} "${u:-}"
echo "${u:-it's}" "${u:-a}b}"
set -- one two "three  3" four five six seven eight nine ten eleven
echo $# $1 $3 "$3" ${10} ${11} $10
echo "$*"; echo "$@" | wc -w
shift 9; echo $# $*; shift; echo $1
set -- a "b c" ''
for i in "$@"; do echo "<$i>"; done
for i in $@; do echo "<$i>"; done
for i in "$*"; do echo "<$i>"; done
for i in "x$@y"; do echo "<$i>"; done
IFS=-; echo "$*" $*; unset IFS
set --; for i in "$@"; do echo never; done; echo $#
f() { for i in "$@" end; do echo "($i)"; done; }; f; f ""
echo $? $((0)); false; echo $?
echo ${x:+a b} | wc -w; echo "${x:+"quoted  twice"}"
[ "$$" = "$(echo $$)" ] && echo same process number
