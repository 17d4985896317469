-- The roles and the database of the noticeboard, once for each server, by a superuser:
--
--     psql -v owner_password=… -v reader_password=… -f deploy/postgresql/roles.sql
--
-- noticeboard_owner loads the notices; noticeboard_reader answers searches and can change nothing.
\set ON_ERROR_STOP on
\if :{?database} \else \set database noticeboard \endif

SET password_encryption = 'scram-sha-256';
CREATE ROLE noticeboard_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE noticeboard_reader LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 40;
ALTER ROLE noticeboard_reader SET default_transaction_read_only = on;
ALTER ROLE noticeboard_reader SET statement_timeout = '3s';
ALTER ROLE noticeboard_reader SET idle_in_transaction_session_timeout = '10s';

CREATE DATABASE :"database" OWNER noticeboard_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO noticeboard_reader;

\connect :"database"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE noticeboard_owner GRANT USAGE ON SCHEMAS TO noticeboard_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE noticeboard_owner GRANT SELECT ON TABLES TO noticeboard_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE noticeboard_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
