# busybox sh @
# Pipes, redirections, lists and groups.
printf 'b\na\nc\n' | sort | tr 'a-c' 'A-C'
{ echo one; echo two >&2; } 2>&1 | cat -n
(cd /; pwd)
false || echo "false failed with $?"
true && echo "true went well"
! false && echo negated
echo first > out; echo second >> out; cat < out
exec 3> three; echo "to three" >&3; exec 3>&-; cat three
cat nowhere 2> err; wc -l < err
seq 1 1000 | while read n; do echo $((n * n)); done | awk '{s += $1} END {print s}'
yes | head -n 3
seq 1 20000 | gzip | gunzip | md5sum
dd if=/dev/zero bs=1024 count=1024 2> /dev/null | wc -c
(exit 7); echo "status $?"
sh -c 'kill -9 $$'; echo "killed: $?"
echo a b c | { read x y; echo "$y,$x"; }
