-- needs_code: 37
-- Any id leads to what has it at once: request ids, and documents as they are compared, without what sets digits apart.
CREATE INDEX webhook_events_request_id ON webhook_events (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX widget_sessions_request_id ON widget_sessions (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX jobs_request_id ON jobs (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX sync_runs_request_id ON sync_runs (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX owners_document ON owners (
    replace(replace(replace(replace(upper(document_number), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX tax_status_document ON tax_status (
    replace(replace(replace(replace(upper(rfc), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX cl_tax_status_document ON cl_tax_status (
    replace(replace(replace(replace(upper(document_number), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX cl_debt_reports_document ON cl_debt_reports (
    replace(replace(replace(replace(upper(document_number), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX employment_records_document ON employment_records (
    replace(replace(replace(replace(upper(internal_identification), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX mx_current_employments_document ON mx_current_employments (
    replace(replace(replace(replace(upper(internal_identification), '.', ''), '-', ''), '/', ''), ' ', ''));
