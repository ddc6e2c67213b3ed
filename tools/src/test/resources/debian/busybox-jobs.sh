# busybox sh @
# Background jobs, wait, FIFOs.
sleep 0.05 & first=$!
(exit 4) & second=$!
wait $second; echo "second: $?"
wait $first; echo "first: $?"
for i in 1 2 3; do (echo "job $i" > job$i) & done; wait; cat job1 job2 job3
mkfifo pipe; (echo "through the fifo" > pipe) & cat pipe; wait
mkfifo in out
(while read line; do echo "answer to $line"; done < in > out) &
exec 4> in 5< out; echo question >&4; read reply <&5; echo "$reply"; exec 4>&- 5<&-; wait
sleep 100 & kill $!; wait $!; echo "sleeper: $?"
trap 'echo "got TERM"' TERM
(sleep 0.05; kill -TERM $$) & wait; wait
n=0; for i in $(seq 1 50); do true & done; wait; echo "fifty gone"
( (echo grandchild) & wait ); echo done
