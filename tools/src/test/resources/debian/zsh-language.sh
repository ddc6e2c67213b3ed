# zsh -f @
# What zsh has beyond a plain shell.
a=(one two three); echo $#a $a[2] ${(j:,:)a} ${(U)a[1]}
typeset -A m; m=(k v x y); echo ${(k)m} | tr ' ' '\n' | sort
print -l ${(o)a}; for x y in 1 2 3 4; do print "$x-$y"; done
cat <(print substituted) =(print in a file); print $pipestatus
false | true | false; print $pipestatus
touch f1 f2 g1; print f*; print *(.) ; setopt extendedglob; print ^f*(.)
f() { print "function $1"; return 2 }; f arg; print $?
print ${${:-nested}/nest/NEST}; s=hello; print $s[2,4] ${s:u} ${#s}
TRAPUSR1() { print trapped }; kill -USR1 $$
() { local v=anonymous; print $v }
repeat 3 print -n x; print; [[ -d / && ! -f / ]] && print yes
print $(( 2 ** 10 )) $(( 7 / 2.0 )); printf '%s\n' {1..3}
sleep 0.02 & wait $!; print waited $?
