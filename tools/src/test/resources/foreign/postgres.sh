# PostgreSQL: processes around shared memory, semaphores and a log
cd /tmp
export PATH=$PATH:/usr/lib/postgresql/17/bin PGHOST=/tmp PGUSER=someone
echo 'someone:x:1000:1000::/tmp:/bin/sh' >> /etc/passwd
mkdir data
chown 1000:1000 data
as_someone() { setpriv --reuid 1000 --regid 1000 --clear-groups "$@"; }
as_someone initdb -D data -U someone -A trust --no-sync --no-locale > initdb.log 2>&1 || cat initdb.log
as_someone pg_ctl -D data -o '-k /tmp -c fsync=off -c listen_addresses=' -l server.log -w start > /dev/null || cat server.log
psql -At -d postgres -c 'create table animals (name text primary key, legs int)' \
    -c "insert into animals values ('foal', 4), ('hen', 2)" -c 'select sum(legs) from animals'
for i in 1 2 3; do psql -q -d postgres -c "update animals set legs = legs + 1 where name = 'hen'" & clients="$clients $!"; done
wait $clients
psql -At -d postgres -c "select * from animals order by name"
as_someone pg_ctl -D data -m fast stop > /dev/null
