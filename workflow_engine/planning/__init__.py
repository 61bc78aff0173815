"""From a decision to a plan: dates, visits, tasks, workload, people."""
