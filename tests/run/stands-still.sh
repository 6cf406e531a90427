#!/bin/sh
# A server that stands still for a few seconds, as on a starved machine, is late and
# not dead: its visitors keep their sessions.
. "$TOP_SRCDIR/tests/run/lib.sh"

more_came() { [ "$(visitors came)" -ge "$1" ]; }

world_up --servers 2 --lbs 1
until_true 60 more_came 40 || die "no visitors come"
group=$(cat "$world/servers/app-11/httpd.pid")
# They come at a rate of their own, eight a second: this is three seconds.
kill -STOP "-$group"
until_true 60 more_came $(( $(visitors came) + 24 )) || die "no more visitors come"
kill -CONT "-$group"
until_true 60 more_came $(( $(visitors came) + 24 )) || die "no more visitors come"
nobody_noticed
