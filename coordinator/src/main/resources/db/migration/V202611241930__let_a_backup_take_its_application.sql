-- A backup and a restore never work on the same application at once, nor do two of either.
drop index restore_one_open;
create unique index restore_one_open on restore (cluster, namespace, application) where is_open and mode <> 'DRY_RUN';
