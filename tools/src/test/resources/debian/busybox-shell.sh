# busybox sh @
# Here-documents, substitution, loops, functions, traps.
name=world
cat <<END
hello $name $(echo "from a substitution") $((6 * 7))
END
cat <<'END'
hello $name
END
greet() { local who=$1; echo "greetings, $who"; return 3; }
greet you; echo "returned $?"
for f in 1 2 3; do case $f in 2) continue ;; *) echo "round $f" ;; esac; done
i=0; while [ $i -lt 3 ]; do i=$((i + 1)); done; echo "i is $i"
x=${undefined:-default}; echo "$x ${#x} ${x#de} ${x%lt}"
set -- one "two words" three; echo $# "$2"; shift; echo "$*"
trap 'echo "caught USR1"' USR1; kill -USR1 $$
trap 'echo "leaving"' EXIT
out=$(echo inner; exit 5); echo "$out $?"
echo `echo backticks`
IFS=:; set -- a:b:c; for p in $1; do echo "part $p"; done; unset IFS
eval 'echo "evaluated $name"'
printf '%05d|%-6s|%x\n' 42 left 255
test -d / && [ ! -e /no/such/file ] && echo "tests work"
(trap - EXIT; exec echo "from exec")
