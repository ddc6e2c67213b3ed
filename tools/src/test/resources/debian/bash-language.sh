# bash @
# What bash has beyond a plain shell.
echo "${BASH_VERSINFO[0]}"
a=(one two "three four"); echo "${#a[@]} ${a[2]} ${a[@]:1:1}"
declare -A m=([x]=1 [y]=2); for k in x y; do echo "$k=${m[$k]}"; done
false | true | (exit 3); echo "${PIPESTATUS[@]}"
cat <(echo substituted) <(echo twice); diff <(seq 3) <(seq 1 3) && echo equal
echo input > >(tr a-z A-Z); wait $!
while read -r l; do echo "<$l>"; done < <(printf 'p\nq\n')
[[ foobar =~ o+b ]] && echo "${BASH_REMATCH[0]}"
s=Hello; echo "${s,,} ${s^^} ${s/l/L} ${s//l/L} ${s:1:3}"
for ((i = 0; i < 3; i++)); do printf '%d ' $i; done; echo
printf -v v '%03d' 7; echo $v; echo {a..e} {1..9..4}; shopt -s extglob; [[ abc == a!(x)c ]] && echo extglob
coproc cat; echo "to the coprocess" >&"${COPROC[1]}"; read -r r <&"${COPROC[0]}"; echo "$r"; eval "exec ${COPROC[1]}>&-"; wait
mapfile -t lines < <(seq 4); echo "${#lines[@]}"; read -r -a w <<< "x y z"; echo "${w[1]}"
f() { local -n ref=$1; ref=changed; }; g=1; f g; echo $g
trap 'echo "on exit"' EXIT; trap 'echo usr2' USR2; kill -USR2 $$
(set -e; false; echo "not reached"); echo "subshell: $?"
exec {fd}> file; echo text >&$fd; exec {fd}>&-; cat file
ulimit -n > /dev/null && echo "ulimit works"; type -t cd; command -v bash > /dev/null && echo "found itself"
set -o pipefail; false | true; echo "pipefail $?"
