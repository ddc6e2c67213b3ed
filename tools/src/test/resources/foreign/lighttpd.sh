# lighttpd: one process on epoll
mkdir -p /tmp/www
echo 'served by lighttpd' > /tmp/www/index.html
cat > /tmp/lighttpd.conf <<'C'
server.document-root = "/tmp/www"
server.port = 8081
server.bind = "127.0.0.1"
server.errorlog = "/tmp/error.log"
index-file.names = ("index.html")
C
lighttpd -D -f /tmp/lighttpd.conf &
until busybox wget -q -O - http://127.0.0.1:8081/ 2> /dev/null; do sleep 0.1; done
kill $!
wait
