"""What the web role may do with this room's tables and with those of the queue of jobs, which lies under all rooms."""

GRANTS: dict[str, str] = {
    "edge_idempotency": "SELECT, INSERT, UPDATE (status, body, content_type, started_at), DELETE",
    "edge_ratecount": "SELECT, INSERT, UPDATE (requests), DELETE",
    "edge_event": "SELECT, INSERT",
    "edge_clockrun": "SELECT, INSERT",
    "procrastinate_jobs": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_events": "SELECT, INSERT, DELETE",
    "procrastinate_periodic_defers": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_workers": "SELECT, INSERT, UPDATE, DELETE",
}
SEQUENCES: tuple[str, ...] = (
    "procrastinate_jobs_id_seq",
    "procrastinate_events_id_seq",
    "procrastinate_periodic_defers_id_seq",
)
FUNCTIONS: tuple[str, ...] = (
    "procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])",
    "procrastinate_defer_periodic_job_v2(character varying, character varying, character varying, character varying,"
    " integer, character varying, bigint, jsonb)",
    "procrastinate_fetch_job_v2(character varying[], bigint)",
    "procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)",
    "procrastinate_cancel_job_v1(bigint, boolean, boolean)",
    "procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying)",
    "procrastinate_register_worker_v1()",
    "procrastinate_unregister_worker_v1(bigint)",
    "procrastinate_update_heartbeat_v1(bigint)",
    "procrastinate_prune_stalled_workers_v1(double precision)",
)
