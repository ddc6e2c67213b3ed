# expect: a program's terminal is another program
expect -c '
    log_user 0
    spawn sh -c {stty -echo; read word; echo got $word; exit 3}
    send "hi\r"
    expect -re {got (\w+)}
    puts "found $expect_out(1,string)"
    expect eof
    puts "status [lindex [wait] 3]"'
