-- What can be copied of a queue: the columns that both files have. Generated ones, which are not listed here, come by themselves.
SELECT group_concat(name, ', ') AS columns
FROM pragma_table_info('outbox', 'main') JOIN pragma_table_info('outbox', 'old') USING (name)
