"""The JSON API: routes that say what they take and give; the work is done in `graph_service.web.jobs`."""
