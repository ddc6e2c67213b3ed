# socat: sockets, processes and terminals joined
socat TCP-LISTEN:7000,reuseaddr EXEC:'tr a-z A-Z' &
until echo hello | socat - TCP:127.0.0.1:7000 2> /dev/null; do sleep 0.1; done
wait
socat UNIX-LISTEN:/tmp/socket PIPE &
while [ ! -S /tmp/socket ]; do sleep 0.1; done
echo echoed | socat - UNIX-CONNECT:/tmp/socket
wait
socat EXEC:tty,pty,setsid - < /dev/null | tr -d '\r'
