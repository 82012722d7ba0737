--
-- PostgreSQL database dump
--

\restrict abc123

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.20

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: EXTENSION plpgsql; Type: COMMENT
--

CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;

COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';

CREATE TYPE public.integration_state AS ENUM (
    'active',
    'disabled'
);

ALTER TYPE public.integration_state OWNER TO postgres;

CREATE FUNCTION public.que_job_notify() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    -- don't; stop
    IF NEW.id IS NULL THEN RETURN null; END IF;
    RETURN NEW;
  END
$$;

SET default_tablespace = '';
SET default_table_access_method = heap;

CREATE TABLE public.tenants (
    id bigint NOT NULL,
    endpoint character varying,
    token bytea,
    state public.integration_state
);

ALTER TABLE public.tenants OWNER TO somebody;

CREATE SEQUENCE public.tenants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.tenants_id_seq OWNED BY public.tenants.id;

CREATE TABLE public.keyless (
    a integer,
    b text
);

CREATE UNLOGGED TABLE public.que_jobs (
    id bigint NOT NULL,
    args jsonb DEFAULT '[]'::jsonb
);

COMMENT ON TABLE public.que_jobs IS '7';

ALTER TABLE ONLY public.tenants ALTER COLUMN id SET DEFAULT nextval('public.tenants_id_seq'::regclass);

COPY public.keyless (a, b) FROM stdin;
0	row 0
1	row 0
2	row 1
3	row 1
4	row 2
5	row 2
6	row 3
7	row 3
8	row 4
9	row 4
10	row 5
11	row 5
12	row 6
13	row 6
14	row 7
15	row 7
16	row 8
17	row 8
18	row 9
19	row 9
20	row 10
21	row 10
22	row 11
23	row 11
24	row 12
25	row 12
26	row 13
27	row 13
28	row 14
29	row 14
30	row 15
31	row 15
32	row 16
33	row 16
34	row 17
35	row 17
36	row 18
37	row 18
38	row 19
39	row 19
\.

COPY public.que_jobs (id, args) FROM stdin;
1	[1, "a;b"]
2	[]
\.

COPY public.tenants (id, endpoint, token, state) FROM stdin;
1	\N	\N	active
2	it's "quoted"\ttab\nline \\ 😀	\\x	disabled
3		\\x00ff27225c0a0d	\N
\.

SELECT pg_catalog.setval('public.tenants_id_seq', 3, true);

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (id);

CREATE INDEX keyless_b ON public.keyless USING btree (b);

COMMENT ON INDEX public.keyless_b IS 'it''s';

CREATE TRIGGER que_job_notify AFTER INSERT ON public.que_jobs FOR EACH ROW EXECUTE FUNCTION public.que_job_notify();

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_self_fkey FOREIGN KEY (id) REFERENCES public.tenants(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

GRANT ALL ON TABLE public.tenants TO somebody;

--
-- PostgreSQL database dump complete
--

\unrestrict abc123

