# bash @
# Job control without a terminal.
set -m
sleep 100 & kill -STOP %1; sleep 0.1; jobs | sed 's/  */ /g'
kill -CONT %1; sleep 0.1; jobs -r | wc -l; kill %1; wait %1 2> /dev/null; echo "status $?"
sleep 100 & sleep 100 & jobs -p | wc -l; kill %+ %-; wait 2> stopped; jobs > after; echo killed
(exit 9) & wait -n; echo "wait -n: $?"
sleep 0.05 & p=$!; wait $p; echo "waited for $(( p > 0 ))"
{ sleep 0.02; echo slow; } & { echo fast; } & wait
{ time -p true; } 2> times; wc -l < times
timeout 0.2 sleep 100; echo "timeout: $?"
