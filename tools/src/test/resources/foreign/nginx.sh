# nginx: a master and two workers, with signals between them
mkdir -p /tmp/www /var/lib/nginx /var/log/nginx
echo 'served by nginx' > /tmp/www/index.html
cat > /tmp/nginx.conf <<'C'
daemon off; worker_processes 2; error_log /tmp/error.log; pid /tmp/nginx.pid;
events { worker_connections 64; }
http { access_log off; server { listen 127.0.0.1:8080; location / { root /tmp/www; } } }
C
nginx -c /tmp/nginx.conf &
until busybox wget -q -O - http://127.0.0.1:8080/ 2> /dev/null; do sleep 0.1; done
for i in 1 2 3 4 5; do busybox wget -q -O - http://127.0.0.1:8080/ & clients="$clients $!"; done
wait $clients
busybox wget -q -O - http://127.0.0.1:8080/nothing 2>&1
kill $(cat /tmp/nginx.pid)
wait
