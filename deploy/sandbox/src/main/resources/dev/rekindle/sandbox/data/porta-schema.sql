-- The tables of 3scale/porta's db/schema.rb (3scale 2.15) that the generator fills by hand, in the shape MySQL shows them; porta-tables.txt has the others. One statement ends with a line of its own: ;;
CREATE TABLE schema_migrations (version varchar(255) NOT NULL, PRIMARY KEY (version)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE ar_internal_metadata (`key` varchar(255) NOT NULL, value varchar(255), created_at datetime(6) NOT NULL, updated_at datetime(6) NOT NULL, PRIMARY KEY (`key`)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE accounts (id bigint NOT NULL AUTO_INCREMENT, org_name varchar(255) NOT NULL, org_legaladdress varchar(255), created_at datetime NOT NULL, updated_at datetime NOT NULL, provider tinyint(1) DEFAULT 0, master tinyint(1), domain varchar(255), self_domain varchar(255), provider_account_id bigint, state varchar(255) NOT NULL, credit_card_partial_number varchar(4), extra_fields text, paid_at datetime, tenant_id bigint, s3_prefix varchar(255), PRIMARY KEY (id), UNIQUE KEY index_accounts_on_domain_and_state_changed_at (domain), UNIQUE KEY index_accounts_on_master (master), KEY index_accounts_on_provider_account_id (provider_account_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE users (id bigint NOT NULL AUTO_INCREMENT, username varchar(40), email varchar(255), password_digest varchar(255), role varchar(255) DEFAULT '', state varchar(255), account_id bigint, first_name varchar(255), extra_fields text, notifications_cache varbinary(255), created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), KEY idx_users_account_id (account_id), KEY index_users_on_email (email)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE access_tokens (id bigint NOT NULL AUTO_INCREMENT, owner_id bigint NOT NULL, scopes text, value varchar(255) NOT NULL, name varchar(255) NOT NULL, permission varchar(255) NOT NULL, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY idx_value_auth_tokens_of_user (value, owner_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE services (id bigint NOT NULL AUTO_INCREMENT, account_id bigint NOT NULL, name varchar(255) DEFAULT '', description text, system_name varchar(255) NOT NULL, backend_version varchar(255) NOT NULL DEFAULT '1', deployment_option varchar(255) DEFAULT 'hosted', state varchar(255) NOT NULL, referrer_filters_required tinyint(1) DEFAULT 0, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY index_services_on_system_name_and_account_id (system_name, account_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE service_tokens (id bigint NOT NULL AUTO_INCREMENT, service_id bigint, value varchar(255), created_at datetime NOT NULL, updated_at datetime NOT NULL, tenant_id bigint, PRIMARY KEY (id), KEY index_service_tokens_on_service_id (service_id), CONSTRAINT fk_service_tokens_service FOREIGN KEY (service_id) REFERENCES services (id) ON DELETE CASCADE) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE plans (id bigint NOT NULL AUTO_INCREMENT, issuer_id bigint NOT NULL, issuer_type varchar(255) NOT NULL, name varchar(255), system_name varchar(255) NOT NULL, type varchar(255), state varchar(255) NOT NULL, cost_per_month decimal(20,8) NOT NULL DEFAULT 0.00000000, description text, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), KEY idx_plans_issuer_id_type_original (issuer_id, type)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE cinstances (id bigint NOT NULL AUTO_INCREMENT, plan_id bigint NOT NULL, user_account_id bigint, service_id bigint, type varchar(255) NOT NULL DEFAULT 'Cinstance', user_key varchar(256), application_id varchar(255), name varchar(255), description text, state varchar(255) NOT NULL, redirect_url text, extra_fields text, first_traffic_at datetime, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY idx_cinstances_service_application (service_id, application_id), KEY fk_ct_plan_id (plan_id), KEY index_cinstances_on_user_key (user_key)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE application_keys (id bigint NOT NULL AUTO_INCREMENT, application_id bigint NOT NULL, value varchar(255) NOT NULL, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY index_application_keys_on_application_id_and_value (application_id, value)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE metrics (id bigint NOT NULL AUTO_INCREMENT, system_name varchar(255), description text, unit varchar(255), owner_id bigint, owner_type varchar(255), parent_id bigint, friendly_name varchar(255), created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY index_metrics_on_owner_and_system_name (owner_type, owner_id, system_name)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE usage_limits (id bigint NOT NULL AUTO_INCREMENT, metric_id bigint, plan_id bigint, period varchar(255), value bigint, plan_type varchar(255), created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY index_usage_limits_on_metric_id_and_plan_id_and_period (metric_id, plan_id, period)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE proxies (id bigint NOT NULL AUTO_INCREMENT, service_id bigint, endpoint varchar(255), sandbox_endpoint varchar(255), staging_domain varchar(255), production_domain varchar(255), policies_config mediumtext, lock_version bigint DEFAULT 0, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), KEY index_proxies_on_service_id (service_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE proxy_configs (id bigint NOT NULL AUTO_INCREMENT, proxy_id bigint NOT NULL, user_id bigint, version int NOT NULL DEFAULT 0, environment varchar(255) NOT NULL, content mediumtext NOT NULL, hosts varchar(8192), created_at datetime NOT NULL, updated_at datetime NOT NULL, tenant_id bigint, PRIMARY KEY (id), KEY index_proxy_configs_on_proxy_id (proxy_id), CONSTRAINT fk_proxy_configs_proxy FOREIGN KEY (proxy_id) REFERENCES proxies (id) ON DELETE CASCADE) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
;;
CREATE TABLE features_plans (feature_id bigint NOT NULL, plan_id bigint NOT NULL, plan_type varchar(255) NOT NULL, tenant_id bigint, KEY idx_features_plans (plan_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE cms_templates (id bigint NOT NULL AUTO_INCREMENT, provider_id bigint NOT NULL, type varchar(255), path varchar(255), title varchar(255), published mediumtext, draft mediumtext, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), KEY index_cms_templates_on_provider_id (provider_id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
;;
CREATE TABLE policies (id bigint NOT NULL AUTO_INCREMENT, name varchar(255) NOT NULL, version varchar(255) NOT NULL, `schema` longblob NOT NULL, account_id bigint NOT NULL, identifier varchar(255), tenant_id bigint, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE notification_preferences (id bigint NOT NULL AUTO_INCREMENT, user_id bigint, preferences blob, tenant_id bigint, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE payment_gateway_settings (id bigint NOT NULL AUTO_INCREMENT, account_id bigint, gateway_type varchar(255), gateway_settings blob, tenant_id bigint, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE member_permissions (id bigint NOT NULL AUTO_INCREMENT, user_id bigint, admin_section varchar(255), service_ids blob, tenant_id bigint, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE invoices (id bigint NOT NULL AUTO_INCREMENT, provider_account_id bigint, buyer_account_id bigint, friendly_id varchar(255) NOT NULL DEFAULT 'fix', period date, state varchar(255) NOT NULL DEFAULT 'open', vat_rate decimal(20,2), pdf_file_name varchar(255), created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), KEY index_invoices_on_provider_account_id (provider_account_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE line_items (id bigint NOT NULL AUTO_INCREMENT, invoice_id bigint, name varchar(255), cost decimal(20,4) NOT NULL DEFAULT 0.0000, quantity bigint, ratio double, created_at datetime, updated_at datetime, tenant_id bigint, PRIMARY KEY (id), KEY index_line_items_on_invoice_id (invoice_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE event_store_events (id bigint NOT NULL AUTO_INCREMENT, stream varchar(255) NOT NULL, event_type varchar(255) NOT NULL, event_id varchar(255) NOT NULL, metadata text, data text, created_at datetime(6) NOT NULL, provider_id bigint, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY index_event_store_events_on_event_id (event_id), KEY index_event_store_events_on_stream (stream)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
;;
CREATE TABLE backend_events (id bigint NOT NULL, data text, created_at datetime NOT NULL, updated_at datetime NOT NULL, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE alerts (id bigint NOT NULL AUTO_INCREMENT, account_id bigint NOT NULL, cinstance_id bigint NOT NULL, alert_id bigint NOT NULL, level int NOT NULL, message varchar(255), state varchar(255) NOT NULL, timestamp datetime NOT NULL, utilization float NOT NULL, tenant_id bigint, PRIMARY KEY (id), UNIQUE KEY index_alerts_on_alert_id_and_account_id (alert_id, account_id)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE user_sessions (id bigint NOT NULL AUTO_INCREMENT, user_id bigint, `key` varchar(255), ip varchar(255), user_agent varchar(255), accessed_at datetime, created_at datetime NOT NULL, updated_at datetime NOT NULL, PRIMARY KEY (id), UNIQUE KEY index_user_sessions_on_key (`key`)) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin
;;
CREATE TABLE audits (id bigint NOT NULL AUTO_INCREMENT, provider_id bigint, auditable_id bigint, auditable_type varchar(255), action varchar(255), audited_changes text, version int DEFAULT 0, created_at datetime, kind varchar(255), tenant_id bigint, PRIMARY KEY (id), KEY index_audits_on_kind (kind)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
;;
CREATE DEFINER=`root`@`%` PROCEDURE sp_invoices_friendly_id(invoice_id bigint)
BEGIN
  DECLARE chosen varchar(255);
  SELECT CONCAT(DATE_FORMAT(period, '%Y-%m'), '-', LPAD(id, 8, '0')) INTO chosen FROM invoices WHERE id = invoice_id;
  UPDATE invoices SET friendly_id = chosen WHERE id = invoice_id AND friendly_id = 'fix';
END
