# What goes wrong, and what then happens.
nonexistent_command 2>/dev/null; echo $?; /nonexistent/path 2>/dev/null; echo $?; / 2>/dev/null; echo $?
sh -c 'if' 2>/dev/null; echo $?; sh -c 'echo "open' 2>/dev/null; echo $?; sh -c 'echo a; )' 2>/dev/null; echo $?
sh -c 'for 1 in x; do :; done' 2>/dev/null; echo $?; sh -c 'case x in' 2>/dev/null; echo $?; sh -c '| x' 2>/dev/null; echo $?
sh -c 'echo ${' 2>/dev/null; echo $?; sh -c 'echo $(' 2>/dev/null; echo $?; sh -c 'echo `x' 2>/dev/null; echo $?
sh -c 'echo ${x!y}' 2>/dev/null; echo $?; sh -c 'a() { ' 2>/dev/null; echo $?; sh -c 'echo $((1+' 2>/dev/null; echo $?
sh -c 'set -e; false; echo never'; echo $?; sh -c 'set -e; false || true; if false; then :; fi; ! true; echo goes on'; echo $?
sh -c 'set -e; f() { false; echo in f; }; f || echo tested; f; echo never'; echo $?
sh -c 'set -e; (false); echo never'; echo $?; sh -c 'set -e; false | true; echo pipe; x=$(false); echo never'; echo $?
sh -c 'set -e; while false; do :; done; for i in 1; do false && true; done; echo $i'; echo $?
sh -u -c 'echo ${x-ok}; echo $x; echo never' 2>/dev/null; echo $?; sh -c 'set -u; echo "$@" $#; echo $1' 2>/dev/null; echo $?
sh -c 'readonly x=1; x=2; echo never' 2>/dev/null; echo $?; sh -c 'shift 3; echo never' 2>/dev/null; echo $?
sh -c '. /nonexistent; echo never' 2>/dev/null; echo $?; sh -c 'cd /nonexistent; echo goes on' 2>/dev/null; echo $?
sh -c 'echo a >/nonexistent/file; echo goes on $?' 2>/dev/null; echo $?; sh -c 'exec 3</nonexistent; echo never' 2>/dev/null; echo $?
sh -c 'exit 300'; echo $?; sh -c 'exit 5; echo never'; echo $?; sh -c 'return 3; echo never'; echo $?
sh -c 'break; continue; echo no loop'; echo $?; sh -c 'eval "if"; echo never' 2>/dev/null; echo $?
sh -c 'echo $0 $1 $#' name arg; sh -c 'echo $-' | grep -c e; sh -c ''; echo $?; sh -s a b <<EOF
echo \$2
EOF
sh -c '(((' 2>/dev/null; echo $?; sh -c 'set -x; : traced' 2>&1; sh -n -c 'echo never'; echo $?
sh -c 'f() { f; }; echo deep' ; sh -c '{ echo a; echo b' 2>/dev/null; echo $?; sh -c 'done' 2>/dev/null; echo $?
