# Files, descriptors and here-documents.
cd "$1" || exit
echo one >f; cat f; echo two >>f; cat <f; echo three >f; cat f
{ echo a; echo b >&2; } >f 2>&1; cat f
{ echo a; echo b >&2; } 2>&1 >/dev/null
echo to error 2>/dev/null >&2; ls /nonexistent 2>/dev/null; echo $?
exec 3>f; echo three >&3; echo more >&3; exec 3>&-; cat f
exec 4<f; read a <&4; read b <&4; exec 4<&-; echo $a $b
while read line; do echo "<$line>"; done <f
for i in 1 2; do echo $i; done >f; cat f
if true; then echo in if; fi >f; cat f
echo x 1>f 2>&1; cat f; >empty; wc -c <empty
cat <<EOF
expanded $((1 + 1)) $(echo sub) \$literal "quotes" 'stay' \\ \"
EOF
cat <<'EOF'
not expanded $((1 + 1)) $(echo sub) \$
EOF
cat <<-EOF
	tabs are	stripped
		all of them
	EOF
cat <<A; cat <<B
first
A
second
B
cat <<EOF | tr a-z A-Z
piped
EOF
x=$(cat <<EOF
within a substitution
EOF
); echo "$x"
cat <<EOF
joined \
lines ${x#within }
EOF
(cat; echo) <f; cat f - <<EOF
after the file
EOF
echo hi | cat - f; true <nonexistent 2>/dev/null; echo $?
: <nonexistent 2>/dev/null || echo never printed
