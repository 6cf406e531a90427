#!/usr/bin/perl
# attach.pl attach|detach NAME HOST:PORT
#
# How the array's members come to each load balancer by themselves, and leave it.
# The balancers stand in the input BALANCERS, "SOCKET=FILE=BACKEND" each, with
# "=PROGRAM" where their HAProxy has another name.  Both can be done again at any
# time: what is so already is left as it is.
use strict;
use warnings;
use Fcntl qw(:flock :mode O_WRONLY O_CREAT O_EXCL);
use IO::Handle;
use IO::Socket::UNIX;

my $LIMIT = 10;			# seconds for each thing that is waited for
my ($verb, $name, $addr) = @ARGV;
my ($host, $port) = ($addr // '') =~ /^([\w.]+):(\d+)$/
    or die "usage: attach.pl attach|detach NAME HOST:PORT\n";

sub wait_for {
	my ($what, $true) = @_;
	for (my $end = time + $LIMIT; time <= $end; select undef, undef, undef, .1) {
		return if $true->();
	}
	die "$what: not within $LIMIT s\n";
}

# One command on a connection of its own, and all of the answer.
sub ask {
	my ($lb, $command) = @_;
	my $socket;
	wait_for("$lb->{socket} does not answer", sub {
		$socket = IO::Socket::UNIX->new(Peer => $lb->{socket});
	});
	local $SIG{ALRM} = sub { die "$lb->{socket}: no answer\n" };
	alarm $LIMIT;
	print $socket "$command\n";
	my $answer = do { local $/; <$socket> };
	alarm 0;
	return $answer // '';
}

sub cells {
	my @cells;
	push @cells, defined $1 ? $1 : $2
	    while $_[0] =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g;
	return @cells;
}

# The row of our server (undef: not there), and the cookie's name.
sub row {
	my ($lb) = @_;
	my ($head, @lines) = split /\n/, ask($lb, 'show stat');
	my @columns = cells($head =~ s/^# //r);
	my ($row, $cookie);
	for my $line (@lines) {
		my %row;
		@row{@columns} = cells($line);
		next if ($row{pxname} // '') ne $lb->{backend};
		$cookie = $row{cookie} if $row{svname} eq 'BACKEND';
		$row = \%row if $row{svname} eq $name;
	}
	die "$lb->{socket}: no backend $lb->{backend}\n" if !defined $cookie;
	return ($row, $cookie);
}

sub change {
	my ($lb, $what, $answer) = @_;
	my $got = ask($lb, $what);
	die "$what: $got" if $got !~ $answer;
}

sub passes {
	my ($row) = row($_[0]);
	return $row->{check_status} =~ /^(?:\* )?L[4567]OK/;
}

# In state drain a server is checked and gets no visitor yet.
sub admit {
	my ($lb) = @_;
	my $server = "$lb->{backend}/$name";
	change($lb, "enable health $server", qr/^$/);
	change($lb, "set server $server state drain", qr/^$/);
	wait_for("$name passes no check", sub { passes($lb) });

	# HAProxy 2.6 gives an added server its dynamic cookie only when its
	# address changes.
	my ($row, $cookie) = row($lb);
	if ($cookie ne '' && $row->{cookie} eq '') {
		change($lb, "set server $server addr $host port 1", qr/changed/);
		wait_for("$name, elsewhere", sub { !passes($lb) });
		change($lb, "set server $server addr $host port $port", qr/changed/);
		wait_for("$name passes no check", sub { passes($lb) });
		($row) = row($lb);
		die "$name has no cookie\n" if $row->{cookie} eq '';
	}
	change($lb, "set server $server state ready", qr/^$/);
	wait_for("$name is not up", sub { (row($lb))[0]{status} =~ /^UP/ });
}

# The lines of our backend that name a server, and what new ones should say.
sub read_file {
	my ($lb) = @_;
	open my $file, '<', $lb->{file} or die "$lb->{file}: $!\n";
	my @lines = <$file>;
	my ($ours, $defaults, %at) = (0, 0);
	my (@default, @options);
	for my $i (0 .. $#lines) {
		my @words = split ' ', $lines[$i] =~ s/#.*//sr;
		next if !@words;
		if ($lines[$i] =~ /^\w/) {
			$ours = $words[0] eq 'backend' && $words[1] eq $lb->{backend};
			$defaults = $words[0] eq 'defaults';
			$at{last} = $i if $ours;
		} elsif ($words[0] eq 'default-server' && ($ours || $defaults)) {
			push @default, @words[1 .. $#words];
		} elsif ($words[0] eq 'server' && $ours) {
			$at{last} = $i;
			$at{name} = $i if $words[1] eq $name;
			@options = @words[3 .. $#words] if $words[1] ne $name;
		}
	}
	die "$lb->{file}: no backend $lb->{backend}\n" if !defined $at{last};
	return (\@lines, \%at, [plain(@default)], [plain(@options)]);
}

# Without what belongs to one server alone.
sub plain {
	my $text = join ' ', @_;
	$text =~ s/\b(?:cookie|init-addr|resolvers|id) \S+ ?//g;
	$text =~ s/\b(?:disabled|enabled)\b ?//g;
	return split ' ', $text;
}

# Whole or not at all, and only what HAProxy would take.
sub write_file {
	my ($lb, @lines) = @_;
	my $new = "$lb->{file}.$$";
	my $mode = S_IMODE((stat $lb->{file})[2]);
	sysopen my $file, $new, O_WRONLY | O_CREAT | O_EXCL, $mode
	    or die "$new: $!\n";
	print $file @lines;
	$file->flush && $file->sync && close $file or die "$new: $!\n";
	if (system($lb->{program}, '-c', '-q', '-f', $new) != 0) {
		unlink $new;
		die "$lb->{file}: HAProxy does not take the change\n";
	}
	rename $new, $lb->{file} or die "$lb->{file}: $!\n";
}

sub change_file {
	my ($lb, $change) = @_;
	open my $lock, '>>', "$lb->{file}.lock" or die "$lb->{file}.lock: $!\n";
	flock $lock, LOCK_EX or die "$lb->{file}.lock: $!\n";
	my ($lines, $at, undef, $options) = read_file($lb);
	my $before = join '', @$lines;
	$change->($lines, $at, @$options);
	write_file($lb, @$lines) if $before ne join '', @$lines;
}

sub attach {
	my ($lb) = @_;
	my ($row) = row($lb);
	if (!defined $row) {
		my (undef, undef, @options) = read_file($lb);
		my @words = map { @$_ } @options;
		push @words, qw(check inter 500) if !grep { $_ eq 'check' } @words;
		change($lb, "add server $lb->{backend}/$name $addr @words",
		    qr/^New server registered/);
		($row) = row($lb);
	} elsif ($row->{addr} ne $addr) {
		my $server = "$lb->{backend}/$name";
		change($lb, "set server $server state maint", qr/^$/);
		change($lb, "set server $server addr $host port $port", qr/changed/);
		($row) = row($lb);
	}
	admit($lb) if $row->{status} !~ /^UP$/ || !passes($lb);
	change_file($lb, sub {
		my ($lines, $at, @options) = @_;
		my $there = $at->{name} // $at->{last};
		if (!defined $at->{name}) {
			@options = qw(check inter 500) if !@options;
			splice @$lines, $there + 1, 0,
			    "    server $name $addr @options\n";
		} else {
			$lines->[$there] =~ s/^(\s*server\s+\S+\s+)\S+/$1$addr/;
		}
	});
}

sub detach {
	my ($lb) = @_;
	change_file($lb, sub {
		my ($lines, $at) = @_;
		splice @$lines, $at->{name}, 1 if defined $at->{name};
	});
	my ($row) = row($lb);
	change($lb, "set server $lb->{backend}/$name state maint", qr/^$/)
	    if defined $row;
}

my %verbs = (attach => \&attach, detach => \&detach);
my $run = $verbs{$verb} or die "attach.pl: $verb: unknown\n";
my $failed = 0;
for my $balancer (split ' ', $ENV{INPUT_BALANCERS} // '') {
	my %lb;
	@lb{qw(socket file backend program)} = (split(/=/, $balancer), 'haproxy');
	next if eval { $run->(\%lb); 1 };
	$failed = 1;
	print STDERR "$lb{socket}: $@";
	# What is not attached whole does not serve either.
	eval { ask(\%lb, "set server $lb{backend}/$name state maint") };
}
exit $failed;
