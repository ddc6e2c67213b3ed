-- sqlite3 disk.db ".read @"
create table t(id integer primary key, name text, n real);
insert into t(name, n) values ('a', 1.5), ('b', 2.5), ('c', 3.5);
select count(*), sum(n), group_concat(name) from t;
with recursive r(i) as (select 1 union all select i + 1 from r where i < 1000) select sum(i) from r;
begin; delete from t where id = 2; rollback; select * from t order by n desc;
create index i on t(name); explain query plan select * from t where name = 'b';
update t set name = upper(name); select name || '-' || id from t; pragma integrity_check;
insert into t(name, n) with recursive r(i) as (select 1 union all select i + 1 from r where i < 5000) select 'x' || i, i from r;
select count(*), max(n), round(avg(n), 2) from t; vacuum; select json_extract('{"a": [1, 2]}', '$.a[1]');
