# redis-server: an event loop on epoll, four clients at once, Lua within
redis-server --save '' --daemonize no > /dev/null &
until redis-cli ping > /dev/null 2>&1; do sleep 0.1; done
redis-cli set apples 5
redis-cli incr apples
redis-cli lpush list one two three
redis-cli lrange list 0 -1
redis-cli eval 'return redis.call("get", "apples") * 2' 0
for i in 1 2 3 4; do redis-cli -r 50 incr shared > /dev/null & clients="$clients $!"; done
wait $clients
redis-cli get shared
redis-cli shutdown nosave
wait
