-- Another server that holds some of the years, made known to the first one, by a superuser there:
--
--     psql -d noticeboard -v name=second -v host=10.0.0.2 -v port=5432 \
--         -v owner_password=… -v reader_password=… -f deploy/postgresql/remote.sql
\set ON_ERROR_STOP on
\if :{?database} \else \set database noticeboard \endif

CREATE EXTENSION IF NOT EXISTS postgres_fdw;
-- With async_capable all servers search at the same time. Without enable_seqscan they use the index also
-- for frequent words: the planner takes the comparison of arrays for as cheap as that of numbers.
CREATE SERVER :"name" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
    host :'host', port :'port', dbname :'database', connect_timeout '3',
    async_capable 'true', fetch_size '10000', batch_size '100',
    options '-c enable_seqscan=off');
GRANT USAGE ON FOREIGN SERVER :"name" TO noticeboard_owner;
CREATE USER MAPPING FOR noticeboard_owner SERVER :"name"
    OPTIONS (user 'noticeboard_owner', password :'owner_password');
CREATE USER MAPPING FOR noticeboard_reader SERVER :"name"
    OPTIONS (user 'noticeboard_reader', password :'reader_password');
