/* runbook/common.h */
