# rg, which is in Rust: threads that share a queue of work
mkdir /tmp/texts
for i in 1 2 3 4 5 6 7 8; do echo "line of $i
a foal in the foam $i" > /tmp/texts/$i; done
rg --sort path -o 'foa.' /tmp/texts
rg -c --no-filename 'foal' /tmp/texts | sort | uniq -c | tr -s ' '
