/* runbook/runbook.c */
