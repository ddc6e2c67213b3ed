# Lists, conditions, loops and cases.
true && echo yes || echo no; false && echo yes || echo no
false || false || echo third; true && true && echo both
! true; echo $?; ! false; echo $?; ! false | true; echo $?
if false; then echo 1; elif true; then echo 2; else echo 3; fi; echo $?
if false; then echo 1; fi; echo $?
for i in 1 2 3 4 5; do
    [ $i = 2 ] && continue
    [ $i = 4 ] && break
    echo $i
done
for a in 1 2; do for b in x y z; do [ $b = y ] && continue 2; echo $a$b; done; done
for a in 1 2; do for b in x y; do [ $a$b = 1y ] && break 2; echo $a$b; done; done; echo out
i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo w$i; done
until [ $i -eq 0 ]; do i=$((i - 1)); done; echo $i
while false; do :; done; echo $?
while true; do break; done; echo $?
case word in w*d) echo glob;; word) echo exact;; esac
case x in (a|b) echo ab;; (x|y) echo xy;; esac
case z in a) ;; esac; echo $?
case "" in "") echo empty;; esac
case a in
    # a comment
    a) echo one
       echo two ;;
    *) echo default
esac
{ echo group; echo of; } | cat; (echo sub; exit 3); echo $?
x=1; (x=2; echo $x); echo $x; { x=3; }; echo $x
x=1; echo a | { read x; echo $x; }; echo $x
for i in; do echo never; done; echo $?
set -- x y; for i
do echo "arg $i"; done
echo a; echo b & wait; echo c
if true
then
    echo multi
fi && echo line |
    cat
true | false; echo $?; false | true; echo $?
f() { return 5; }; f; echo $?; f || echo failed $?
if f; then :; else echo else $?; fi
