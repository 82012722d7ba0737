--
-- PostgreSQL database dump
--

-- Dumped from database version 15.8
-- Dumped by pg_dump version 15.8

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.note (
    id integer NOT NULL,
    title text NOT NULL,
    body text
);

ALTER TABLE public.note OWNER TO notes;

COPY public.note (id, title, body) FROM stdin;
1	groceries	milk, bread
2	passwords	\\x0badc0de
3	über	\N
\.

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (id);

--
-- PostgreSQL database dump complete
--

