# Functions: arguments, local variables, recursion, redefinition.
f() { echo "f $# <$1> <$2>"; }
f; f a; f "a b" c
g() { local x=inner y; y=2; echo $x $y; x=changed; }
x=outer; g; echo $x; echo ${y-unset}
factorial() { if [ $1 -le 1 ]; then echo 1; else echo $(($1 * $(factorial $(($1 - 1))))); fi; }
factorial 10
count() { [ $1 -gt 0 ] || return 7; count $(($1 - 1)); }
count 50; echo $?
set -- p q; f a b c; echo "$@"
h() { set -- new; echo $1; shift; echo $#; }; h x y; echo $*
redefine() { redefine() { echo second; }; echo first; }; redefine; redefine
r() { return; }; false; r; echo $?; true; r; echo $?
loop() { for i in 1 2 3; do [ $i = 2 ] && return 4; echo $i; done; }; loop; echo $?
out() { echo to file; echo to error >&2; }; out 2>&1 | sort
both() { cat; } ; echo piped | both
with() { cat; } <<EOF
a document of the function
EOF
with; with
sub() ( x=changed; exit 9 ); x=kept; sub; echo $? $x
t=1; show() { echo "t=$t"; }; t=2 show
unset -f f; f 2>/dev/null; echo $?
outer() { inner() { echo defined inside; }; }; outer; inner
echo() { command echo "my $*"; }; echo hello; unset -f echo; echo plain
nested() { local v=1; deeper; echo $v; }; deeper() { v=2; }; nested
type nested; command -v cd
