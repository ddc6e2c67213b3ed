# Traps, background processes and their statuses.
trap 'echo got usr1' USR1; kill -USR1 $$; echo after
trap 'echo got it; x=1' USR2; kill -s USR2 $$; echo $x
trap '' TERM; kill $$; echo ignored; trap - TERM
(trap 'echo exit trap' EXIT; echo body); (trap 'echo $?' 0; exit 3); echo $?
trap 'echo sub' USR1; (kill -USR1 $$; echo in sub); echo main
sleep 0 & wait $!; echo $?; (exit 4) & wait $!; echo $?; wait; echo $?; wait 99999; echo $?
sh -c 'kill -KILL $$' 2>/dev/null; echo $?; sh -c 'kill -TERM $$' 2>/dev/null; echo $?
(sleep 10; echo never) & kill $! ; wait $! 2>/dev/null; echo $?
{ echo a; echo b; } | { read x; echo $x; cat; }
(for i in 1 2 3; do echo $i; done) & wait
trap 'echo twice; trap - USR1' USR1; kill -USR1 $$; trap
kill -0 $$; echo $?; kill -l 9; kill -l 143; kill -0 99999 2>/dev/null || echo none
trap 'echo leaving $?' EXIT; f() { exit 6; }; f
