# What quotes keep together and what they keep from being special.
echo plain  words   lose    blanks
echo "double  quotes" 'single  quotes' mixed"  "'  'word
echo \$HOME '$HOME' "\$HOME" \"x\" "a\"b" 'a"b' "it's"
echo "back\\slash" back\\slash 'back\slash' "\a\b"
echo one\
two "three\
four"
echo "" '' end
x='a   b'; echo $x; echo "$x"
set -- "" '' a; echo $#
echo "$(echo "in  ner")" $(echo "in  ner")
echo "`echo \"back  quotes\"`" `echo a\\\\b`
echo a#b # a comment
echo "#no comment" '#nor this'
printf '[%s]' "a b" c\ d 'e'"f"; echo
case 'a*' in 'a*') echo literal;; esac
case ab in "a*") echo wrong;; a*) echo pattern;; esac
x="'"; echo "$x${x}$x"
echo '\n' | wc -c
echo $'x' 2>/dev/null | wc -l
