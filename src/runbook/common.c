/* runbook/common.c */
