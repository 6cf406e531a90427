#!/bin/sh
# Bad scripts: each gets its exit status and one sentence with the line, and
# nothing is sent.
. "$TOP_SRCDIR/tests/run/lib.sh"

script=$scratch/bad.script
events=$scratch/events
said=$scratch/said
: >"$events"

# ends STATUS SENTENCE: the script on standard input ends so.
ends() {
	cat >"$script"
	wants "$1" run_script "$script" --json >>"$events" 2>"$said"
	grep -qF -- "$2" "$said" || die "wanted '$2', got: $(cat "$said")"
	[ "$(wc -l <"$said")" -eq 1 ] || die "not one sentence: $(cat "$said")"
}

refused_by() {		# rule, of the newest refusal
	grep '"event":"refused"' "$events" | tail -n 1 | grep -q "\"rule\":\"$1\"" ||
		die "not refused by $1: $(tail -n 2 "$events")"
}

world_up --servers 1

# What cannot be read or understood ends before a run is begun, and the line is
# told even when those before it are fine.
ends 2 "$script:3: not a word of the script language: upgrade everything" <<'END'
# a comment
step snapshot
upgrade everything
END
ends 2 "$script:1: there is no step \"exlpode\"" <<'END'
step exlpode
END
ends 2 "$script:2: there is no state \"finished\"" <<'END'
step snapshot
await finished 3s
END
ends 2 "$script:1: write: await STATE TIME" <<'END'
await done
END
ends 2 "$script:1: write: await STATE TIME" <<'END'
await done 99999999999s
END
ends 2 "$script:1: expect what? \`plan\` or \`state\`" <<'END'
expect rain
END
printf '\033]0;x\007\n' | ends 2 '\x1b]0;x\x07'
printf 'step snapshot\n\0\n' | ends 2 "holds a NUL byte"
head -c 2097152 /dev/zero | tr '\0' '#' | ends 2 "larger than 1048576 bytes"
head -c 5000 /dev/zero | tr '\0' 'x' | ends 2 "$script:1: the line is too long"
wants 2 run_script "$scratch/none" 2>"$said"
grep -q "script $scratch/none: No such file" "$said" || die "$(cat "$said")"
wants 2 run_script "$scratch" 2>"$said"
grep -q "script $scratch: is a folder" "$said" || die "$(cat "$said")"
[ -z "$(ls -A "$world/state" 2>/dev/null)" ] || die "a run was begun"
wants 1 "$CUTOVER" status -c "$conf" >/dev/null 2>"$said"
grep -q 'there is no run yet' "$said" || die "$(cat "$said")"

# From a pipe a line is known only when it comes.
status=0
printf 'step snapshot\nupgrade\n' |
	run_script - --json >>"$events" 2>"$said" || status=$?
[ "$status" -eq 2 ] || die "a bad word from a pipe ended with $status"
grep -q '^cutover: stdin:2: not a word' "$said" || die "$(cat "$said")"
status=0
printf 'step snapshot\n\0\n' | run_script - --json >>"$events" 2>"$said" ||
	status=$?
[ "$status" -eq 2 ] || die "a NUL from a pipe ended with $status"
grep -q 'holds a NUL byte' "$said" || die "$(cat "$said")"
status=0
head -c 2097152 /dev/zero | tr '\0' '#' |
	run_script - --json >>"$events" 2>"$said" || status=$?
[ "$status" -eq 2 ] || die "too much from a pipe ended with $status"
grep -q '^cutover: stdin:0: the script is larger than 1 MiB' "$said" || die "$(cat "$said")"

# Picks that are none.
ends 4 "$script:2: GR-03: an empty pick is an error" <<'END'
step clone
pick
END
refused_by GR-03
ends 4 "$script:2: GR-03: there is no server \"app-99\"" <<'END'
step clone
pick app-11 app-99
END
refused_by GR-03
ends 4 "$script:2: GR-03: app-11 is picked twice" <<'END'
step clone
pick app-11 app-11
END
refused_by GR-03
ends 4 "$script:1: GR-03: there is no server \"app-99\"" <<'END'
discard app-99
END
refused_by GR-03
ends 2 "$script:2: there is nothing to pick in step snapshot" <<'END'
step snapshot
pick app-11
END
ends 4 "$script:2: GR-08: input.RELEASE: a blank value is an error" <<'END'
step set-inputs
set input.RELEASE
END
refused_by GR-08
ends 2 "$script:2: step snapshot has no setting \"colour\"" <<'END'
step snapshot
set colour red
END

# Confirmed wrongly.
ends 1 "$script:2: no plan is shown" <<'END'
step snapshot
confirm shop
END
ends 2 "$script:3: to confirm, type exactly: shop" <<'END'
step snapshot
plan
confirm Shop
END
ends 2 "$script:3: to confirm, type exactly: shop" <<'END'
step snapshot
plan
confirm
END
ends 1 "$script:3: step snapshot comes first" <<'END'
step array-off
plan
confirm
END
ends 1 "$script:3: expected plan \"drain the sea\"; it is \"" <<'END'
step snapshot
plan
expect plan "drain the sea"
END
ends 1 "$script:2: expected state done; it is todo" <<'END'
step snapshot
expect state done
END
ends 1 "$script:2: step snapshot did not fail" <<'END'
step snapshot
retry
END
ends 3 "$script:2: step snapshot is todo, not done, after the time given" <<'END'
step snapshot
await done 300ms
END

# Stopped: the run stands open, and says so.
printf 'step snapshot\nplan\nstop\nplan\n' >"$script"
wants 3 run_script "$script" --json >>"$events" 2>"$said"
[ ! -s "$said" ] || die "stop is no fault: $(cat "$said")"
wants 3 "$CUTOVER" status -c "$conf" >"$scratch/status"
grep -q 'step 1 of 18' "$scratch/status" || die "$(cat "$scratch/status")"
grep -q 'Driver: nobody' "$scratch/status" || die "$(cat "$scratch/status")"

# Two at once: the second is told who is first, and does nothing.
mkfifo "$scratch/lines"
"$CUTOVER" run -c "$conf" --script "$scratch/lines" --json >"$scratch/first" 2>&1 &
first=$!
exec 9>"$scratch/lines"
begun() { grep -q '"event":"run"' "$scratch/first"; }
until_true 20 begun || die "the first does not begin: $(cat "$scratch/first")"
printf 'note me too\n' >"$script"
wants 1 run_script "$script" --json >"$scratch/out" 2>"$said"
grep -q "in the hands of .*pid $first" "$said" || die "$(cat "$said")"
[ ! -s "$scratch/out" ] || die "the second did something: $(cat "$scratch/out")"
wants 3 "$CUTOVER" status --json -c "$conf" >"$scratch/status"
grep -q "\"driver\":\"[^\"]*pid $first\"" "$scratch/status" ||
	die "$(cat "$scratch/status")"
exec 9>&-
status=0
wait "$first" || status=$?
[ "$status" -eq 3 ] || die "the first ended with $status"
cat "$scratch/first" >>"$events"

# Nothing was sent, and every line is an object with what the manual promises.
! grep -q '"event":"started"' "$events" || die "something was sent"
[ "$(ls "$world/servers" | wc -l)" -eq 2 ] || die "$(ls "$world/servers")"
perl -MJSON::PP -ne '
	my $event = decode_json($_);
	for (qw(version seq time run step event text)) {
		exists $event->{$_} or die "no $_ in line $.\n";
	}
	$event->{version} == 1 or die "version of line $.\n";
	$event->{time} =~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ or die "time, $.\n";
	$seen{$event->{event}}++;
	END { $seen{$_} or die "no $_ was told\n" for qw(run step refused error) }
' "$events" || die "not the JSON that was promised"
"$CUTOVER" verify -c "$conf" >/dev/null
[ "$(visitors failed)" -eq 0 ] || die "visitors had to suffer"
say "$(wc -l <"$events") events, nothing sent"
