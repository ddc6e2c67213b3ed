# busybox sh @
# grep, sed, awk, sort and the rest of the text tools.
cat > t <<END
alpha 3 x
beta 1 y
gamma 2 x
delta 10 z
END
grep -n a t; grep -v x t; grep -E '^(al|de)' t; grep -q zeta t || echo "no zeta"
sed 's/a/A/g; 2d' t; sed -e '/beta/s/[0-9]/<&>/' t
awk '{sum[$3] += $2} END {for (k in sum) print k, sum[k]}' t | sort
awk 'BEGIN {printf "%.3f %s %d\n", 3.14159, toupper("abc"), length("four")} NR == 2 {print $1}' t
sort -k2 -n t; sort -r t; sort t | uniq -c | awk '{print $1}' | uniq
tr -d a < t; tr a-z A-Z < t; cut -d' ' -f2 t | paste -s -d+ -; rev t; tac t; nl t; fold -w 5 t | head -n 3; od -c t | head -n 2
head -c 5 t; echo; tail -n 1 t; expr 7 \* 6; basename /a/b.c .c; dirname /a/b.c; md5sum t; sha256sum < t; cksum t
printf 'a\tb\n' | expand; echo abc | hexdump -C; comm -12 t t | wc -l; diff t /dev/null | head -n 2; xargs -n 2 echo < t
date -u -d @0 '+%Y-%m-%d %H:%M:%S'; env -i A=1 env; which sh > /dev/null && echo found; seq -s, 5; factor 1234567
bc -q 2> /dev/null < /dev/null; echo "2 ^ 64" | bc; dc -e '10 3 / p' 2> /dev/null
