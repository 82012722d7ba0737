-- The 20 tables, the enum, the functions and the triggers of 3scale/zync's db/structure.sql (3scale 2.15). One statement ends with a line of its own: ;;
CREATE TYPE public.integration_state AS ENUM ('active', 'disabled')
;;
CREATE FUNCTION public.que_validate_tags(tags_array jsonb) RETURNS boolean LANGUAGE sql AS $$
  SELECT bool_and(jsonb_typeof(value) = 'string' AND char_length(value::text) <= 100) FROM jsonb_array_elements(tags_array)
$$
;;
CREATE TABLE public.que_jobs (priority smallint DEFAULT 100 NOT NULL, run_at timestamp with time zone DEFAULT now() NOT NULL, id bigserial NOT NULL, job_class text NOT NULL, error_count integer DEFAULT 0 NOT NULL, last_error_message text, queue text DEFAULT 'default' NOT NULL, last_error_backtrace text, finished_at timestamp with time zone, expired_at timestamp with time zone, args jsonb DEFAULT '[]'::jsonb NOT NULL, data jsonb DEFAULT '{}'::jsonb NOT NULL, job_schema_version integer NOT NULL, kwargs jsonb DEFAULT '{}'::jsonb NOT NULL, CONSTRAINT que_jobs_pkey PRIMARY KEY (id), CONSTRAINT error_length CHECK (char_length(last_error_message) <= 500), CONSTRAINT valid_args CHECK (jsonb_typeof(args) = 'array')) WITH (fillfactor='90')
;;
COMMENT ON TABLE public.que_jobs IS '7'
;;
CREATE FUNCTION public.que_determine_job_state(job public.que_jobs) RETURNS text LANGUAGE sql AS $$
  SELECT CASE WHEN job.expired_at IS NOT NULL THEN 'expired' WHEN job.finished_at IS NOT NULL THEN 'finished' WHEN job.error_count > 0 THEN 'errored' WHEN job.run_at > CURRENT_TIMESTAMP THEN 'scheduled' ELSE 'ready' END
$$
;;
CREATE UNLOGGED TABLE public.que_lockers (pid integer NOT NULL, worker_count integer NOT NULL, worker_priorities integer[] NOT NULL, ruby_pid integer NOT NULL, ruby_hostname text NOT NULL, queues text[] NOT NULL, listening boolean NOT NULL, job_schema_version integer DEFAULT 1, CONSTRAINT que_lockers_pkey PRIMARY KEY (pid))
;;
CREATE FUNCTION public.que_job_notify() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.run_at <= now() THEN
      PERFORM pg_notify('que_listener', json_build_object('message_type', 'job_available', 'id', NEW.id)::text);
    END IF;
    RETURN null;
  END
$$
;;
CREATE FUNCTION public.que_state_notify() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.finished_at IS NOT DISTINCT FROM NEW.finished_at AND OLD.expired_at IS NOT DISTINCT FROM NEW.expired_at THEN
      RETURN null;
    END IF;
    PERFORM pg_notify('que_state', TG_OP);
    RETURN null;
  END
$$
;;
CREATE TABLE public.que_values (key text NOT NULL, value jsonb DEFAULT '{}'::jsonb NOT NULL, CONSTRAINT que_values_pkey PRIMARY KEY (key))
;;
CREATE TABLE public.schema_migrations (version character varying NOT NULL, CONSTRAINT schema_migrations_pkey PRIMARY KEY (version))
;;
CREATE TABLE public.ar_internal_metadata (key character varying NOT NULL, value character varying, created_at timestamp(6) without time zone NOT NULL, updated_at timestamp(6) without time zone NOT NULL, CONSTRAINT ar_internal_metadata_pkey PRIMARY KEY (key))
;;
CREATE TABLE public.tenants (id bigserial NOT NULL, endpoint text NOT NULL, access_token text NOT NULL, created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT tenants_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.models (id bigserial NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), record_type character varying NOT NULL, record_id bigint NOT NULL, created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT models_pkey PRIMARY KEY (id))
;;
CREATE UNIQUE INDEX index_models_on_record_type_and_record_id ON public.models USING btree (record_type, record_id)
;;
CREATE TABLE public.services (id bigserial NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT services_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.proxies (id bigserial NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), service_id bigint NOT NULL REFERENCES public.services (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT proxies_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.providers (id bigserial NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), created_at timestamp(6) without time zone NOT NULL, updated_at timestamp(6) without time zone NOT NULL, CONSTRAINT providers_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.metrics (id bigserial NOT NULL, service_id bigint NOT NULL REFERENCES public.services (id), tenant_id bigint NOT NULL REFERENCES public.tenants (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT metrics_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.usage_limits (id bigserial NOT NULL, metric_id bigint NOT NULL REFERENCES public.metrics (id), plan_id integer NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT usage_limits_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.applications (id bigserial NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), service_id bigint NOT NULL REFERENCES public.services (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT applications_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.clients (id bigserial NOT NULL, service_id bigint NOT NULL REFERENCES public.services (id), tenant_id bigint NOT NULL REFERENCES public.tenants (id), client_id character varying NOT NULL, created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT clients_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.entries (id bigserial NOT NULL, data jsonb, tenant_id bigint NOT NULL REFERENCES public.tenants (id), model_id bigint NOT NULL REFERENCES public.models (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT entries_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.integrations (id bigserial NOT NULL, configuration jsonb, type character varying NOT NULL, tenant_id bigint REFERENCES public.tenants (id), model_id bigint REFERENCES public.models (id), state public.integration_state DEFAULT 'active'::public.integration_state NOT NULL, created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT integrations_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.integration_states (id bigserial NOT NULL, started_at timestamp without time zone, finished_at timestamp without time zone, success boolean, model_id bigint NOT NULL REFERENCES public.models (id), entry_id bigint REFERENCES public.entries (id), integration_id bigint NOT NULL REFERENCES public.integrations (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT integration_states_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.message_bus (id bigserial NOT NULL, channel text NOT NULL, value text NOT NULL, added_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL, CONSTRAINT message_bus_pkey PRIMARY KEY (id), CONSTRAINT message_bus_value_check CHECK (octet_length(value) >= 2))
;;
CREATE TABLE public.notifications (id bigserial NOT NULL, model_id bigint NOT NULL REFERENCES public.models (id), data jsonb NOT NULL, tenant_id bigint NOT NULL REFERENCES public.tenants (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT notifications_pkey PRIMARY KEY (id))
;;
CREATE TABLE public.update_states (id bigserial NOT NULL, started_at timestamp without time zone, finished_at timestamp without time zone, success boolean DEFAULT false NOT NULL, model_id bigint NOT NULL REFERENCES public.models (id), created_at timestamp without time zone NOT NULL, updated_at timestamp without time zone NOT NULL, CONSTRAINT update_states_pkey PRIMARY KEY (id))
;;
CREATE INDEX que_jobs_args_gin_idx ON public.que_jobs USING gin (args jsonb_path_ops)
;;
CREATE TRIGGER que_job_notify AFTER INSERT ON public.que_jobs FOR EACH ROW EXECUTE FUNCTION public.que_job_notify()
;;
CREATE TRIGGER que_state_notify AFTER INSERT OR DELETE OR UPDATE ON public.que_jobs FOR EACH ROW EXECUTE FUNCTION public.que_state_notify()
;;
INSERT INTO public.schema_migrations VALUES ('20180213150222'), ('20190530080459'), ('20231025113123')
;;
INSERT INTO public.ar_internal_metadata VALUES ('environment', 'production', '2024-03-02 09:02:07', '2024-03-02 09:02:07')
