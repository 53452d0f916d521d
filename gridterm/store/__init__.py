"""The office file: engine, unit of work, audit trail, search index, drafts, backups."""
